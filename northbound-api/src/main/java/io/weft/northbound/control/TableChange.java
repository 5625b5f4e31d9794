package io.weft.northbound.control;

/** What {@code mod-table} can make of a flow table, until the switch ends. */
public enum TableChange {
    /** A packet that no flow matches is dropped: the default. */
    DROP,
    /** It goes on in the next table. */
    CONTINUE,
    /** It goes to the controller. */
    CONTROLLER,
    /** When the table is full, a flow with a timeout makes room. */
    EVICT,
    /** When the table is full it refuses, unless its overflow_policy is to evict. */
    NOEVICT
}

package io.weft.vswitch.conductor;

/** What {@code ovs-ofctl mod-table} can make of a flow table, until the switch ends. */
public enum TableModification {
    /** A packet that no entry matches is dropped: the default. */
    DROP,
    /** It goes on in the next table. */
    CONTINUE,
    /** It goes to the controller. */
    CONTROLLER,
    /** When the table is full, an entry with a timeout makes room. */
    EVICT,
    /** When the table is full it refuses, unless its {@code overflow_policy} is to evict. */
    NOEVICT
}

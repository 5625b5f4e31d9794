package io.weft.flow.table;

/** What happens to a packet that no entry of a table matches. */
public enum MissPolicy {
    /** It is dropped: the table-miss behaviour of OpenFlow 1.3 and later, and the default. */
    DROP,
    /** It continues in the next table; after the last one it is dropped. */
    CONTINUE,
    /** It goes to the controller: what OpenFlow 1.0 to 1.2 do. */
    CONTROLLER
}

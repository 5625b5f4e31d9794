package io.weft.flow.table;

/** What happens to a packet that no entry of a table matches. */
public enum MissPolicy {
    /** Nobody said: it is dropped, unless somebody attends to the bridge as OpenFlow 1.0 to 1.2 have it; then it goes to the controller. */
    UNSET,
    /** It is dropped: the table-miss behaviour of OpenFlow 1.3 and later. */
    DROP,
    /** It continues in the next table; after the last one it is dropped. */
    CONTINUE,
    /** It goes to the controller: what OpenFlow 1.0 to 1.2 do. */
    CONTROLLER
}

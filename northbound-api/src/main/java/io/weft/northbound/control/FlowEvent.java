package io.weft.northbound.control;

/**
 * A change of the tables.
 *
 * @param flow as it is after the change (for {@link Kind#DELETED}: as it was); null in RESYNC events
 */
public record FlowEvent(Kind kind, FlowView flow) {
    /** What happened. */
    public enum Kind {
        ADDED,
        DELETED,
        /** New actions or cookie; table, priority and match are as before. */
        MODIFIED,
        /** Forget every flow: the present ones follow as ADDED. Sent by the API, never by a switch. */
        RESYNC_BEGIN,
        /** What follows are changes. Sent by the API, never by a switch. */
        RESYNC_END
    }
}

package io.weft.northbound.control;

import io.weft.flow.table.RemovalReason;

/**
 * A change of the tables.
 *
 * @param flow as it is after the change (for {@link Kind#DELETED}: as it was); null in the events that are about the stream
 * @param reason why it is gone ({@link Kind#DELETED}), else null
 * @param replaces {@link Kind#ADDED}: whether it took the place of a flow with its table, priority and match; known to the switch, not sent
 */
public record FlowEvent(Kind kind, FlowView flow, RemovalReason reason, boolean replaces) {
    /** What happened. */
    public enum Kind {
        ADDED,
        DELETED,
        /** New actions or cookie; table, priority and match are as before. */
        MODIFIED,
        /** Forget every flow: the present ones follow as ADDED. Sent by the API, never by a switch. */
        RESYNC_BEGIN,
        /** What follows are changes. Sent by the API, never by a switch. */
        RESYNC_END,
        /** The receiver was too slow: what follows is, for each flow, what changed in sum. Sent by the API, never by a switch. */
        PAUSED,
        /** What follows are single changes again. Sent by the API, never by a switch. */
        RESUMED
    }

    /** An event without a reason. */
    public FlowEvent(Kind kind, FlowView flow) {
        this(kind, flow, null, false);
    }
}

package io.weft.vswitch;

import io.weft.flow.table.FlowEntry;

/**
 * A change of the flow tables of a bridge.
 *
 * @param entry the entry after the change ({@link Kind#REMOVED}: as it was); null for {@link Kind#RESYNC}
 */
public record FlowEvent(Kind kind, String bridge, FlowEntry entry) {
    /** What happened. */
    public enum Kind {
        ADDED,
        /** New actions or cookie; table, priority, match and statistics are those of the entry before it. */
        MODIFIED,
        REMOVED,
        /** Events were lost because the subscriber was slow: read all flows again. */
        RESYNC
    }
}

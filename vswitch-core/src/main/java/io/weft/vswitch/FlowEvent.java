package io.weft.vswitch;

import io.weft.flow.table.FlowEntry;

/**
 * A change of the flow tables of a bridge.
 *
 * @param entry the entry after the change ({@link Kind#REMOVED}: as it was, with its {@link FlowEntry#removalReason}); null for {@link
 *     Kind#RESYNC}
 * @param replaces {@link Kind#ADDED}: whether it took the place of an entry with its table, priority and match
 */
public record FlowEvent(Kind kind, String bridge, FlowEntry entry, boolean replaces) {
    /** What happened. */
    public enum Kind {
        ADDED,
        /** New actions or cookie; table, priority, match and statistics are those of the entry before it. */
        MODIFIED,
        /** It ended. Nothing follows that counts on its statistics. */
        REMOVED,
        /** Events were lost because the subscriber was slow: read all flows again. */
        RESYNC
    }

    FlowEvent(Kind kind, String bridge, FlowEntry entry) {
        this(kind, bridge, entry, false);
    }
}

package io.weft.vswitch.translate;

import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowTable;
import java.util.Objects;

/**
 * The effect of {@code learn}: packets want this entry to be there. Two are equal when they want the same; whether it was there already makes no
 * difference.
 *
 * @param bridge the id of the bridge that learns
 * @param mod adds the entry, or changes the one of its match and priority
 * @param limit entries of that table and cookie beyond which none is added or changed; 0: no limit
 * @param isExpected whether the translation went on as if there is room for the entry
 * @param known the entry, if it was there in the version that was translated with: the packet teaches nothing new; otherwise null
 */
public record LearnedFlow(int bridge, FlowMod mod, int limit, boolean isExpected, FlowEntry known) implements Effect {
    /** A version that shows what the conductor did last. */
    private static final long LATEST = FlowEntry.NEVER - 1;

    /** The entry in {@code table} as it was made last, or null when there is none or it does something else. Any thread. */
    public FlowEntry taughtEntry(FlowTable table) {
        return taughtEntry(table, mod, LATEST);
    }

    static FlowEntry taughtEntry(FlowTable table, FlowMod mod, long version) {
        FlowEntry entry = table.classifier().find(mod.match(), mod.priority(), version);
        boolean isSame = entry != null
                && entry.actions().equals(mod.actions())
                && (mod.cookie() == FlowMod.KEEP_COOKIE || entry.cookie() == mod.cookie());
        return isSame ? entry : null;
    }

    /** Whether the limit lets another entry into {@code table}. Any thread. */
    public boolean hasRoom(FlowTable table) {
        return limit == 0 || table.cookieCount(mod.cookie()) < limit;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof LearnedFlow other
                && bridge == other.bridge
                && limit == other.limit
                && isExpected == other.isExpected
                && mod.equals(other.mod);
    }

    @Override
    public int hashCode() {
        return Objects.hash(bridge, mod.table(), mod.priority(), mod.match());
    }
}

package io.weft.flow.table;

import io.weft.flow.match.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes that make the flows of a bridge those of a list. Deletions come first, so that a full table has room; what is there already
 * is left alone. Cost: O(1) for each flow of the list and of the tables.
 */
public final class FlowReplacement {
    private final List<FlowMod> mods = new ArrayList<>();

    /** Where the flow stood in the list that an addition is about. */
    private int[] places = new int[64];

    /** What only one flow of a version can have. */
    private record Identity(int table, int priority, Match match) {}

    private FlowReplacement() {}

    /**
     * The changes from {@code version}, the newest, of {@code tables}.
     *
     * @param wanted additions; of two with one table, match and priority the later counts
     * @param readd whether flows that are there already are added as well
     * @throws FlowModException for the first of {@code wanted} that is no addition, or not allowed
     */
    public static FlowReplacement of(FlowTables tables, long version, List<FlowMod> wanted, boolean readd) {
        Map<Identity, Integer> last = HashMap.newHashMap(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            FlowMod flow = wanted.get(i);
            if (flow.kind() != FlowMod.Kind.ADD) {
                throw new FlowModException(
                        i, "command", flow.kind().toString().toLowerCase(java.util.Locale.ROOT), "add");
            }
            FlowModCheck.check(i, flow);
            last.put(new Identity(flow.table(), flow.priority(), flow.match()), i);
        }
        FlowReplacement replacement = new FlowReplacement();
        for (int id = 0; id < FlowTables.COUNT; id++) {
            tables.table(id).classifier().forEach(entry -> {
                if (entry.isVisibleIn(version)
                        && !entry.isHidden()
                        && !last.containsKey(new Identity(entry.table(), entry.priority(), entry.match()))) {
                    replacement.add(FlowMod.deleteStrict(entry.table(), entry.priority(), entry.match()), 0);
                }
            });
        }
        for (int i = 0; i < wanted.size(); i++) {
            FlowMod flow = wanted.get(i);
            if (last.get(new Identity(flow.table(), flow.priority(), flow.match())) == i
                    && (readd || !isThere(tables, version, flow))) {
                replacement.add(flow, i);
            }
        }
        return replacement;
    }

    /** Whether ovs-ofctl takes the flow of this identity for the same: it does not compare flags. */
    private static boolean isThere(FlowTables tables, long version, FlowMod flow) {
        FlowEntry entry = tables.table(flow.table()).classifier().find(flow.match(), flow.priority(), version);
        return entry != null
                && entry.cookie() == (flow.cookie() == FlowMod.KEEP_COOKIE ? 0 : flow.cookie())
                && entry.life().idleTimeoutS() == flow.life().idleTimeoutS()
                && entry.life().hardTimeoutS() == flow.life().hardTimeoutS()
                && entry.life().importance() == flow.life().importance()
                && entry.actions().equals(flow.actions());
    }

    private void add(FlowMod mod, int place) {
        if (mods.size() == places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        places[mods.size()] = place;
        mods.add(mod);
    }

    /** The changes in their order. */
    public List<FlowMod> mods() {
        return mods;
    }

    /** A refusal of one of {@link #mods} as one of the flow in the list that it is about. */
    public FlowModException locate(FlowModException refusal) {
        return refusal.behind(places[refusal.index()] - refusal.index());
    }
}

package io.weft.flow.classifier;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionList;
import io.weft.flow.key.Fields;
import io.weft.flow.table.FlowEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Conjunctive match (ovs-fields(7), "Conjunctive Match Fields"): entries with {@code conjunction(id,k/n)} are clauses. When clauses of one
 * priority cover all <i>n</i> dimensions of an id, and that priority is above what the packet matches otherwise, the packet is looked
 * up once more with {@code conj_id} being the id, clauses left aside; what this finds, of whatever priority, is the result. When it finds
 * nothing, clauses of lower priority are tried, and then what the packet matches otherwise.
 *
 * <p>Of several ids that are complete at one priority the lowest is taken (Open vSwitch leaves open which). Clauses that differ in
 * <i>n</i> belong to different conjunctions.
 *
 * <p>Allocates: its cost is that of a second lookup, and of a list of the clauses that match.
 */
final class ConjunctiveMatch {
    private static final long NONE = -1;
    private static final Comparator<FlowEntry> BY_PRIORITY =
            Comparator.comparingInt(FlowEntry::priority).reversed();

    private ConjunctiveMatch() {}

    /** Whether the entry does nothing itself but stands for a dimension of a conjunctive match. */
    static boolean isClause(FlowEntry entry) {
        List<Action> actions = entry.actions();
        if (ActionList.isPlain(actions)) {
            return false;
        }
        for (int i = 0; i < actions.size(); i++) {
            if (actions.get(i) instanceof Action.Conjunction) {
                return true;
            }
        }
        return false;
    }

    /** The result of a lookup that found {@code best} (null: nothing) among {@code entries}, where there are {@code clauses}. */
    static FlowEntry lookup(Bucket entries, Bucket clauses, FlowEntry best, long[] key, long version, long[] mask) {
        List<FlowEntry> matching = new ArrayList<>();
        clauses.searchAll(key, version, best == null ? -1 : best.priority(), mask, matching);
        matching.sort(BY_PRIORITY);
        for (int from = 0, to; from < matching.size(); from = to) {
            to = endOfPriority(matching, from);
            long id = complete(matching.subList(from, to));
            if (id != NONE) {
                long[] again = key.clone();
                Fields.CONJ_ID.set(again, 0, id);
                FlowEntry found = entries.lookup(again, version, mask);
                if (found != null) {
                    return found;
                }
            }
        }
        return best;
    }

    private static int endOfPriority(List<FlowEntry> sorted, int from) {
        int to = from + 1;
        while (to < sorted.size()
                && sorted.get(to).priority() == sorted.get(from).priority()) {
            to++;
        }
        return to;
    }

    /** The lowest id of which all dimensions are there, or {@link #NONE}. */
    private static long complete(List<FlowEntry> matching) {
        Map<Dimensions, Long> covered = new TreeMap<>();
        for (FlowEntry entry : matching) {
            for (Action action : entry.actions()) {
                if (action instanceof Action.Conjunction(long id, int clause, int clauses)) {
                    covered.merge(new Dimensions(id, clauses), 1L << clause - 1, (old, more) -> old | more);
                }
            }
        }
        for (Map.Entry<Dimensions, Long> one : covered.entrySet()) {
            if (one.getValue() == one.getKey().all()) {
                return one.getKey().id();
            }
        }
        return NONE;
    }

    /** A conjunction of 1 to 64 dimensions. */
    private record Dimensions(long id, int count) implements Comparable<Dimensions> {
        private static final Comparator<Dimensions> ORDER =
                Comparator.comparingLong(Dimensions::id).thenComparingInt(Dimensions::count);

        long all() {
            return -1L >>> Long.SIZE - count;
        }

        @Override
        public int compareTo(Dimensions other) {
            return ORDER.compare(this, other);
        }
    }
}

package io.weft.flow.classifier;

import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import io.weft.flow.table.FlowEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Entries in one subtable for each mask, the subtables ranked by their highest priority.
 *
 * <p>Thread-safety: as for {@link Classifier}.
 */
final class TupleSpace {
    private final Map<MatchMask, Subtable> subtables = new HashMap<>();
    private Subtable lastUsed;
    private volatile Ranking ranking = Ranking.EMPTY;

    boolean isEmpty() {
        return ranking.subtables.length == 0;
    }

    /** The entry that {@link Precedence} puts first among those that match, or null. Allocates nothing. */
    FlowEntry lookup(long[] key, long version, long[] mask) {
        Ranking now = ranking;
        Subtable[] candidates = now.subtables;
        int[] tops = now.tops;
        FlowEntry best = null;
        Subtable home = null;
        int priority = -1;
        for (int i = 0; i < candidates.length && tops[i] >= priority; i++) {
            Subtable subtable = candidates[i];
            if (tops[i] == priority && !subtable.precedes(home)) {
                continue;
            }
            FlowEntry found = subtable.lookup(key, version, mask);
            if (found != null
                    && (found.priority() > priority || found.priority() == priority && subtable.precedes(home))) {
                best = found;
                home = subtable;
                priority = found.priority();
            }
        }
        return best;
    }

    /** Adds to {@code found} every entry that matches and has a priority above {@code floor}. */
    void lookupAll(long[] key, long version, int floor, long[] mask, List<FlowEntry> found) {
        Ranking now = ranking;
        for (int i = 0; i < now.subtables.length && now.tops[i] > floor; i++) {
            now.subtables[i].lookupAll(key, version, floor, mask, found);
        }
    }

    /** The mask of the entries here that equals {@code mask}, to be shared, or {@code mask} itself when there is none. Writer only. */
    MatchMask shared(MatchMask mask) {
        Subtable subtable = subtable(mask);
        return subtable == null ? mask : subtable.mask();
    }

    /** The subtable of a mask, or null. One change mostly means the same as the one before. */
    private Subtable subtable(MatchMask mask) {
        if (lastUsed == null || !lastUsed.mask().equals(mask)) {
            lastUsed = subtables.get(mask);
        }
        return lastUsed;
    }

    FlowEntry find(Match match, int priority, long version) {
        Subtable subtable = subtable(match.mask());
        return subtable == null ? null : subtable.find(match, priority, version);
    }

    void insert(FlowEntry entry) {
        Subtable subtable = subtable(entry.match().mask());
        if (subtable == null) {
            subtable = new Subtable(entry.match().mask());
            subtables.put(subtable.mask(), subtable);
        }
        int top = subtable.topPriority();
        subtable.insert(entry);
        if (subtable.topPriority() != top) {
            ranking = ranking.without(subtable).with(subtable);
        }
    }

    /** Returns whether the entry was here. */
    boolean remove(FlowEntry entry) {
        MatchMask mask = entry.match().mask();
        Subtable subtable = subtable(mask);
        if (subtable == null) {
            return false;
        }
        int top = subtable.topPriority();
        if (!subtable.remove(entry)) {
            return false;
        }
        if (subtable.isEmpty()) {
            subtables.remove(mask);
            lastUsed = null;
            ranking = ranking.without(subtable);
        } else if (subtable.topPriority() != top) {
            ranking = ranking.without(subtable).with(subtable);
        }
        return true;
    }

    int subtableCount() {
        return ranking.subtables.length;
    }

    void forEach(Consumer<FlowEntry> visitor) {
        for (Subtable subtable : ranking.subtables) {
            subtable.forEach(visitor);
        }
    }

    void forEachWithin(Match match, Consumer<FlowEntry> visitor) {
        for (Subtable subtable : ranking.subtables) {
            if (subtable.mask().covers(match.mask())) {
                subtable.forEach(entry -> {
                    if (entry.match().isSubsetOf(match)) {
                        visitor.accept(entry);
                    }
                });
            }
        }
    }
}

package io.weft.flow.classifier;

import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import io.weft.flow.table.FlowEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Entries in one subtable for all masks that a {@link Coarseness} does not tell apart, the subtables ranked by their highest priority.
 *
 * <p>Thread-safety: as for {@link Classifier}.
 */
final class TupleSpace {
    private final Coarseness coarseness;
    private final Map<MatchMask, Shape> shapes = new HashMap<>();
    private final Map<MatchMask, Subtable> subtables = new HashMap<>();
    private final PrefixTries tries = new PrefixTries();
    private Shape lastUsed;
    private int size;
    private volatile int masks;
    private volatile Ranking ranking = Ranking.EMPTY;

    /** The entries with one mask. */
    private static final class Shape {
        final MatchMask mask;
        final Subtable home;
        int entries;

        Shape(MatchMask mask, Subtable home) {
            this.mask = mask;
            this.home = home;
        }
    }

    TupleSpace(Coarseness coarseness) {
        this.coarseness = coarseness;
    }

    Coarseness coarseness() {
        return coarseness;
    }

    // ---- looking up

    /** The winner of {@code best} and the entries here that match; adds to {@code mask}, if any, what shows that no other would win. */
    FlowEntry search(long[] key, long version, long[] mask, FlowEntry best) {
        Ranking now = ranking;
        Subtable[] candidates = now.subtables;
        int[] tops = now.tops;
        long answers = tries.lookup(key);
        FlowEntry winner = best;
        int priority = best == null ? -1 : best.priority();
        for (int i = 0; i < candidates.length && tops[i] >= priority; i++) {
            Subtable subtable = candidates[i];
            if (tops[i] == priority && !subtable.mayPrecede(winner)) {
                continue;
            }
            FlowEntry found = subtable.search(key, version, answers, mask, winner);
            if (found != winner) {
                winner = found;
                priority = found.priority();
            }
        }
        return winner;
    }

    /** Adds to {@code found} every entry that matches and has a priority above {@code floor}. */
    void lookupAll(long[] key, long version, int floor, long[] mask, List<FlowEntry> found) {
        Ranking now = ranking;
        long answers = tries.lookup(key);
        for (int i = 0; i < now.subtables.length && now.tops[i] > floor; i++) {
            Bucket bucket = now.subtables[i].probe(key, answers, mask);
            if (bucket != null) {
                bucket.searchAll(key, version, floor, mask, found);
            }
        }
    }

    // ---- the writer's

    /** The mask of the entries here that equals {@code mask}, to be shared, or {@code mask} itself when there is none. Writer only. */
    MatchMask shared(MatchMask mask) {
        Shape shape = shape(mask);
        return shape == null ? mask : shape.mask;
    }

    /** The entries with a mask, or null. One change mostly means the same as the one before. */
    private Shape shape(MatchMask mask) {
        if (lastUsed == null || !lastUsed.mask.equals(mask)) {
            lastUsed = shapes.get(mask);
        }
        return lastUsed;
    }

    FlowEntry find(Match match, int priority, long version) {
        Shape shape = shape(match.mask());
        return shape == null ? null : shape.home.find(match, priority, version);
    }

    void insert(FlowEntry entry) {
        Shape shape = shape(entry.match().mask());
        if (shape == null) {
            shape = newShape(entry.match().mask());
        }
        Subtable subtable = shape.home;
        int top = subtable.topPriority();
        subtable.insert(entry, tries);
        shape.entries++;
        size++;
        if (subtable.topPriority() != top) {
            ranking = ranking.without(subtable).with(subtable);
        }
    }

    private Shape newShape(MatchMask mask) {
        Subtable home =
                subtables.computeIfAbsent(coarseness.of(mask), coarse -> new Subtable(coarse, coarseness.finer()));
        home.addMask(mask);
        Shape shape = new Shape(mask, home);
        shapes.put(mask, shape);
        masks = shapes.size();
        return shape;
    }

    /** Returns whether the entry was here. */
    boolean remove(FlowEntry entry) {
        Shape shape = shape(entry.match().mask());
        if (shape == null) {
            return false;
        }
        Subtable subtable = shape.home;
        int top = subtable.topPriority();
        if (!subtable.remove(entry, tries)) {
            return false;
        }
        size--;
        shape.entries--;
        if (shape.entries == 0) {
            forget(shape);
        }
        if (subtable.isEmpty()) {
            subtables.remove(subtable.mask());
            ranking = ranking.without(subtable);
        } else if (subtable.topPriority() != top) {
            ranking = ranking.without(subtable).with(subtable);
        }
        return true;
    }

    private void forget(Shape shape) {
        shapes.remove(shape.mask);
        lastUsed = null;
        shape.home.removeMask(shape.mask);
        masks = shapes.size();
    }

    // ---- about all entries

    /** Writer only. */
    int size() {
        return size;
    }

    /** Different masks among the entries. */
    int maskCount() {
        return masks;
    }

    void forEach(Consumer<FlowEntry> visitor) {
        for (Subtable subtable : ranking.subtables) {
            subtable.forEach(visitor);
        }
    }

    void forEachWithin(Match match, Consumer<FlowEntry> visitor) {
        for (Subtable subtable : ranking.subtables) {
            if (subtable.mayBeWithin(match.mask())) {
                subtable.forEach(entry -> {
                    if (entry.match().isSubsetOf(match)) {
                        visitor.accept(entry);
                    }
                });
            }
        }
    }
}

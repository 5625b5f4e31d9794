package io.weft.flow.classifier;

import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the flow entry of highest priority that matches a key, and tells which bits of the key decided it.
 *
 * <p>Tuple space search with staged lookup; see the package essay. Of overlapping entries with equal priority {@link Precedence}
 * chooses.
 *
 * <p>Thread-safety: one writer calls {@link #insert} and {@link #remove}; any thread may call the others at any time. A reader sees
 * every entry of a version that was handed to it after the entry was inserted, until the entry is removed.
 */
public final class Classifier {
    private final Map<MaskKey, Subtable> subtables = new HashMap<>();
    private volatile Ranking ranking = Ranking.EMPTY;
    private volatile int size;

    /**
     * The winner among the entries that match {@code key} in {@code version}, or null. Allocates nothing.
     *
     * @param key {@link io.weft.flow.key.FlowKey#WORDS} words
     * @param mask as many words, or null: every bit that was looked at is set in it; any key that equals {@code key} in these
     *     bits has the same winner
     */
    public FlowEntry lookup(long[] key, long version, long[] mask) {
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

    /** The entry with exactly this match and priority that {@code version} shows, or null. Writer only. */
    public FlowEntry find(Match match, int priority, long version) {
        Subtable subtable = subtables.get(new MaskKey(match));
        return subtable == null ? null : subtable.find(match, priority, version);
    }

    /**
     * Adds an entry. It is found in the versions of its life only, so give it one first. Entries with the same match and priority
     * may stand side by side if no version shows two of them. Writer only.
     */
    public void insert(FlowEntry entry) {
        Subtable subtable = subtables.computeIfAbsent(new MaskKey(entry.match()), mask -> new Subtable(mask.match()));
        int top = subtable.topPriority();
        subtable.insert(entry);
        if (subtable.topPriority() != top) {
            ranking = ranking.without(subtable).with(subtable);
        }
        resize(1);
    }

    /**
     * Takes an entry out for good. No reader may use a version that shows it any more. Writer only.
     *
     * @return whether it was here
     */
    public boolean remove(FlowEntry entry) {
        MaskKey mask = new MaskKey(entry.match());
        Subtable subtable = subtables.get(mask);
        if (subtable == null) {
            return false;
        }
        int top = subtable.topPriority();
        if (!subtable.remove(entry)) {
            return false;
        }
        if (subtable.isEmpty()) {
            subtables.remove(mask);
            ranking = ranking.without(subtable);
        } else if (subtable.topPriority() != top) {
            ranking = ranking.without(subtable).with(subtable);
        }
        resize(-1);
        return true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void resize(int by) {
        size += by;
    }

    /** Entries, in whatever version they are visible. */
    public int size() {
        return size;
    }

    /** Different masks among the entries. */
    public int subtableCount() {
        return ranking.subtables.length;
    }

    /** Gives {@code visitor} every entry of every version, in no order. */
    public void forEach(Consumer<FlowEntry> visitor) {
        for (Subtable subtable : ranking.subtables) {
            subtable.forEach(visitor);
        }
    }

    /** Gives {@code visitor} every entry of every version that is at least as narrow as {@code match}, in no order. */
    public void forEachWithin(Match match, Consumer<FlowEntry> visitor) {
        for (Subtable subtable : ranking.subtables) {
            if (hasMaskOf(subtable.sample(), match)) {
                subtable.forEach(entry -> {
                    if (entry.match().isSubsetOf(match)) {
                        visitor.accept(entry);
                    }
                });
            }
        }
    }

    private static boolean hasMaskOf(Match narrow, Match wide) {
        for (int i = 0; i < wide.wordCount(); i++) {
            if ((wide.maskAt(i) & ~narrow.mask(wide.word(i))) != 0) {
                return false;
            }
        }
        return true;
    }
}

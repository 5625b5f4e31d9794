package io.weft.flow.classifier;

import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.util.function.Consumer;

/**
 * Finds the flow entry of highest priority that matches a key, and tells which bits of the key decided it.
 *
 * <p>Tuple space search with staged lookup, and conjunctive match; see the package essay. Of overlapping entries with equal priority
 * {@link Precedence} chooses.
 *
 * <p>Thread-safety: one writer calls {@link #insert} and {@link #remove}; any thread may call the others at any time. A reader sees
 * every entry of a version that was handed to it after the entry was inserted, until the entry is removed.
 */
public final class Classifier {
    private final Bucket entries = Bucket.ofTable();

    /** Entries that are clauses of conjunctive matches: they are never found themselves. */
    private final Bucket clauses = Bucket.ofTable();

    private volatile int size;

    /**
     * The winner among the entries that match {@code key} in {@code version}, or null. Allocates nothing while there are no clauses of
     * conjunctive matches.
     *
     * @param key {@link io.weft.flow.key.FlowKey#WORDS} words; not changed
     * @param mask as many words, or null: every bit that was looked at is set in it; any key that equals {@code key} in these
     *     bits has the same winner. Of a shorter mask this holds among keys that are equal in the words that it lacks
     */
    public FlowEntry lookup(long[] key, long version, long[] mask) {
        FlowEntry best = entries.lookup(key, version, mask);
        return clauses.isEmpty() ? best : ConjunctiveMatch.lookup(entries, clauses, best, key, version, mask);
    }

    /** {@code match}, sharing the mask of the entries here that have the same. Writer only. */
    public Match shared(Match match) {
        return match.sharing(entries.shared(match.mask()));
    }

    /** The entry with exactly this match and priority that {@code version} shows, or null. Writer only. */
    public FlowEntry find(Match match, int priority, long version) {
        FlowEntry entry = entries.find(match, priority, version);
        return entry == null && !clauses.isEmpty() ? clauses.find(match, priority, version) : entry;
    }

    /**
     * Adds an entry. It is found in the versions of its life only, so give it one first. Entries with the same match and priority
     * may stand side by side if no version shows two of them. Writer only.
     */
    public void insert(FlowEntry entry) {
        home(entry).add(entry, Coarseness.COARSE);
        resize(1);
    }

    /**
     * Takes an entry out for good. No reader may use a version that shows it any more. Writer only.
     *
     * @return whether it was here
     */
    public boolean remove(FlowEntry entry) {
        boolean removed = home(entry).remove(entry);
        resize(removed ? -1 : 0);
        return removed;
    }

    private Bucket home(FlowEntry entry) {
        return ConjunctiveMatch.isClause(entry) ? clauses : entries;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void resize(int by) {
        size += by;
    }

    /** Entries, in whatever version they are visible. */
    public int size() {
        return size;
    }

    /** Different masks among the entries; one that clauses of conjunctive matches have as well counts twice. */
    public int maskCount() {
        return entries.maskCount() + clauses.maskCount();
    }

    /** Gives {@code visitor} every entry of every version, in no order. */
    public void forEach(Consumer<FlowEntry> visitor) {
        entries.forEach(visitor);
        clauses.forEach(visitor);
    }

    /** Gives {@code visitor} every entry of every version that is at least as narrow as {@code match}, in no order. */
    public void forEachWithin(Match match, Consumer<FlowEntry> visitor) {
        entries.forEachWithin(match, visitor);
        clauses.forEachWithin(match, visitor);
    }
}

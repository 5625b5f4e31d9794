package io.weft.flow.classifier;

import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import io.weft.flow.table.FlowEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The entries of a subtable that have one hash, or all of a table: none; one; a few, the winner of all that match first; or more than {@value #MOST} ({@value
 * #MOST_OF_TABLE} of a table), in a {@link TupleSpace} of their own with finer masks. It becomes the latter when it grows and the former when it has
 * shrunk to half of that, so it does not change back and forth.
 *
 * <p>Thread-safety: one writer, who replaces the content as a whole; readers without locks.
 */
final class Bucket extends Link<Bucket> {
    /** Entries that are compared one by one. */
    static final int MOST = 64;

    /** Of a whole table: nobody hashes to come here, so hashing later is no dearer. */
    static final int MOST_OF_TABLE = 8;

    private static final FlowEntry[] NONE = {};

    /** A {@link FlowEntry}, several in a {@code FlowEntry[]}, or a {@link TupleSpace}. */
    private volatile Object content;

    private Bucket(long hash, Object content) {
        super(hash);
        this.content = content;
    }

    Bucket(long hash, FlowEntry entry) {
        this(hash, (Object) entry);
    }

    /** For the entries of a whole table: no hash brings one here. */
    static Bucket ofTable() {
        return new Bucket(0, (Object) NONE);
    }

    private static int most(Coarseness finer) {
        return switch (finer) {
            case null -> Integer.MAX_VALUE;
            case COARSE -> MOST_OF_TABLE;
            case FINE, EXACT -> MOST;
        };
    }

    @Override
    Bucket copy() {
        return new Bucket(hash, content);
    }

    // ---- looking up

    /** The entry that {@link Precedence} puts first among those that match, or null. Allocates nothing. */
    FlowEntry lookup(long[] key, long version, long[] mask) {
        FlowEntry winner = search(key, version, mask, null);
        if (winner != null && mask != null) {
            add(winner.match().mask(), mask);
        }
        return winner;
    }

    private static void add(MatchMask of, long[] mask) {
        for (int i = 0; i < of.wordCount(); i++) {
            int word = of.word(i);
            if (word < mask.length) {
                mask[word] |= of.maskAt(i);
            }
        }
    }

    /** The winner of {@code best} and the entries here that match; marks why the others that would win do not. */
    FlowEntry search(long[] key, long version, long[] mask, FlowEntry best) {
        Object now = content;
        if (now instanceof FlowEntry entry) {
            return isBetter(entry, key, version, mask, best) ? entry : best;
        }
        if (now instanceof FlowEntry[] entries) {
            for (FlowEntry entry : entries) {
                if (best != null && !Precedence.wins(entry, best)) {
                    return best;
                }
                if (isBetter(entry, key, version, mask, null)) {
                    return entry;
                }
            }
            return best;
        }
        return ((TupleSpace) now).search(key, version, mask, best);
    }

    private static boolean isBetter(FlowEntry entry, long[] key, long version, long[] mask, FlowEntry best) {
        if (best != null && !Precedence.wins(entry, best) || !entry.isVisibleIn(version)) {
            return false;
        }
        boolean matches = entry.match().matches(key);
        if (!matches && mask != null) {
            Difference.mark(entry.match(), key, mask);
        }
        return matches;
    }

    /** Adds to {@code found} every entry here that matches and has a priority above {@code floor}. */
    void searchAll(long[] key, long version, int floor, long[] mask, List<FlowEntry> found) {
        if (content instanceof TupleSpace space) {
            space.lookupAll(key, version, floor, mask, found);
        } else {
            forEach(entry -> {
                if (entry.priority() > floor && isBetter(entry, key, version, mask, null)) {
                    found.add(entry);
                    if (mask != null) {
                        add(entry.match().mask(), mask);
                    }
                }
            });
        }
    }

    void forEach(Consumer<FlowEntry> visitor) {
        Object now = content;
        if (now instanceof FlowEntry entry) {
            visitor.accept(entry);
        } else if (now instanceof FlowEntry[] entries) {
            for (FlowEntry entry : entries) {
                visitor.accept(entry);
            }
        } else {
            ((TupleSpace) now).forEach(visitor);
        }
    }

    /** Gives {@code visitor} every entry that is at least as narrow as {@code match}. */
    void forEachWithin(Match match, Consumer<FlowEntry> visitor) {
        if (content instanceof TupleSpace space) {
            space.forEachWithin(match, visitor);
        } else {
            forEach(entry -> {
                if (entry.match().isSubsetOf(match)) {
                    visitor.accept(entry);
                }
            });
        }
    }

    /** Different masks among the entries. */
    int maskCount() {
        if (content instanceof TupleSpace space) {
            return space.maskCount();
        }
        Set<MatchMask> masks = new HashSet<>();
        forEach(entry -> masks.add(entry.match().mask()));
        return masks.size();
    }

    // ---- the writer's

    /** The mask of the entries here that equals {@code mask}, to be shared, or {@code mask} itself when there is none. */
    MatchMask shared(MatchMask mask) {
        Object now = content;
        if (now instanceof TupleSpace space) {
            return space.shared(mask);
        }
        if (now instanceof FlowEntry[] entries) {
            for (FlowEntry entry : entries) {
                if (entry.match().mask().equals(mask)) {
                    return entry.match().mask();
                }
            }
        }
        return mask;
    }

    FlowEntry find(Match match, int priority, long version) {
        Object now = content;
        if (now instanceof FlowEntry entry) {
            return is(entry, match, priority, version) ? entry : null;
        }
        if (now instanceof FlowEntry[] entries) {
            for (FlowEntry entry : entries) {
                if (is(entry, match, priority, version)) {
                    return entry;
                }
            }
            return null;
        }
        return ((TupleSpace) now).find(match, priority, version);
    }

    private static boolean is(FlowEntry entry, Match match, int priority, long version) {
        return entry.priority() == priority
                && entry.isVisibleIn(version)
                && entry.match().equals(match);
    }

    /** @param finer how to tell entries apart once there are too many; null: one by one still */
    void add(FlowEntry entry, Coarseness finer) {
        Object now = content;
        if (now instanceof FlowEntry one) {
            content = Precedence.wins(one, entry) ? new FlowEntry[] {one, entry} : new FlowEntry[] {entry, one};
        } else if (now instanceof FlowEntry[] entries) {
            content = entries.length < most(finer) ? with(entries, entry) : space(entries, entry, finer);
        } else {
            ((TupleSpace) now).insert(entry);
        }
    }

    /** Of entries that do not win over each other the newest comes first. */
    private static FlowEntry[] with(FlowEntry[] entries, FlowEntry added) {
        int at = 0;
        while (at < entries.length && Precedence.wins(entries[at], added)) {
            at++;
        }
        FlowEntry[] more = new FlowEntry[entries.length + 1];
        System.arraycopy(entries, 0, more, 0, at);
        System.arraycopy(entries, at, more, at + 1, entries.length - at);
        more[at] = added;
        return more;
    }

    private static TupleSpace space(FlowEntry[] entries, FlowEntry added, Coarseness coarseness) {
        TupleSpace space = new TupleSpace(coarseness);
        for (int i = entries.length - 1; i >= 0; i--) { // the newest of equals comes last
            space.insert(entries[i]);
        }
        space.insert(added);
        return space;
    }

    /** Takes out an entry; false when it is not here. An empty bucket must go itself. */
    boolean remove(FlowEntry entry) {
        Object now = content;
        if (now instanceof TupleSpace space) {
            boolean removed = space.remove(entry);
            if (removed && space.size() <= most(space.coarseness()) / 2) {
                content = few(space);
            }
            return removed;
        }
        FlowEntry[] entries = now instanceof FlowEntry one ? new FlowEntry[] {one} : (FlowEntry[]) now;
        int at = 0;
        while (at < entries.length && entries[at] != entry) {
            at++;
        }
        if (at == entries.length) {
            return false;
        }
        if (entries.length <= 2) {
            content = entries.length == 2 ? entries[1 - at] : NONE;
        } else {
            FlowEntry[] fewer = Arrays.copyOf(entries, entries.length - 1);
            System.arraycopy(entries, at + 1, fewer, at, fewer.length - at);
            content = fewer;
        }
        return true;
    }

    private static FlowEntry[] few(TupleSpace space) {
        List<FlowEntry> entries = new ArrayList<>();
        space.forEach(entries::add);
        entries.sort(Precedence.ORDER); // keeps the order of equals, the newest first
        return entries.toArray(FlowEntry[]::new);
    }

    boolean isEmpty() {
        return content instanceof FlowEntry[] entries && entries.length == 0;
    }
}

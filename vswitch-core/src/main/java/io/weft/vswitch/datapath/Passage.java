package io.weft.vswitch.datapath;

import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.TrafficAccount;
import io.weft.vswitch.translate.Effect;
import io.weft.vswitch.translate.Translation;
import io.weft.vswitch.translate.VisitKeys;
import java.util.List;

/** What a translation passed through, kept for as long as packets follow it: tables, entries, accounts, effects, addresses. Immutable. */
public final class Passage {
    private static final int TABLE_BITS = 8;

    private final int[] places;
    private final FlowEntry[] entries;
    private final boolean[] counts;
    private final VisitKeys keys;
    private final List<TrafficAccount> credits;
    private final List<Effect> effects;
    private final Addresses learns;
    private final Addresses dependencies;

    private Passage(Translation translation) {
        int count = translation.visitCount();
        places = new int[count];
        entries = new FlowEntry[count];
        counts = new boolean[count];
        for (int i = 0; i < count; i++) {
            places[i] = place(translation.visitedBridge(i), translation.visitedTable(i));
            entries[i] = translation.visitedEntry(i);
            counts[i] = translation.visitCounts(i);
        }
        keys = translation.visitKeys().copy();
        credits = copy(translation.credits());
        effects = copy(translation.effects());
        learns = Addresses.of(translation.learns());
        dependencies = Addresses.of(translation.macDependencies());
    }

    /** A passage through the lookups of another one, whose parts it shares where they are equal. */
    private Passage(Translation translation, Passage other) {
        places = other.places;
        entries = other.entries;
        counts = other.counts;
        keys = translation.visitKeys().copy(other.keys);
        credits = isSameList(other.credits, translation.credits()) ? other.credits : copy(translation.credits());
        effects = other.effects.equals(translation.effects()) ? other.effects : copy(translation.effects());
        learns = other.learns.isSame(translation.learns()) ? other.learns : Addresses.of(translation.learns());
        dependencies = other.dependencies.isSame(translation.macDependencies())
                ? other.dependencies
                : Addresses.of(translation.macDependencies());
    }

    private static <T> List<T> copy(List<T> list) {
        return list.isEmpty() ? List.of() : List.copyOf(list);
    }

    public static Passage of(Translation translation) {
        return new Passage(translation);
    }

    /** The passage of a translation: {@code recent} itself if it is equal, or one that shares what is. */
    static Passage of(Translation translation, Passage recent) {
        if (recent == null || !recent.isThroughTheSame(translation) || !recent.countsTheSame(translation)) {
            return new Passage(translation);
        }
        return recent.isSame(translation) ? recent : new Passage(translation, recent);
    }

    /** A table of a bridge in one number. */
    public static int place(int bridge, int table) {
        return bridge << TABLE_BITS | table;
    }

    /** Table lookups, in order. */
    public int visitCount() {
        return places.length;
    }

    /** {@link #bridge} and {@link #table} in one number. */
    public int place(int index) {
        return places[index];
    }

    public int bridge(int index) {
        return places[index] >>> TABLE_BITS;
    }

    public int table(int index) {
        return places[index] & (1 << TABLE_BITS) - 1;
    }

    /** Whether the lookup counts in statistics. */
    public boolean counts(int index) {
        return counts[index];
    }

    /** The entry found, or null on a miss. */
    public FlowEntry entry(int index) {
        return entries[index];
    }

    /** What each lookup saw that was not as it arrived. */
    public VisitKeys keys() {
        return keys;
    }

    /** What counts the packets besides the entries. */
    public List<TrafficAccount> credits() {
        return credits;
    }

    /** What packets do besides being sent. */
    public List<Effect> effects() {
        return effects;
    }

    /** Source addresses heard, and where. */
    public Addresses learns() {
        return learns;
    }

    /** Addresses whose lookup decided something, and what it found. */
    public Addresses dependencies() {
        return dependencies;
    }

    /**
     * Whether {@code translation} passed through exactly the same entries and accounts, had the same effects, and found and heard the same
     * addresses; and whether its lookups saw the same, although they found the same: what they saw, entries that come are compared with.
     */
    public boolean isSame(Translation translation) {
        return isThroughTheSame(translation)
                && keys.isSame(translation.visitKeys())
                && isSameList(credits, translation.credits())
                && effects.equals(translation.effects())
                && learns.isSame(translation.learns())
                && dependencies.isSame(translation.macDependencies());
    }

    private boolean isThroughTheSame(Translation translation) {
        if (translation.visitCount() != places.length) {
            return false;
        }
        for (int i = 0; i < places.length; i++) {
            if (translation.visitedEntry(i) != entries[i]
                    || place(translation.visitedBridge(i), translation.visitedTable(i)) != places[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean countsTheSame(Translation translation) {
        for (int i = 0; i < counts.length; i++) {
            if (translation.visitCounts(i) != counts[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSameList(List<TrafficAccount> some, List<TrafficAccount> others) {
        boolean same = some.size() == others.size();
        for (int i = 0; same && i < some.size(); i++) {
            same = some.get(i).equals(others.get(i));
        }
        return same;
    }
}

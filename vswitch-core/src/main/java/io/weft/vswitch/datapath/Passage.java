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
        credits = List.copyOf(translation.credits());
        effects = List.copyOf(translation.effects());
        learns = Addresses.of(translation.learns());
        dependencies = Addresses.of(translation.macDependencies());
    }

    public static Passage of(Translation translation) {
        return new Passage(translation);
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

    /** Whether {@code translation} passed through exactly the same entries and accounts, had the same effects, and found and heard the same addresses. */
    public boolean isSame(Translation translation) {
        if (translation.visitCount() != places.length) {
            return false;
        }
        for (int i = 0; i < places.length; i++) {
            if (translation.visitedEntry(i) != entries[i]
                    || place(translation.visitedBridge(i), translation.visitedTable(i)) != places[i]) {
                return false;
            }
        }
        return isSameList(credits, translation.credits())
                && effects.equals(translation.effects())
                && learns.isSame(translation.learns())
                && dependencies.isSame(translation.macDependencies());
    }

    private static boolean isSameList(List<TrafficAccount> some, List<TrafficAccount> others) {
        boolean same = some.size() == others.size();
        for (int i = 0; same && i < some.size(); i++) {
            same = some.get(i).equals(others.get(i));
        }
        return same;
    }
}

package io.weft.vswitch.translate;

import io.weft.flow.key.FlowKey;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.TrafficAccount;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.mac.MacTable;
import io.weft.vswitch.program.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What became of one key: the program, the bits of the key that decided it, and what it passed on its way. Filled by
 * {@link Translator#translate}; reused.
 *
 * <p>The promise: with the same snapshot and the same MAC tables, every key that equals the translated one in the bits of {@link #mask}
 * gives an equal translation.
 *
 * <p>Thread-safety: one owner. Allocation: the program, and growth.
 */
public final class Translation {
    private static final boolean[] NOTHING_SEEN = {};

    private final long[] mask;
    private final AddressList learns = new AddressList();
    private final AddressList macDependencies = new AddressList();
    private Program program;
    private DropReason dropReason;
    private FlowEntry[] visitedEntries = new FlowEntry[16];
    private int[] visitedTables = new int[16];
    private int[] visitedBridges = new int[16];
    private boolean[] visitCounts = new boolean[16];
    private int visitCount;
    private final VisitKeys visitKeys = new VisitKeys();
    private final List<TrafficAccount> credits = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<TrafficAccount> shownCredits = Collections.unmodifiableList(credits);
    private final List<Effect> shownEffects = Collections.unmodifiableList(effects);

    /** Passes for packets of different lengths so far, and what the present one has met again of what the others passed. */
    private int passes = 1;

    private boolean[] seenVisits = NOTHING_SEEN;
    private boolean[] seenCredits = NOTHING_SEEN;

    /** Of packets as the datapath knows them: all other words of their keys are zero. */
    public Translation() {
        this(FlowKey.PACKET_WORDS);
    }

    private Translation(int words) {
        mask = new long[words];
    }

    /** Of keys of which every word counts, as in a trace, or of packets that come round. */
    public static Translation ofWholeKeys() {
        return new Translation(FlowKey.WORDS);
    }

    /**
     * The bits looked at: {@link FlowKey#PACKET_WORDS} words, or {@link FlowKey#WORDS} of a whole key, those of the pipeline being zero.
     * Word 0 is always all ones: {@code in_port}, {@code eth_type} and the kind of key.
     */
    public long[] mask() {
        return mask;
    }

    /** What the datapath does; sets and pushes come just before the outputs that show them. */
    public Program program() {
        return program;
    }

    /** Why the packet goes nowhere, or null when it is sent to some port or to the controller. */
    public DropReason dropReason() {
        return dropReason;
    }

    /**
     * What NORMAL heard: source addresses and the ports they came from, at most one for each bridge, whether the MAC table knows it or
     * not. A packet that hits a cached program has heard the same, so these keep entries from ageing.
     */
    public AddressList learns() {
        return learns;
    }

    /** Whether some of {@link #learns} differs from what the MAC table said, so that it must be told. */
    public boolean learnsNews() {
        for (int i = 0; i < learns.size(); i++) {
            for (int j = 0; j < macDependencies.size(); j++) {
                if (learns.mac(i) == macDependencies.mac(j)
                        && learns.vlan(i) == macDependencies.vlan(j)
                        && learns.bridge(i) == macDependencies.bridge(j)
                        && learns.port(i) != macDependencies.port(j)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The addresses whose lookup in a MAC table decided something, with the port found or {@link MacTable#NONE}: destinations, and the
     * sources of {@link #learns}, so that a translation is done again when a station moves away from the port it was heard on.
     */
    public AddressList macDependencies() {
        return macDependencies;
    }

    /** Table lookups, in order. */
    public int visitCount() {
        return visitCount;
    }

    /** The id of the bridge of a lookup. */
    public int visitedBridge(int index) {
        return visitedBridges[index];
    }

    /** The table of a lookup. */
    public int visitedTable(int index) {
        return visitedTables[index];
    }

    /** The entry that a lookup found, or null on a miss. An entry that is found twice is here twice, and counts twice. */
    public FlowEntry visitedEntry(int index) {
        return visitedEntries[index];
    }

    /** What counts the packets besides the entries: groups, buckets, mirrors; each as often as a packet passes it. */
    public List<TrafficAccount> credits() {
        return shownCredits;
    }

    /** What packets do besides being sent, in order. */
    public List<Effect> effects() {
        return shownEffects;
    }

    /** Whether a lookup counts: not when a pass for packets of other lengths did the same. */
    public boolean visitCounts(int index) {
        return visitCounts[index];
    }

    void clear() {
        if (passes > 1) {
            seenVisits = NOTHING_SEEN;
            seenCredits = NOTHING_SEEN;
        }
        passes = 1;
        if (!credits.isEmpty()) {
            credits.clear();
        }
        if (!effects.isEmpty()) {
            effects.clear();
        }
        Arrays.fill(mask, 0);
        learns.clear();
        macDependencies.clear();
        program = null;
        dropReason = null;
        Arrays.fill(visitedEntries, 0, visitCount, null);
        visitCount = 0;
        visitKeys.clear();
    }

    /** What each lookup saw that was not as it arrived; valid until the next translation. */
    public VisitKeys visitKeys() {
        return visitKeys;
    }

    /** Another pass for packets of other lengths begins: what it passes as the passes before did is not to count twice. */
    void nextPass() {
        passes++;
        seenVisits = new boolean[visitCount];
        seenCredits = new boolean[credits.size()];
    }

    private boolean isSeen(int bridge, int table, FlowEntry entry) {
        for (int i = 0; i < seenVisits.length; i++) {
            if (!seenVisits[i]
                    && visitedEntries[i] == entry
                    && visitedTables[i] == table
                    && visitedBridges[i] == bridge) {
                seenVisits[i] = true;
                return true;
            }
        }
        return false;
    }

    void visit(int bridge, int table, FlowEntry entry) {
        boolean counts = !isSeen(bridge, table, entry);
        if (visitCount == visitedEntries.length) {
            visitedEntries = Arrays.copyOf(visitedEntries, 2 * visitCount);
            visitedTables = Arrays.copyOf(visitedTables, 2 * visitCount);
            visitedBridges = Arrays.copyOf(visitedBridges, 2 * visitCount);
            visitCounts = Arrays.copyOf(visitCounts, 2 * visitCount);
        }
        visitedEntries[visitCount] = entry;
        visitedTables[visitCount] = table;
        visitCounts[visitCount] = counts;
        visitedBridges[visitCount++] = bridge;
    }

    /** Lets {@code account} count the packets, too. */
    void credit(TrafficAccount account) {
        for (int i = 0; i < seenCredits.length; i++) {
            if (!seenCredits[i] && credits.get(i).equals(account)) {
                seenCredits[i] = true;
                return;
            }
        }
        credits.add(account);
    }

    /** Notes what packets do besides being sent; the same twice is once. */
    void effect(Effect effect) {
        if (!effects.contains(effect)) {
            effects.add(effect);
        }
    }

    void finish(Program result, DropReason reason) {
        if (mask.length > FlowKey.PIPELINE_WORD) {
            Arrays.fill(mask, FlowKey.PIPELINE_WORD, FlowKey.ARRIVAL_WORD, 0);
        }
        program = result;
        dropReason = reason;
    }
}

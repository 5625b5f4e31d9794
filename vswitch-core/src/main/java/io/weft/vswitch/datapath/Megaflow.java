package io.weft.vswitch.datapath;

import io.weft.flow.cache.MegaflowCache;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.track.CtWords;
import io.weft.vswitch.translate.Translation;

/**
 * The heap side of an entry of a PMD's megaflow cache: what it was translated from. The PMD makes it, reports it (being itself the
 * report), and on the revalidator's word retires it.
 *
 * <p>Thread-safety: final fields are for everybody. The PMD writes the final figures before its {@link Report.Flipped} hands the megaflow
 * over. The revalidator alone uses the fields said to be its own.
 */
public final class Megaflow implements Report {
    private static final int NOT_IN_CACHE = -1;

    final PreparedProgram prepared;

    /** What it is to its PMD when its packets come round; null for another. */
    final RecirculatedFlow recirculated;

    final int index;
    final long sequence;
    private final PmdAgent pmd;
    private final int stamp;
    private final long[] key;
    private final long[] mask;
    private final DropReason dropReason;
    private final Passage passage;
    private final long installedNs;

    Megaflow older;
    boolean isRetired;
    private Megaflow nextRetired;
    private long finalPackets;
    private long finalBytes;
    private long finalUsedNs;

    /** The revalidator's own: what it has moved to flow entries so far. */
    public long countedPackets;

    /** The revalidator's own. */
    public long countedBytes;

    /** The revalidator's own: whether the MAC tables took up what it hears. */
    public boolean isHeard;

    /** The revalidator's own: told to leave. */
    public boolean isLeaving;

    /** The revalidator's own: place in its list of living megaflows. */
    public int place;

    /** The revalidator's own: for each lookup, its row in the index. */
    public int[] rows;

    /** The revalidator's own: the publication for which it was looked at last. */
    public long lookedAtFor;

    /** Of packets that come round. */
    Megaflow(PmdAgent pmd, long sequence, RecirculatedFlow flow, long[] key, Translation translation) {
        this.pmd = pmd;
        this.index = NOT_IN_CACHE;
        this.sequence = sequence;
        this.prepared = flow.prepared;
        this.stamp = 0;
        this.key = key;
        this.mask = spread(flow);
        this.dropReason = translation.dropReason();
        this.passage = Passage.of(translation);
        this.installedNs = flow.usedNs();
        this.recirculated = flow;
    }

    /** Its mask in the places of a whole key, and the id of its state. */
    private static long[] spread(RecirculatedFlow flow) {
        long[] mask = new long[FlowKey.WORDS];
        for (int word = 0; word < CtWords.WORDS; word++) {
            mask[CtWords.place(word)] = flow.mask[word];
        }
        Fields.RECIRC_ID.set(mask, 0, -1L);
        return mask;
    }

    Megaflow(PmdAgent pmd, int index, long sequence, PreparedProgram prepared, Miss miss) {
        recirculated = null;
        this.pmd = pmd;
        this.index = index;
        this.sequence = sequence;
        this.prepared = prepared;
        this.stamp = pmd.cache().stamp(index);
        this.key = miss.packetKey();
        this.mask = miss.packetMask();
        this.dropReason = miss.translation().dropReason();
        this.passage = miss.passage();
        this.installedNs = miss.nowNs();
    }

    public PmdAgent pmd() {
        return pmd;
    }

    /** Where its packets go on, which come round; null for those that arrive. */
    public FrozenState comesFrom() {
        return recirculated == null ? null : recirculated.node.state;
    }

    /** The packet words of the key that was translated, or all words of a packet that came round; not to be changed. */
    public long[] key() {
        return key;
    }

    /** The mask of {@link #key}; not to be changed. */
    public long[] mask() {
        return mask;
    }

    public Program program() {
        return prepared.program;
    }

    /** Why its packets go nowhere, or null. */
    public DropReason dropReason() {
        return dropReason;
    }

    public Passage passage() {
        return passage;
    }

    /** When it was installed, by the switch's clock. */
    public long installedNs() {
        return installedNs;
    }

    /** The number of its installation on its PMD: larger is later. */
    public long sequence() {
        return sequence;
    }

    // ---- figures while it lives: read from the cache, and good only while it is still there

    /** Packets so far, or -1 when the entry has been removed meanwhile. Any thread. */
    public long packets() {
        return recirculated != null
                ? recirculated.packets()
                : checked(pmd.cache().packets(index));
    }

    /** Bytes so far, or -1 when the entry has been removed meanwhile. Any thread. */
    public long bytes() {
        return recirculated != null ? recirculated.bytes() : checked(pmd.cache().bytes(index));
    }

    /** When it was used last, or -1 when the entry has been removed meanwhile. Any thread. */
    public long usedNs() {
        return recirculated != null
                ? recirculated.usedNs()
                : checked(pmd.cache().usedNs(index));
    }

    /** A value that was read before the entry changed hands is this megaflow's: the stamp changes first, the counters later. */
    private long checked(long value) {
        java.lang.invoke.VarHandle.loadLoadFence();
        return pmd.cache().stamp(index) == stamp ? value : -1;
    }

    // ---- retirement

    /** PMD: takes the entry out of the cache and notes its last figures. */
    void retire(MegaflowCache cache, Megaflow next) {
        if (recirculated != null) {
            finalPackets = recirculated.packets();
            finalBytes = recirculated.bytes();
            finalUsedNs = recirculated.usedNs();
        } else {
            finalPackets = cache.packets(index);
            finalBytes = cache.bytes(index);
            finalUsedNs = cache.usedNs(index);
            cache.remove(index);
        }
        java.lang.invoke.VarHandle.releaseFence();
        isRetired = true;
        nextRetired = next;
    }

    /** After retirement: the next one that retired in the same flip. */
    public Megaflow nextRetired() {
        return nextRetired;
    }

    public long finalPackets() {
        return finalPackets;
    }

    public long finalBytes() {
        return finalBytes;
    }

    public long finalUsedNs() {
        return finalUsedNs;
    }
}

package io.weft.vswitch.datapath;

import io.weft.flow.cache.MegaflowCache;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.vswitch.track.CtWords;
import io.weft.vswitch.translate.Translation;
import java.util.List;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * A PMD's megaflows: the off-heap cache that packets look into, and beside it, by the same index, what only the slow path needs.
 *
 * <p>Megaflows come by translation and go by the revalidator's word alone, at a flip. Reports of both go to the revalidator in order. When
 * its queue is full nothing is installed, and a flip waits for room before its report: so no report of a megaflow is ever lost.
 *
 * <p>Thread-safety: the PMD writes; {@link #poll} is for the revalidator.
 */
final class MegaflowStore implements AutoCloseable {
    private static final int REPORTS = 16_384;

    private final PmdAgent pmd;
    private final MegaflowCache cache;
    private final ProgramStore programs;
    private final Megaflow[] megaflows;
    private final OneToOneConcurrentArrayQueue<Report> reports = new OneToOneConcurrentArrayQueue<>(REPORTS);
    private volatile Runnable wake = () -> {};
    private Megaflow youngest;
    private long sequence;
    private long removals;

    /** Megaflows of packets that come round. */
    private int recirculated;

    private Report waiting;

    MegaflowStore(PmdAgent pmd, ProgramStore programs, int limit, long hashSeed) {
        this.pmd = pmd;
        this.programs = programs;
        cache = new MegaflowCache(limit, MegaflowCache.DEFAULT_SUBTABLES, hashSeed);
        megaflows = new Megaflow[limit];
    }

    MegaflowCache cache() {
        return cache;
    }

    /** Megaflows removed so far. Its PMD. */
    long removals() {
        return removals;
    }

    /** What ends a long rest of the revalidator; run after each report. */
    void wakeBy(Runnable action) {
        wake = action;
    }

    private boolean tell(Report report) {
        boolean taken = reports.offer(report);
        wake.run();
        return taken;
    }

    /** Revalidator: the next report, or null. */
    Report poll() {
        return reports.poll();
    }

    /**
     * Keeps a translation.
     *
     * @param masks whether its mask may be a new one; where it may not, the megaflow stands for packets of the very key alone
     * @return its index, or a negative number when there is no room for it
     */
    int install(Miss miss, PreparedProgram prepared, MaskAdmission masks) {
        if (waiting != null || reports.remainingCapacity() == 0) {
            return MegaflowCache.REFUSED_FULL;
        }
        int index = cache.insert(miss.key(), miss.mask(), false);
        if (index == MegaflowCache.REFUSED_MASKS) {
            if (!masks.admits(miss.nowNs(), cache.subtableCount(), MegaflowCache.DEFAULT_SUBTABLES)) {
                miss.narrow();
            }
            index = cache.insert(miss.key(), miss.mask());
        }
        if (index < 0) {
            return index;
        }
        if (megaflows[index] != null) {
            return MegaflowCache.REFUSED_FULL; // the cache knows it already: cannot be, since its packet missed
        }
        Megaflow megaflow = new Megaflow(pmd, index, ++sequence, prepared, miss);
        megaflow.older = youngest;
        youngest = megaflow;
        megaflows[index] = megaflow;
        prepared.users++;
        cache.owner(index, prepared.number);
        cache.used(index, miss.nowNs());
        tell(megaflow);
        return index;
    }

    /**
     * Keeps a translation of packets that come round.
     *
     * @param key as {@link CtWords} has it; copied
     * @return null when there is no room for it
     */
    RecirculatedFlow installRecirculated(
            RecirculationNode node, long[] key, Translation translation, PreparedProgram prepared, long nowNs) {
        long[] mask = new long[CtWords.WORDS];
        for (int word = 0; word < CtWords.WORDS; word++) {
            mask[word] = translation.mask()[CtWords.place(word)];
        }
        boolean hasRoom = waiting == null && reports.remainingCapacity() > 0 && recirculated < megaflows.length;
        if (!hasRoom || !node.admits(mask)) {
            return null;
        }
        long[] whole = new long[FlowKey.WORDS];
        node.state.thaw(whole);
        for (int word = 0; word < CtWords.WORDS; word++) {
            whole[CtWords.place(word)] = key[word];
        }
        Fields.RECIRC_ID.set(whole, 0, node.id);
        RecirculatedFlow flow = new RecirculatedFlow(node, key.clone(), mask, prepared, nowNs);
        Megaflow megaflow = new Megaflow(pmd, ++sequence, flow, whole, translation);
        megaflow.older = youngest;
        youngest = megaflow;
        node.users++;
        node.add(flow);
        prepared.users++;
        recirculated++;
        tell(megaflow);
        return flow;
    }

    /** Reports a packet whose translation is not kept; false when there is no room. */
    boolean report(Report.Uncached report) {
        return waiting == null && tell(report);
    }

    /** Removes what the flip names and what came after it was prepared, and reports. */
    void flip(long number, List<Megaflow> remove, long walked) {
        Megaflow retired = null;
        for (Megaflow megaflow : remove) {
            retired = retire(megaflow, retired);
        }
        if (walked != Long.MAX_VALUE) {
            while (youngest != null && youngest.sequence > walked) {
                retired = retire(youngest, retired);
                youngest = youngest.older;
            }
            if (youngest != null) {
                youngest.older = null; // all of these have been walked; later walks begin above them
            }
        }
        waiting = new Report.Flipped(number, retired);
        flushReport();
    }

    private Megaflow retire(Megaflow megaflow, Megaflow next) {
        if (megaflow.isRetired) {
            return next;
        }
        megaflow.retire(cache, next);
        if (megaflow.recirculated != null) {
            megaflow.recirculated.node.remove(megaflow.recirculated);
            programs.release(megaflow.recirculated.node);
            recirculated--;
        } else {
            megaflows[megaflow.index] = null;
        }
        programs.release(megaflow.prepared);
        removals++;
        return megaflow;
    }

    /** Hands over the report of a flip that found no room; true when none waits any more. */
    boolean flushReport() {
        if (waiting != null && tell(waiting)) {
            waiting = null;
        }
        return waiting == null;
    }

    @Override
    public void close() {
        cache.close();
    }
}

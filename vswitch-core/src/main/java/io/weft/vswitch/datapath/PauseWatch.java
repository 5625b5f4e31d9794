package io.weft.vswitch.datapath;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Notices when a PMD that has packets does not get on, and finds out why: each {@link PmdPause} says which part of it other threads had, which part the
 * PMD was stopped for, and which part its own work explains.
 *
 * <pre>
 *   round ---- round ---------------------------- round      a gap of 100 us or more
 *                    |  waited | blocked | work | elsewhere
 *      schedstat: -----'           |        '---- counts of packets, translations, removals, at a generous price each
 *      length - run - waited: -----'
 * </pre>
 *
 * The kernel's figures are read at most every 10 ms and after a pause, so what they say of a pause may be up to 10 ms of earlier short waits too much: for the
 * parts that are not the PMD's work, never for its own.
 *
 * <p>Thread-safety: its PMD writes; {@link #pauses} any thread. Allocation: one object a pause.
 */
final class PauseWatch {
    private static final long SHORTEST_NS = 100_000;
    private static final long LOOK_EVERY_NS = 10_000_000;
    private static final int KEPT = 8192;

    // What work costs at most on a slow machine with cold caches, with compiled code.
    private static final long ROUND_NS = 20_000;
    private static final long PACKET_NS = 500;
    private static final long TRANSLATION_NS = 30_000;
    private static final long REMOVAL_NS = 5_000;

    private final ThreadTimes times;
    private final AtomicReferenceArray<PmdPause> kept = new AtomicReferenceArray<>(KEPT);
    private volatile long count;
    private long lastNs;
    private long workedNs;
    private long packets;
    private long translations;
    private long removals;
    private long lookedNs;
    private long ranNs;
    private long waitedNs;

    /**
     * On the PMD's thread.
     *
     * @throws java.io.UncheckedIOException when this kernel does not count the times of threads
     */
    PauseWatch(long nowNs) {
        times = new ThreadTimes();
        lastNs = nowNs;
        workedNs = nowNs;
        look(nowNs);
    }

    /** A round begins; figures are those since the PMD began. */
    void round(long nowNs, long packetsNow, long translationsNow, long removalsNow) {
        long gapNs = nowNs - lastNs;
        boolean isPause = gapNs >= SHORTEST_NS && lastNs - workedNs < SleepRamp.POLL_NS;
        if (isPause) {
            note(nowNs, gapNs, packetsNow - packets, translationsNow - translations, removalsNow - removals);
        } else if (nowNs - lookedNs >= LOOK_EVERY_NS) {
            look(nowNs);
        }
        if (packetsNow != packets) {
            workedNs = nowNs;
        }
        lastNs = nowNs;
        packets = packetsNow;
        translations = translationsNow;
        removals = removalsNow;
    }

    private void look(long nowNs) {
        times.look();
        lookedNs = nowNs;
        ranNs = times.ranNs();
        waitedNs = times.waitedNs();
    }

    private void note(long nowNs, long gapNs, long received, long translated, long removed) {
        long sinceNs = nowNs - lookedNs;
        long ranBeforeNs = ranNs;
        long waitedBeforeNs = waitedNs;
        look(nowNs);
        long waited = Math.clamp(waitedNs - waitedBeforeNs, 0, gapNs);
        long blocked = Math.clamp(sinceNs - (ranNs - ranBeforeNs) - waited, 0, gapNs - waited);
        long most = ROUND_NS + PACKET_NS * received + TRANSLATION_NS * translated + REMOVAL_NS * removed;
        long work = Math.min(gapNs - waited - blocked, most);
        long at = count;
        kept.set((int) (at % KEPT), new PmdPause(nowNs, gapNs, waited, blocked, work, received, translated, removed));
        count = at + 1;
    }

    /** The last pauses, oldest first. */
    List<PmdPause> pauses() {
        List<PmdPause> list = new ArrayList<>();
        long end = count;
        for (long at = Math.max(0, end - KEPT); at < end; at++) {
            list.add(kept.get((int) (at % KEPT)));
        }
        return list;
    }
}

package io.weft.vswitch.datapath;

/**
 * What the misses of one receive queue may cost, so that they cannot starve the hits of another.
 *
 * <pre>
 *   credit:  + a sixteenth of the time that goes by          - the time that its translations take          between -2 and 20 ms
 *   time:    + a share of it, as many as need the PMD        - the time that its bursts with misses take    between -2 and  1 ms
 *
 *   another queue has more packets than it gets rid of, most of which are known, and wants no more than such a credit:
 *        this queue spends no more than its credit, and all that are held back so share one such credit: what is over it is dropped;
 *        and it is not polled while it has no time left, since finding out that a packet is not known costs as well
 *   otherwise: it may use all the time there is
 * </pre>
 *
 * So a queue that stays within a sixteenth is protected from those that do not, queues that all send strangers are equals, and a PMD that has time
 * translates whatever comes. The time is measured, but a translation counts for at least a microsecond.
 *
 * <p>Thread-safety: its PMD. Allocation: none.
 */
final class MissBudget {
    static final int SHARE = 16;
    static final long MOST_NS = 20_000_000;
    private static final long DEEPEST_NS = -2_000_000;
    static final long LEAST_COST_NS = 1_000;
    private static final int SMOOTHING = 8;

    static final long MOST_TIME_NS = 1_000_000;

    private final Backlog backlog;
    private long creditNs = MOST_NS;

    /** As the credit, with what was dropped in it, too: a queue that wants more than its share is not protected for not having got it. */
    private long modestyNs = MOST_NS;

    private long filledNs;
    private boolean isFilled;
    private long costNs = LEAST_COST_NS;
    private long timeNs = MOST_TIME_NS;
    private long timedNs;
    private boolean isTimed;
    private boolean isWatched;

    /** @param backlog of the same queue */
    MissBudget(Backlog backlog) {
        this.backlog = backlog;
    }

    /** Whether the misses of others are held back for this queue now. */
    boolean isProtected(long nowNs) {
        fill(nowNs);
        return backlog.isPressing() && modestyNs > 0;
    }

    /** Whether the last burst had misses, so that it must be asked whether the queue {@link #waits}. */
    boolean isWatched() {
        return isWatched;
    }

    /**
     * Whether the queue has had its share of the time and is not to be polled now. Otherwise a burst begins now.
     *
     * @param others that are protected from its misses
     */
    boolean waits(long nowNs, int others) {
        timeNs = others == 0 ? MOST_TIME_NS : Math.min(MOST_TIME_NS, timeNs + (nowNs - timedNs) / (others + 1));
        timedNs = nowNs;
        isTimed = timeNs > 0;
        isWatched = !isTimed;
        return isWatched;
    }

    /** Translations that the credit allows now, at most {@code most}. */
    int allowed(long nowNs, int most) {
        fill(nowNs);
        return creditNs <= 0 ? 0 : (int) Math.min(most, 1 + creditNs / costNs);
    }

    /**
     * A burst with misses ended.
     *
     * @param count translations
     * @param elapsedNs that they took together
     * @param dropped packets that would have needed more
     * @param nowNs when it ended
     */
    void charge(int count, long elapsedNs, int dropped, long nowNs) {
        backlog.hadStrangers(count + dropped);
        timeNs = Math.max(DEEPEST_NS, timeNs - (isTimed ? nowNs - timedNs : elapsedNs));
        timedNs = isTimed ? timedNs : nowNs;
        isTimed = false;
        isWatched = true;
        long ns = Math.max(elapsedNs, count * LEAST_COST_NS);
        if (count > 0) {
            costNs = Math.max(LEAST_COST_NS, costNs + (ns / count - costNs) / SMOOTHING);
            creditNs = Math.max(DEEPEST_NS, creditNs - ns);
        }
        modestyNs = Math.max(DEEPEST_NS, modestyNs - (count > 0 ? ns : 0) - dropped * costNs);
    }

    private void fill(long nowNs) {
        if (isFilled) {
            long shareNs = Math.max(0, nowNs - filledNs) / SHARE;
            creditNs = Math.min(MOST_NS, creditNs + shareNs);
            modestyNs = Math.min(MOST_NS, modestyNs + shareNs);
        }
        isFilled = true;
        filledNs = nowNs;
    }
}

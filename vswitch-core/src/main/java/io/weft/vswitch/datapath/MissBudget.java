package io.weft.vswitch.datapath;

/**
 * What the translations of one receive queue may cost, so that its misses cannot starve the hits of another.
 *
 * <pre>
 *   credit:  + a sixteenth of the time that goes by          - the time that its translations take          between -2 and 20 ms
 *
 *   another queue has more packets than it gets rid of, and wants no more than such a credit: this queue spends no more than its credit;
 *                                                                        all that are held back so share one such credit
 *   otherwise: it may use all the time there is
 * </pre>
 *
 * So a queue that stays within a sixteenth is protected from those that do not, queues that all exceed it are equals, and a PMD that has time
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

    private long creditNs = MOST_NS;

    /** As the credit, with what was dropped in it, too: a queue that wants more than its share is not protected for not having got it. */
    private long modestyNs = MOST_NS;

    private long filledNs;
    private boolean isFilled;
    private boolean backlogged;
    private long costNs = LEAST_COST_NS;

    /** A burst was received; a full one says that more packets wait. */
    void received(boolean isFull) {
        backlogged = isFull;
    }

    /** Whether the misses of others are held back for this queue now. */
    boolean isProtected(long nowNs) {
        fill(nowNs);
        return backlogged && modestyNs > 0;
    }

    /** Translations that the credit allows now, at most {@code most}. */
    int allowed(long nowNs, int most) {
        fill(nowNs);
        return creditNs <= 0 ? 0 : (int) Math.min(most, 1 + creditNs / costNs);
    }

    /** {@code count} translations took {@code elapsedNs} together, and {@code dropped} more would have been needed. */
    void charge(int count, long elapsedNs, int dropped) {
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

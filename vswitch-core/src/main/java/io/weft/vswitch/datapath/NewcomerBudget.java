package io.weft.vswitch.datapath;

/**
 * What newcomers of one receive queue may cost, packets of connections that the tracker does not know, so that a flood of SYNs cannot starve the known packets of another queue.
 *
 * <pre>
 *   credit: + a 32nd of the time that goes by, which all queues whose credit is spent share
 *           - the newcomers' part of the time that bursts with newcomers take, admitted or refused          between -1/16 and 20 ms
 *
 *   another queue needs the PMD ({@link Backlog}), and its own credit is not spent:
 *        credit was used up and is not back at 1 ms:  of each burst {@value #A_BURST} newcomers are admitted, the others are refused before they are tracked
 *        credit is used up:                           the queue is not polled
 *   otherwise: newcomers may use all the time there is
 * </pre>
 *
 * So a queue with few newcomers has all of them admitted, one with many pays for them with those that are over {@value #A_BURST} a burst, and one that has hardly anything else is polled less, since
 * to receive and refuse a packet is not free either. What is known passes whenever the queue is polled, and only the newcomers' part of a burst is charged: a burst of
 * known packets costs nothing here.
 *
 * <p>The queue is polled again after 2 ms at the latest, by as many as share: nobody starves, and what waits in its ring waits for milliseconds.
 *
 * <p>Thread-safety: its PMD. Allocation: none.
 */
final class NewcomerBudget {
    static final int SHARE = 32;
    static final long MOST_NS = 20_000_000;
    static final long DEEPEST_NS = -62_500;

    /** Credit at which a queue that had used it up is free again. */
    static final long ENOUGH_NS = 1_000_000;

    /** Newcomers of a burst that are admitted whatever the credit. */
    static final int A_BURST = Burst.SIZE / 8;

    /** A newcomer counts for so much, whatever the clock says. */
    static final long LEAST_COST_NS = 100;

    private long creditNs = MOST_NS;
    private long filledNs;
    private boolean isFilled;
    private boolean isSpent;
    private boolean isWatched;
    private long beganNs;
    private boolean isTimed;

    /**
     * Time has gone by.
     *
     * @param sharers queues that share what is given out, 1 at the least
     */
    void fill(long nowNs, int sharers) {
        if (isFilled) {
            creditNs = Math.min(MOST_NS, creditNs + Math.max(0, nowNs - filledNs) / ((long) SHARE * sharers));
            isSpent &= creditNs < ENOUGH_NS;
        }
        isFilled = true;
        filledNs = nowNs;
    }

    /** Whether the credit was used up and is not there again. */
    boolean isSpent() {
        return isSpent;
    }

    /** Whether there is no credit now. */
    boolean isOver() {
        return creditNs <= 0;
    }

    /** Whether the last burst had newcomers. */
    boolean isWatched() {
        return isWatched;
    }

    /** A burst begins, whose time shall be known. */
    void begin(long nowNs) {
        beganNs = nowNs;
        isTimed = true;
    }

    /**
     * A burst ended.
     *
     * @param newcomers those admitted and those refused
     * @param packets all of the burst, at least one
     */
    void charge(int newcomers, int packets, long nowNs) {
        isWatched = newcomers > 0;
        long elapsedNs = isTimed ? nowNs - beganNs : 0;
        isTimed = false;
        creditNs = Math.max(
                DEEPEST_NS,
                creditNs - Math.max(newcomers * LEAST_COST_NS, elapsedNs * Math.min(newcomers, packets) / packets));
        isSpent |= creditNs <= 0;
    }
}

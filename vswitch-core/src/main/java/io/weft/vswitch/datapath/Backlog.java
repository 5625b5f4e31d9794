package io.weft.vswitch.datapath;

/**
 * Whether a receive queue has more packets than it gets rid of, most of which go the short way: then it needs the PMD, and what takes long of others is held back for it.
 *
 * <p>Thread-safety: its PMD. Allocation: none.
 */
final class Backlog {
    /** Full bursts, more than others, after which a queue needs the PMD: what waits is more than a hiccup, and less than a ring holds. */
    static final int ENOUGH_FULL = 16;

    private static final int MOST_FULL = 4 * ENOUGH_FULL;

    /** A burst with more packets than this that go a long way is no sign of others that need protection. */
    static final int FEW = Burst.SIZE / 8;

    private int full;

    /** A burst was received; a full one says that more packets wait. */
    void received(boolean isFull) {
        full = isFull ? Math.min(MOST_FULL, full + 1) : Math.max(0, full - 1);
    }

    /** So many packets of the last burst went a long way, or would have. */
    void hadStrangers(int count) {
        if (count > FEW) {
            full = Math.max(0, full - 2);
        }
    }

    /** Whether the queue needs the PMD. */
    boolean isPressing() {
        return full >= ENOUGH_FULL;
    }
}

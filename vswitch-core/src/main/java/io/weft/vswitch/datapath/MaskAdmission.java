package io.weft.vswitch.datapath;

/**
 * Who may add masks to the megaflow cache. Every mask costs every lookup that fails a probe, and there is room for few, so whoever can choose packets
 * must not be able to choose how many there are: a receive queue may add {@value #MOST} at once and {@value #A_SECOND} a second after that, and the last
 * quarter of the quota is for queues that asked for few. What is refused is kept for packets of the very key alone ({@link Miss#narrow}), all of which
 * share one mask, for which the last place is kept free.
 *
 * <pre>
 *   masks in use   0 ............................ 3/4 ........... quota
 *                  with a token: admitted         | with more than half of its tokens: admitted
 * </pre>
 *
 * <p>Thread-safety: its PMD. Allocation: none.
 */
final class MaskAdmission {
    static final int MOST = 64;
    static final int A_SECOND = 4;
    private static final long NS_A_TOKEN = 1_000_000_000L / A_SECOND;

    private long creditNs = MOST * NS_A_TOKEN;
    private long filledNs;
    private boolean isFilled;

    /** Whether one more mask is welcome; takes a token then. */
    boolean admits(long nowNs, int masks, int quota) {
        if (isFilled) {
            creditNs = Math.min(MOST * NS_A_TOKEN, creditNs + Math.max(0, nowNs - filledNs));
        }
        isFilled = true;
        filledNs = nowNs;
        if (masks >= quota - 1) {
            return false;
        }
        long neededNs = masks >= quota - quota / 4 ? MOST / 2 * NS_A_TOKEN : NS_A_TOKEN;
        if (creditNs < neededNs) {
            return false;
        }
        creditNs -= NS_A_TOKEN;
        return true;
    }
}

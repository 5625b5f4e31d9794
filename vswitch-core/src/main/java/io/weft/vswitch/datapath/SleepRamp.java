package io.weft.vswitch.datapath;

/**
 * How long a PMD without packets sleeps: not at all for a while, then a sixteenth of the time that it has had nothing to do, up to a ceiling. One packet
 * begins it anew.
 *
 * <pre>
 *   last packet --&gt; polls for 50 us --&gt; sleeps 3 us --&gt; ... --&gt; after 16 ms without a packet: 1 ms --&gt; ... the ceiling
 * </pre>
 *
 * Only time in which it looked counts: a PMD that was kept from its processor may have packets waiting, and does not go on with a sleep.
 * So a packet that nothing announces waits for at most a sixteenth of the pause before it. Thread-safety: its PMD.
 */
public final class SleepRamp {
    /** Polls this long after the last packet before it sleeps: longer than a hop between two containers takes. */
    public static final long POLL_NS = 50_000;

    private static final int SHARE_SHIFT = 4;

    /** A round without packets takes less; what is more was somebody else's. */
    private static final long STEP_NS = 10_000;

    private final long pollNs;
    private boolean isIdle;
    private long idleNs;
    private long lastNs;
    private long lastSleepNs;

    public SleepRamp() {
        this(POLL_NS);
    }

    /** @param pollNs how long to poll after the last packet, 0 or more */
    public SleepRamp(long pollNs) {
        this.pollNs = pollNs;
    }

    /** A round had work. */
    public void worked() {
        isIdle = false;
    }

    /**
     * A round had no work: how long to sleep before the next.
     *
     * @param maxNs the ceiling now
     * @return 0: not at all
     */
    public long sleepNs(long nowNs, long maxNs) {
        idleNs = isIdle ? idleNs + Math.min(nowNs - lastNs, 2 * lastSleepNs + STEP_NS) : 0;
        isIdle = true;
        lastNs = nowNs;
        lastSleepNs = idleNs < pollNs ? 0 : Math.min(maxNs, Math.max(1, idleNs >>> SHARE_SHIFT));
        return lastSleepNs;
    }
}

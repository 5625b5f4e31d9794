package io.weft.vswitch.datapath;

/**
 * Whether asking for headers first pays: while three packets in four are known by them, and flows seldom take each other's place. Otherwise there are packets of other kinds, or more flows
 * than a {@link io.weft.flow.cache.HeaderCache} is good for; it is tried again seldom enough to cost nothing.
 */
final class HeaderTrial {
    /** Judgements between two trials, usually. */
    private static final int REST = 512;

    /** More than one packet in so many that takes the place of another flow's is too much. */
    private static final int EVICTIONS = 32;

    private final int rest;

    private boolean isOn = true;
    private int fresh = 1;
    private int patience = 1;
    private int resting;
    private int seen;
    private int known;
    private long evictedBefore;

    HeaderTrial() {
        this(REST);
    }

    /** @param rest judgements between two trials */
    HeaderTrial(int rest) {
        this.rest = rest;
    }

    boolean isOn() {
        return isOn;
    }

    /** A burst of {@code packets} was asked for, and this many of them were known. */
    void saw(int packets, int hits) {
        seen += packets;
        known += hits;
    }

    /** Whether flows take each other's place too often since the last judgement. */
    boolean isCrowded(long evictions) {
        return isOn && isTooMany(evictions - evictedBefore);
    }

    private boolean isTooMany(long evicted) {
        return EVICTIONS * evicted > seen;
    }

    /** Begins anew with a cache that takes so many judgements to fill, today and at each trial. */
    void beginAnew(int judgements) {
        patience = judgements;
        fresh = judgements;
        isOn = true;
    }

    /** As {@link #judge(long)}, where nobody counts evictions. */
    void judge() {
        judge(evictedBefore);
    }

    /**
     * Call it every some thousand packets. What is seen between the first two calls of a trial, or more of them after {@link #beginAnew}, fills the cache and is not judged.
     *
     * @param evictions of the cache so far
     */
    void judge(long evictions) {
        long evicted = evictions - evictedBefore;
        evictedBefore = evictions;
        if (!isOn) {
            isOn = --resting == 0;
            fresh = patience;
        } else if (fresh > 0) {
            fresh--;
        } else if (4L * known < 3L * seen || isTooMany(evicted)) {
            isOn = false;
            resting = rest;
        }
        seen = 0;
        known = 0;
    }
}

package io.weft.vswitch.shape;

/**
 * Tokens that come at a rate, up to a depth. A bucket is open while it is not overdrawn.
 *
 * <pre>
 *   a token is a bit x 10^-9, so that (nanoseconds) x (bit/s) are tokens, exactly
 * </pre>
 *
 * One owner. Allocation: none.
 */
final class TokenBucket {
    /** The largest rate, bit/s. */
    static final long MOST_BPS = 1_000_000_000_000L;

    private static final long SCALE = 1_000_000_000L;
    private static final long MOST_DEPTH_BITS = 4_000_000_000L;

    /** One packet may overdraw a bucket by so much. */
    private static final long DEEPEST_BITS = 8 * 131_072L;

    private final long rateBps;
    private final long depth;
    private final long fillNs;
    private long tokens;
    private long lastNs;

    /**
     * @param rateBps 1 to {@link #MOST_BPS}
     * @param depthBits what may have gathered; more than 4 Gbit are 4 Gbit
     * @param nowNs when the bucket is full
     */
    TokenBucket(long rateBps, long depthBits, long nowNs) {
        this.rateBps = rateBps;
        long bits = Math.min(depthBits, MOST_DEPTH_BITS);
        depth = bits * SCALE;
        fillNs = (depth + DEEPEST_BITS * SCALE) / rateBps + 1;
        tokens = depth;
        lastNs = nowNs;
    }

    /** Tokens come until now. */
    void fill(long nowNs) {
        long elapsedNs = nowNs - lastNs;
        if (elapsedNs > 0) {
            lastNs = nowNs;
            tokens = elapsedNs >= fillNs ? depth : Math.min(depth, tokens + elapsedNs * rateBps);
        }
    }

    boolean isOpen() {
        return tokens >= 0;
    }

    /** When a bucket that is not open will be. */
    long openNs() {
        return lastNs + (rateBps - 1 - tokens) / rateBps;
    }

    /** A packet is paid. */
    void pay(int bytes) {
        tokens -= 8L * bytes * SCALE;
    }
}

package io.weft.vswitch.conductor;

/** How much of a sum of times was added in the last minute. The conductor's own. */
final class RecentTime {
    private static final int INTERVALS = 12;

    /** How often {@link #sample} is to be called. */
    static final long INTERVAL_NS = 5_000_000_000L;

    private final long[] parts = new long[INTERVALS];
    private long sampled;
    private int samples;

    /** @param now the sum */
    void sample(long now) {
        parts[samples++ % INTERVALS] = now - sampled;
        sampled = now;
    }

    /** Added within {@link #spanNs}. */
    long ns() {
        long sum = 0;
        for (long part : parts) {
            sum += part;
        }
        return sum;
    }

    /** A minute, or what is known of it. */
    long spanNs() {
        return Math.min(samples, INTERVALS) * INTERVAL_NS;
    }
}

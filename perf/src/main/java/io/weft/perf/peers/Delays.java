package io.weft.perf.peers;

import java.util.List;

/** How many packets took how long. Below 32 each nanosecond has a bucket; above, each power of two has 32. Immutable. */
final class Delays {
    private static final int SUB = 32;
    private static final int SUB_BITS = 5;
    static final int BUCKETS = 64 * SUB;

    private final long[] frames;

    /** @param frames by bucket, {@value #BUCKETS} of them; kept */
    Delays(long[] frames) {
        this.frames = frames;
    }

    static Delays none() {
        return new Delays(new long[BUCKETS]);
    }

    static Delays sum(List<Delays> parts) {
        return parts.stream().reduce(none(), Delays::and);
    }

    Delays since(Delays earlier) {
        return combined(earlier, -1);
    }

    Delays and(Delays other) {
        return combined(other, 1);
    }

    private Delays combined(Delays other, int sign) {
        long[] result = frames.clone();
        for (int i = 0; i < BUCKETS; i++) {
            result[i] += sign * other.frames[i];
        }
        return new Delays(result);
    }

    long count() {
        long sum = 0;
        for (long count : frames) {
            sum += count;
        }
        return sum;
    }

    /** The time in nanoseconds that {@code percent} of the packets took at most, up to 3 % more; NaN when there are none. */
    double ns(double percent) {
        long rest = (long) Math.ceil(count() * percent / 100);
        for (int i = 0; i < BUCKETS; i++) {
            rest -= frames[i];
            if (rest <= 0 && frames[i] > 0) {
                return end(i);
            }
        }
        return Double.NaN;
    }

    /** The longest time of a bucket. */
    static long end(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int shift = (bucket >>> SUB_BITS) - 1;
        return ((long) (SUB + (bucket & SUB - 1) + 1) << shift) - 1;
    }
}

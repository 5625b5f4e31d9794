package io.weft.vswitch.port.memory;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long bursts took: counts in buckets whose width is a sixteenth of their power of two.
 *
 * <p>Thread-safety: one thread notes, any may read the {@link #text}. Allocation: none after construction.
 */
final class BurstTimes {
    private static final int PARTS_SHIFT = 4;
    private static final int PARTS = 1 << PARTS_SHIFT;
    private static final int BUCKETS = (Long.SIZE - PARTS_SHIFT) * PARTS;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void note(long ns) {
        int bucket = bucket(Math.max(0, ns));
        counts.setOpaque(bucket, counts.getPlain(bucket) + 1);
    }

    private static int bucket(long ns) {
        if (ns < PARTS) {
            return (int) ns;
        }
        int shift = Long.SIZE - 1 - PARTS_SHIFT - Long.numberOfLeadingZeros(ns);
        return shift * PARTS + (int) (ns >>> shift);
    }

    /** The largest time that {@code bucket} counts. */
    private static long largest(int bucket) {
        if (bucket < PARTS) {
            return bucket;
        }
        int shift = bucket / PARTS - 1;
        return ((long) bucket - (long) shift * PARTS + 1 << shift) - 1;
    }

    /** All so far, such as {@code 1023:17 1087:3}: a time in ns, and how many bursts took that long and longer than the time before. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            long count = counts.getOpaque(bucket);
            if (count > 0) {
                text.append(text.isEmpty() ? "" : " ")
                        .append(largest(bucket))
                        .append(':')
                        .append(count);
            }
        }
        return text.toString();
    }
}

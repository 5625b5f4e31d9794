package io.weft.flow.group;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What passed through a group and each of its buckets.
 *
 * <p>Thread-safety: the revalidator writes, everybody reads; the numbers are not read as one.
 */
public final class GroupStatistics {
    private static final int COLUMNS = 2;

    private final AtomicLongArray numbers;

    GroupStatistics(int buckets) {
        numbers = new AtomicLongArray((1 + buckets) * COLUMNS);
    }

    public long packets() {
        return numbers.get(0);
    }

    public long bytes() {
        return numbers.get(1);
    }

    /** Packets of the bucket at a place in its group. */
    public long packets(int bucket) {
        return numbers.get((1 + bucket) * COLUMNS);
    }

    /** Bytes of the bucket at a place in its group. */
    public long bytes(int bucket) {
        return numbers.get((1 + bucket) * COLUMNS + 1);
    }

    void count(long packets, long bytes) {
        add(0, packets, bytes);
    }

    void count(int bucket, long packets, long bytes) {
        add((1 + bucket) * COLUMNS, packets, bytes);
    }

    /** One writer, so no addition is lost. */
    private void add(int at, long packets, long bytes) {
        numbers.setRelease(at, numbers.getPlain(at) + packets);
        numbers.setRelease(at + 1, numbers.getPlain(at + 1) + bytes);
    }
}

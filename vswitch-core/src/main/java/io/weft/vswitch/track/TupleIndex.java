package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import org.agrona.UnsafeApi;

/**
 * Where the records are: from the hash of a tuple to the numbers of the records that may have it. Memory of this process, built anew when the
 * table is opened: what was half done here when a process was killed is gone with it.
 *
 * <pre>
 * bucket, 64 bytes:  7 slots of 8 bytes (hash 63..32 | record number + 1, 0: empty) | lock (4) | entries that are further on (4)
 * </pre>
 *
 * <p>A bucket that is full puts entries into the next ones, at most {@value #MOST_DISTANCE} further, and counts them.
 *
 * <p>Thread-safety: {@link ConnectionTable} says how it is used. Slots are taken by compare-and-set; a bucket's count is written under its lock.
 */
final class TupleIndex implements AutoCloseable {
    static final int SLOTS = 7;
    static final int MOST_DISTANCE = 8;
    static final int BUCKET = 64;

    private static final int LOCK = SLOTS * 8;
    private static final int FURTHER = LOCK + 4;

    private final Memory.Block block;
    private final long base;
    private final long buckets;

    /** For {@code capacity} connections: 30 bytes each, so that buckets are three tenths full, or six when all are translated. */
    TupleIndex(int capacity) {
        buckets = Math.max(MOST_DISTANCE + 1L, (capacity * 15L + 31) / 32);
        block = Memory.allocate(buckets * BUCKET);
        base = block.address();
    }

    long bytes() {
        return block.bytes();
    }

    /** The address of the bucket where a hash belongs. */
    long home(long hash) {
        return base + ((hash & 0xFFFF_FFFFL) * buckets >>> 32) * BUCKET;
    }

    /** The bucket that is {@code distance} after {@code home}. */
    long after(long home, int distance) {
        long bucket = home + (long) distance * BUCKET;
        return bucket < base + buckets * BUCKET ? bucket : bucket - buckets * BUCKET;
    }

    static int tag(long hash) {
        return (int) (hash >>> 32);
    }

    static long slot(long bucket, int slot) {
        return UnsafeApi.getLongAcquire(null, bucket + 8L * slot);
    }

    static int further(long home) {
        return UnsafeApi.getIntAcquire(null, home + FURTHER);
    }

    /** Puts an entry; {@code home} is locked by the caller. False when there is no room nearby. */
    boolean put(long home, long hash, int number) {
        long entry = entry(hash, number);
        for (int distance = 0; distance <= MOST_DISTANCE; distance++) {
            long bucket = after(home, distance);
            for (int i = 0; i < SLOTS; i++) {
                if (slot(bucket, i) == 0) {
                    if (distance > 0) {
                        // Counted before it is there, so that a reader who might meet it looks further.
                        UnsafeApi.putIntRelease(null, home + FURTHER, further(home) + 1);
                    }
                    if (UnsafeApi.compareAndSetLong(null, bucket + 8L * i, 0, entry)) {
                        return true;
                    }
                    if (distance > 0) {
                        UnsafeApi.putIntRelease(null, home + FURTHER, further(home) - 1);
                    }
                }
            }
        }
        return false;
    }

    /** Removes an entry if it is there; {@code home} is locked by the caller. */
    void remove(long home, long hash, int number) {
        long entry = entry(hash, number);
        int last = further(home) == 0 ? 0 : MOST_DISTANCE;
        for (int distance = 0; distance <= last; distance++) {
            long bucket = after(home, distance);
            for (int i = 0; i < SLOTS; i++) {
                if (slot(bucket, i) == entry) {
                    UnsafeApi.putLongRelease(null, bucket + 8L * i, 0);
                    if (distance > 0) {
                        UnsafeApi.putIntRelease(null, home + FURTHER, further(home) - 1);
                    }
                    return;
                }
            }
        }
    }

    private static long entry(long hash, int number) {
        return hash & 0xFFFF_FFFF_0000_0000L | number + 1;
    }

    /** Locks a bucket: for some tens of nanoseconds, unless the owner lost its processor; then others give theirs away. */
    static void lock(long home) {
        for (int spins = 1; !UnsafeApi.compareAndSetInt(null, home + LOCK, 0, 1); spins++) {
            Spin.pause(spins);
        }
    }

    static void unlock(long home) {
        UnsafeApi.putIntRelease(null, home + LOCK, 0);
    }

    @Override
    public void close() {
        block.close();
    }
}

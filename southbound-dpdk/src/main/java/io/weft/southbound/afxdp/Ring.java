package io.weft.southbound.afxdp;

import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import org.agrona.UnsafeApi;

/**
 * One single-producer, single-consumer ring shared with the kernel.
 *
 * <pre>
 *   consumer                     producer            free running u32 counters; entry = counter &amp; mask
 *      v                            v
 *  ....| filled | filled | filled | free | free ....
 * </pre>
 *
 * The user side is producer of TX and fill rings ({@link #free}, {@link #entry}, {@link #publish}) and consumer of RX and completion rings
 * ({@link #filled}, {@link #entry}, {@link #release}). The other side's counter is read with acquire only when the cached value does not
 * suffice; our own is written with release once a batch.
 *
 * <p>Thread-safety: one owner. Allocation: none.
 */
final class Ring implements AutoCloseable {
    private final long map;
    private final long mapLength;
    private final long producer;
    private final long consumer;
    private final long entries;
    private final int entrySize;
    private final int size;
    private int mine;
    private int other;

    /**
     * Maps the ring of {@code size} entries, a power of two, and goes on where it is; {@code offsets} is the address of its four offsets.
     */
    Ring(int fd, String device, long page, long offsets, RingShape shape) throws NativeException {
        size = shape.size();
        entrySize = shape.entrySize();
        mapLength = UnsafeApi.getLong(offsets + 16) + (long) size * entrySize;
        map = Libc.mmap(
                mapLength,
                LinuxConstants.PROT_READ_WRITE,
                LinuxConstants.MAP_SHARED | LinuxConstants.MAP_POPULATE,
                fd,
                page);
        if (map < 0) {
            throw new NativeException("mmap of a ring", device, (int) -map);
        }
        producer = map + UnsafeApi.getLong(offsets);
        consumer = map + UnsafeApi.getLong(offsets + 8);
        entries = map + UnsafeApi.getLong(offsets + 16);
        mine = UnsafeApi.getIntAcquire(null, shape.isOurs() ? producer : consumer);
        other = UnsafeApi.getIntAcquire(null, shape.isOurs() ? consumer : producer);
    }

    /** Entries the producer may write now, at least {@code wanted} unless the ring is fuller than that. */
    int free(int wanted) {
        int free = size - (mine - other);
        if (free < wanted) {
            other = UnsafeApi.getIntAcquire(null, consumer);
            free = size - (mine - other);
        }
        return free;
    }

    /** Entries the consumer may read now, at most {@code limit}. */
    int filled(int limit) {
        int filled = other - mine;
        if (filled < limit) {
            other = UnsafeApi.getIntAcquire(null, producer);
            filled = other - mine;
        }
        return Math.min(filled, limit);
    }

    /** Address of the {@code i}-th entry from our counter on. */
    long entry(int i) {
        return entries + (long) (mine + i & size - 1) * entrySize;
    }

    /** Hands {@code count} entries that were written to the kernel. */
    void publish(int count) {
        mine += count;
        UnsafeApi.putIntRelease(null, producer, mine);
    }

    /** Gives {@code count} entries that were read back to the kernel. */
    void release(int count) {
        mine += count;
        UnsafeApi.putIntRelease(null, consumer, mine);
    }

    /** Whether the kernel has taken everything the producer published. */
    boolean isDrained() {
        if (other != mine) {
            other = UnsafeApi.getIntAcquire(null, consumer);
        }
        return other == mine;
    }

    @Override
    public void close() {
        Libc.munmap(map, mapLength);
    }

    /** How many entries of how many bytes, and whether we are the producer. */
    record RingShape(int size, int entrySize, boolean isOurs) {}
}

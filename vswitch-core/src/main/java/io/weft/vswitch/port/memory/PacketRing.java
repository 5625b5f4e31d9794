package io.weft.vswitch.port.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded ring of packet descriptors between two threads; whoever takes a descriptor out owns its frames.
 *
 * <p>Thread-safety: one producer, one consumer. Allocation: none after construction. When full, {@link #offer} refuses.
 */
public final class PacketRing {
    private final long[] slots;
    private final int mask;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    /** @param capacity packets, a power of two */
    public PacketRing(int capacity) {
        if (capacity < 1 || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("packet ring: " + capacity + " is no power of two");
        }
        slots = new long[capacity];
        mask = capacity - 1;
    }

    /** Adds a packet; false when full, and the caller keeps it. */
    public boolean offer(long packet) {
        long at = tail.getPlain();
        if (at - head.getAcquire() == slots.length) {
            return false;
        }
        slots[(int) at & mask] = packet;
        tail.setRelease(at + 1);
        return true;
    }

    /** Takes up to {@code limit} packets into {@code packets[0..)}; returns how many. */
    public int poll(long[] packets, int limit) {
        long at = head.getPlain();
        int count = (int) Math.min(limit, tail.getAcquire() - at);
        for (int i = 0; i < count; i++) {
            packets[i] = slots[(int) (at + i) & mask];
        }
        if (count > 0) {
            head.setRelease(at + count);
        }
        return count;
    }

    /** Takes one packet, or {@link io.weft.vswitch.packet.Packet#NONE}. */
    public long poll() {
        long at = head.getPlain();
        if (at == tail.getAcquire()) {
            return 0;
        }
        long packet = slots[(int) at & mask];
        head.setRelease(at + 1);
        return packet;
    }

    public int size() {
        return (int) (tail.getAcquire() - head.getAcquire());
    }

    public int capacity() {
        return slots.length;
    }
}

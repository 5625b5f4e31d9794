package io.weft.vswitch.datapath;

import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.counters.PortCounters;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.TxQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One PMD's transmit buffer for one port. Packets gather here while inputs are read and leave together; a full buffer leaves early.
 *
 * <p>Thread-safety: its PMD. A transmit queue that several PMDs use comes with a lock, taken once a batch.
 */
final class TxPort {
    private static final int CAPACITY = 256;

    private final TxQueue queue;
    private final ReentrantLock lock;
    private final PortCounters counters;
    private final DropCounters drops;
    private final FrameCache frames;
    private final PacketMemory memory;
    private final long[] packets = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private boolean areExtended;
    private int count;

    /** @param lock null when no other PMD uses the queue */
    TxPort(TxQueue queue, ReentrantLock lock, PortCounters counters, DropCounters drops, FrameCache frames) {
        this.queue = queue;
        this.lock = lock;
        this.counters = counters;
        this.drops = drops;
        this.frames = frames;
        this.memory = frames.memory();
    }

    PortCounters counters() {
        return counters;
    }

    /** Takes the packet. */
    void add(long packet) {
        if (count == CAPACITY) {
            transmit();
        }
        packets[count++] = packet;
    }

    /** Takes the first {@code more} packets of {@code from}. */
    void addAll(long[] from, int more) {
        if (count + more > CAPACITY) {
            transmit();
        }
        System.arraycopy(from, 0, packets, count, more);
        count += more;
    }

    /** Gives what has gathered to the queue. */
    void transmit() {
        int offered = count;
        if (offered == 0) {
            return;
        }
        count = 0;
        long bytes = measure(offered);
        int accepted = lock != null ? transmitLocked(offered) : queue.transmit(frames, packets, offered);
        if (accepted < offered) {
            bytes = bytes(accepted);
            counters.transmitDropped(offered - accepted);
            drops.add(DropReason.TX_DROPPED, offered - accepted);
        }
        counters.transmitted(accepted, bytes);
    }

    /** Returns the sum of the lengths; notes them while the packets are still ours, where the packets do not tell. */
    private long measure(int offered) {
        long bytes = 0;
        long any = 0;
        for (int i = 0; i < offered; i++) {
            bytes += Packet.linearLength(packets[i]);
            any |= packets[i];
        }
        areExtended = Packet.isExtended(any);
        return areExtended ? measureExtended(offered) : bytes;
    }

    private long measureExtended(int offered) {
        long bytes = 0;
        for (int i = 0; i < offered; i++) {
            lengths[i] = memory.length(packets[i]);
            bytes += lengths[i];
        }
        return bytes;
    }

    private long bytes(int accepted) {
        long bytes = 0;
        for (int i = 0; i < accepted; i++) {
            bytes += areExtended ? lengths[i] : Packet.linearLength(packets[i]);
        }
        return bytes;
    }

    private int transmitLocked(int offered) {
        lock.lock();
        try {
            return queue.transmit(frames, packets, offered);
        } finally {
            lock.unlock();
        }
    }

    void flush() {
        if (lock == null) {
            queue.flush(frames);
            return;
        }
        lock.lock();
        try {
            queue.flush(frames);
        } finally {
            lock.unlock();
        }
    }

    boolean isOutstanding() {
        return queue.isOutstanding();
    }
}

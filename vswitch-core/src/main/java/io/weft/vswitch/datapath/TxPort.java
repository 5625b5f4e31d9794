package io.weft.vswitch.datapath;

import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.counters.PortCounters;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.TxQueue;
import io.weft.vswitch.shape.ClassSettings;
import io.weft.vswitch.shape.Shaper;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One PMD's transmit buffer for one port. Packets gather here while inputs are read and leave together; a full buffer leaves early.
 *
 * <p>Where the port is shaped they wait in its {@link PortShaper} in between.
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

    /** Null where packets leave at once. */
    private final PortShaper shaping;

    private final ShapedPorts shaped;
    private int selected;

    /** When something that waits may leave, and where the port is in the heap of {@link ShapedPorts}: theirs. */
    long dueNs = Shaper.NEVER;

    int heapIndex = -1;

    /**
     * @param lock null when no other PMD uses the queue
     * @param shaping null where packets leave at once
     * @param shaped of the same PMD
     */
    TxPort(
            TxQueue queue,
            ReentrantLock lock,
            PortCounters counters,
            DropCounters drops,
            FrameCache frames,
            PortShaper shaping,
            ShapedPorts shaped) {
        this.shaping = shaping;
        this.shaped = shaped;
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

    /** Packets that are added from now on are for this queue, unsigned, of the port; beforehand for queue 0. */
    void select(int number) {
        if (shaping != null && number != selected) {
            transmit();
            selected = number;
        }
    }

    /** Takes the first {@code more} packets of {@code from}. */
    void addAll(long[] from, int more) {
        if (count + more > CAPACITY) {
            transmit();
        }
        System.arraycopy(from, 0, packets, count, more);
        count += more;
    }

    /** Gives what has gathered to the queue, or lets it wait for its time. */
    void transmit() {
        int offered = count;
        if (offered == 0) {
            return;
        }
        count = 0;
        if (shaping == null) {
            send(offered);
        } else {
            shape(offered);
        }
    }

    private void send(int offered) {
        long bytes = measure(offered);
        int accepted = lock != null ? transmitLocked(offered) : queue.transmit(frames, packets, offered);
        if (accepted < offered) {
            bytes = bytes(accepted);
            counters.transmitDropped(offered - accepted);
            drops.add(DropReason.TX_DROPPED, offered - accepted);
        }
        counters.transmitted(accepted, bytes);
    }

    // ---- shaping

    private void shape(int offered) {
        Shaper shaper = shaping.shaper;
        lockShaper();
        try {
            int before = shaper.frames();
            shaper.begin(shaped.nowNs(), shaped);
            shaping.limit();
            int dscp = shaper.dscp(selected);
            for (int i = 0; i < offered; i++) {
                await(shaper, packets[i], dscp);
            }
            sendDue(shaper);
            shaping.settle(before);
        } finally {
            unlockShaper();
        }
        shaped.put(this, shaper.dueNs());
    }

    private void await(Shaper shaper, long packet, int dscp) {
        long address = Packet.address(packet);
        int linear = Packet.linearLength(packet);
        if (dscp != ClassSettings.UNMARKED) {
            FlowOfFrame.mark(address, linear, dscp);
        }
        int length = memory.length(packet);
        shaper.add(packet, length, 1 + length / memory.frameCapacity(), FlowOfFrame.hash(address, linear), selected);
    }

    private int sendDue(Shaper shaper) {
        int sent = 0;
        int batch = CAPACITY;
        while (batch == CAPACITY) {
            batch = 0;
            for (long packet = 0; batch < CAPACITY && (packet = shaper.next()) != Packet.NONE; batch++) {
                packets[batch] = packet;
            }
            if (batch > 0) {
                send(batch);
            }
            sent += batch;
        }
        return sent;
    }

    /** Lets go what is due; returns how many packets went. */
    int serve() {
        if (count > 0) {
            transmit(); // what has gathered is where those that go are put
            return 0;
        }
        Shaper shaper = shaping.shaper;
        int sent;
        lockShaper();
        try {
            int before = shaper.frames();
            shaper.begin(shaped.nowNs(), shaped);
            sent = sendDue(shaper);
            shaping.settle(before);
        } finally {
            unlockShaper();
        }
        shaped.put(this, shaper.dueNs());
        return sent;
    }

    /** The PMD sends here no more: what waits leaves now, whatever its time, unless another PMD goes on with it. */
    void letGo() {
        transmit();
        if (shaping != null) {
            lockShaper();
            try {
                if (shaping.isLeftByLast()) {
                    sendAll(shaping.shaper);
                }
            } finally {
                unlockShaper();
            }
            shaped.put(this, Shaper.NEVER);
        }
    }

    private void sendAll(Shaper shaper) {
        int before = shaper.frames();
        int batch = 0;
        for (long packet = shaper.takeAny(); packet != Packet.NONE; packet = shaper.takeAny()) {
            packets[batch++] = packet;
            if (batch == CAPACITY) {
                send(batch);
                queue.flush(frames);
                batch = 0;
            }
        }
        if (batch > 0) {
            send(batch);
        }
        queue.flush(frames);
        shaping.settle(before);
    }

    /** After the PMD has ended and the port is closed: frees what waits. */
    void close() {
        if (shaping != null) {
            int before = shaping.shaper.frames();
            for (long packet = shaping.shaper.takeAny(); packet != Packet.NONE; packet = shaping.shaper.takeAny()) {
                frames.free(packet);
            }
            shaping.settle(before);
        }
    }

    private void lockShaper() {
        if (lock != null) {
            lock.lock();
        }
    }

    private void unlockShaper() {
        if (lock != null) {
            lock.unlock();
        }
    }

    // ---- the queue

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

package io.weft.southbound.dpdk;

import io.weft.flow.memory.Memory;
import io.weft.southbound.offload.ChainWriter;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.RxQueue;
import java.lang.foreign.MemorySegment;

/**
 * Receives bursts: one call into the driver, then a packet descriptor from each mbuf, whose frame is handed on where it lies.
 *
 * <p>A mbuf of another pool (two switches in a process that share a ring, say) is copied. A mbuf of several segments becomes a chain.
 *
 * <p>Thread-safety: the agent that runs the queue; {@link #missed} any thread. Allocation: none.
 */
final class DpdkRxQueue implements RxQueue {
    private static final int BATCH = 64;
    private static final int MAX_DRAIN = 1024;

    private final MbufPool pool;
    private final MbufCache cache;
    private final NativeCalls calls;
    private final ChainWriter writer;
    private final Memory.Block mbufs = Memory.allocate((BATCH + 1) * 8L);
    private final long first;
    private final MemorySegment function;
    private final long queue;
    private final boolean critical;
    private volatile long missed;
    private volatile long noBuffers;

    /** @param critical whether the driver's function never enters the kernel */
    DpdkRxQueue(Eal eal, MbufPool pool, PacketMemory memory, EthDevice device, int index, boolean critical) {
        this.pool = pool;
        this.critical = critical;
        cache = new MbufCache(eal, pool);
        calls = eal.library.calls;
        writer = new ChainWriter(memory);
        first = mbufs.address();
        function = device.rxBurst();
        queue = device.rxQueueData(index);
    }

    @Override
    public int receive(FrameCache frames, long[] packets, int limit) {
        cache.balance(frames);
        return receiveBurst(frames, packets, limit);
    }

    private int receiveBurst(FrameCache frames, long[] packets, int limit) {
        int received = BurstCalls.burst(function, queue, first, Math.min(limit, BATCH), critical);
        int count = 0;
        for (int i = 0; i < received; i++) {
            long mbuf = Memory.getLong(first + i * 8L);
            long rearm = Memory.getLong(mbuf + MbufDescriptor.REARM);
            if (MbufDescriptor.segments(rearm) == 1 && pool.isOurs(mbuf)) {
                long address = Memory.getLong(mbuf + MbufDescriptor.BUF_ADDR) + MbufDescriptor.dataOffset(rearm);
                packets[count++] = Packet.of(address, Memory.getInt(mbuf + MbufDescriptor.PKT_LEN));
            } else {
                long packet = pool.isOurs(mbuf) ? chain(mbuf) : copy(frames, mbuf);
                if (packet == Packet.NONE) {
                    countNoBuffers();
                } else {
                    packets[count++] = packet;
                }
            }
        }
        return count;
    }

    @Override
    public long missed() {
        return missed + noBuffers;
    }

    /** Set by the conductor, from the device's own counters. */
    void missed(long frames) {
        missed = frames;
    }

    /** Frees what waits in the device, after the conductor took the queue away: for rings, which a closed device forgets. */
    void drain(FrameCache frames) {
        long[] packets = new long[BATCH];
        int count = receiveBurst(frames, packets, BATCH);
        for (int rounds = 0; count > 0 && rounds < MAX_DRAIN; rounds++) {
            for (int i = 0; i < count; i++) {
                frames.free(packets[i]);
            }
            count = receiveBurst(frames, packets, BATCH);
        }
    }

    void close() {
        mbufs.close();
    }

    /** The packet of several segments; leaves every mbuf as one of a single segment. */
    private long chain(long head) {
        int total = Memory.getInt(head + MbufDescriptor.PKT_LEN);
        long packet = Packet.NONE;
        long tail = 0;
        for (long mbuf = head; mbuf != 0; ) {
            long next = Memory.getLong(mbuf + MbufDescriptor.NEXT);
            long rearm = Memory.getLong(mbuf + MbufDescriptor.REARM);
            int offset = MbufDescriptor.dataOffset(rearm);
            int length = Memory.getInt(mbuf + MbufDescriptor.DATA_LEN) & 0xFFFF;
            long frame = MbufPool.frame(mbuf);
            long part = Packet.extended(frame + MbufPool.BUFFER_OFFSET + offset, length);
            FrameDescriptor.init(frame, length);
            if (packet == Packet.NONE) {
                packet = part;
                FrameDescriptor.totalLength(frame, total);
            } else {
                FrameDescriptor.next(tail, part);
            }
            tail = frame;
            Memory.putLong(mbuf + MbufDescriptor.NEXT, 0);
            Memory.putLong(mbuf + MbufDescriptor.REARM, MbufDescriptor.REARM_ONE | offset);
            mbuf = next;
        }
        return packet;
    }

    /** A copy of a packet in buffers that are not ours, which go back to where they came from. */
    private long copy(FrameCache frames, long head) {
        boolean complete = writer.begin(frames);
        for (long mbuf = head; mbuf != 0 && complete; mbuf = Memory.getLong(mbuf + MbufDescriptor.NEXT)) {
            int offset = MbufDescriptor.dataOffset(Memory.getLong(mbuf + MbufDescriptor.REARM));
            long from = Memory.getLong(mbuf + MbufDescriptor.BUF_ADDR) + offset;
            complete = writer.append(from, Memory.getInt(mbuf + MbufDescriptor.DATA_LEN) & 0xFFFF);
        }
        long packet = complete ? writer.finish() : Packet.NONE;
        long one = first + BATCH * 8L;
        Memory.putLong(one, head);
        calls.callInt("rte_pktmbuf_free_bulk", one, 1);
        return packet;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void countNoBuffers() {
        noBuffers++;
    }
}

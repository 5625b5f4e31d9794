package io.weft.southbound.dpdk;

import io.weft.flow.memory.Memory;
import io.weft.southbound.offload.ChainWriter;
import io.weft.southbound.offload.Segmenter;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.TxQueue;
import java.lang.foreign.MemorySegment;

/**
 * Sends bursts: fills the mbuf that belongs to each packet's frame, then one call into the driver for up to 64 of them.
 *
 * <pre>
 *   plain frame ------------------------------------------> its mbuf, where it lies
 *   chain, where the device sends several segments -------> a mbuf a frame
 *   chain elsewhere, large frame -------------------------> copied into ordinary frames
 *   segmentation offload ----> Segmenter -----------------> a packet a segment
 * </pre>
 *
 * The driver owns a mbuf that it accepted and gives it to the pool when it was sent; a frame that it does not accept is freed at once.
 *
 * <p>Thread-safety: whoever runs the queue. Allocation: none.
 */
final class DpdkTxQueue implements TxQueue {
    private static final int BATCH = 64;

    private final MbufPool pool;
    private final PacketMemory memory;
    private final MbufCache cache;
    private final ChainWriter writer;
    private final Segmenter segmenter;
    private final MbufChecksum checksum;
    private final Memory.Block mbufs = Memory.allocate(BATCH * 8L);
    private final long first;
    private final MemorySegment function;
    private final long queue;
    private final boolean critical;
    private final boolean multiSegment;
    private int maxFrame;
    private int filled;
    private int accepted;

    DpdkTxQueue(Eal eal, MbufPool pool, PacketMemory memory, EthDevice device, int index, Offloads offloads) {
        this.pool = pool;
        this.memory = memory;
        cache = new MbufCache(eal, pool);
        writer = new ChainWriter(memory);
        segmenter = new Segmenter(memory);
        checksum = new MbufChecksum(memory, offloads.checksum());
        first = mbufs.address();
        function = device.txBurst();
        queue = device.txQueueData(index);
        critical = offloads.critical();
        multiSegment = offloads.multiSegment();
    }

    /**
     * What the device does by itself.
     *
     * @param critical its burst functions never enter the kernel
     * @param multiSegment it sends packets of several mbufs
     * @param checksum it finishes TCP and UDP checksums
     */
    record Offloads(boolean critical, boolean multiSegment, boolean checksum) {}

    /** Bytes of the longest frame the device takes, from its MTU; set by the conductor, read late by the agent, which does no harm. */
    void maxFrame(int bytes) {
        maxFrame = bytes;
    }

    @Override
    public int transmit(FrameCache frames, long[] packets, int count) {
        cache.balance(frames);
        accepted = 0;
        boolean partial = checksum.isNeeded();
        for (int from = 0; from < count; ) {
            int to = Math.min(count, from + BATCH - filled);
            int next = fillPlain(packets, from, to, partial);
            if (next < to) {
                sendAny(frames, packets[next++]);
            }
            if (filled == BATCH) {
                send(frames);
            }
            from = next;
        }
        send(frames);
        return accepted;
    }

    /** Fills the mbufs of ordinary frames, of which there is nothing to ask, up to the first packet that is something else; returns its place. */
    private int fillPlain(long[] packets, int from, int to, boolean partial) {
        int longest = maxFrame;
        long base = memory.base();
        long bytes = memory.bytes();
        long slot = first + 8L * filled - 8L * from;
        int i = from;
        for (; i < to; i++) {
            long packet = packets[i];
            long address = Packet.address(packet);
            int length = Packet.plainLength(packet);
            boolean isElsewhere = Long.compareUnsigned(address - base, bytes) >= 0;
            boolean isTooLong = Integer.compareUnsigned(length - 1, longest) >= 0; // or empty
            if (isElsewhere || isTooLong) {
                break;
            }
            long mbuf = pool.mbuf(address);
            fill(mbuf, address, length);
            if (partial) {
                checksum.plain(mbuf, address, length);
            }
            Memory.putLong(slot + 8L * i, mbuf);
        }
        filled += i - from;
        return i;
    }

    /** A mbuf of one segment. Data begins behind the frame's descriptor, and so never before the buffer. */
    private void fill(long mbuf, long address, int length) {
        long offset = pool.offset(address);
        Memory.putLong(mbuf + MbufDescriptor.REARM, MbufDescriptor.REARM_ONE | offset);
        Memory.putLong(mbuf + MbufDescriptor.OL_FLAGS, 0);
        Memory.putLong(mbuf + MbufDescriptor.PKT_LEN, length | (long) length << 32);
    }

    /** Everything that is not one ordinary frame. */
    private void sendAny(FrameCache frames, long packet) {
        long base = memory.frameBase(Packet.address(packet));
        boolean extended = Packet.isExtended(packet);
        if (extended && FrameDescriptor.segmentType(base) != FrameDescriptor.SEGMENT_NONE) {
            sendSegments(frames, packet);
            frames.free(packet);
        } else if (memory.length(packet) > maxFrame || memory.length(packet) == 0) {
            frames.free(packet);
        } else {
            sendChain(frames, packet);
        }
    }

    /** A packet whose segments were sent counts once, so does one of which the device took only some. */
    private void sendSegments(FrameCache frames, long packet) {
        if (!segmenter.begin(frames, packet) || segmenter.longest() > maxFrame) {
            return;
        }
        send(frames);
        int before = accepted;
        for (int i = 0; i < segmenter.count(); i++) {
            long segment = segmenter.next(frames);
            if (segment == Packet.NONE) {
                break;
            }
            sendChain(frames, segment);
        }
        send(frames);
        accepted = accepted > before ? before + 1 : before;
    }

    private void sendChain(FrameCache frames, long packet) {
        long whole = packet;
        if (!isSendable(packet)) {
            whole = copy(frames, packet);
            frames.free(packet);
        }
        if (whole != Packet.NONE) {
            push(frames, fillChain(whole));
        }
    }

    /** Whether the packet can be sent where it lies. */
    private boolean isSendable(long packet) {
        if (!Packet.isExtended(packet)) {
            return memory.isFrame(Packet.address(packet));
        }
        boolean single = FrameDescriptor.next(memory.frameBase(Packet.address(packet))) == Packet.NONE;
        if (!single && !multiSegment) {
            return false;
        }
        for (long rest = packet; rest != Packet.NONE; ) {
            if (!memory.isFrame(Packet.address(rest))) {
                return false;
            }
            rest = FrameDescriptor.next(memory.frameBase(Packet.address(rest)));
        }
        return true;
    }

    /** In one frame, or in several where the device takes them. */
    private long copy(FrameCache frames, long packet) {
        return memory.length(packet) > memory.frameCapacity() && !multiSegment
                ? Packet.NONE
                : writer.copy(frames, packet);
    }

    /** Fills and links the mbufs of an extended packet in ordinary frames; returns the first. */
    private long fillChain(long packet) {
        long address = Packet.address(packet);
        long base = memory.frameBase(address);
        int total = FrameDescriptor.totalLength(base);
        long head = pool.mbuf(address);
        long tail = 0;
        int segments = 0;
        for (long rest = packet; rest != Packet.NONE; segments++) {
            long at = Packet.address(rest);
            long frame = memory.frameBase(at);
            int length = FrameDescriptor.frameLength(frame);
            long mbuf = pool.mbuf(at);
            fill(mbuf, at, length);
            Memory.putLong(mbuf + MbufDescriptor.NEXT, 0);
            if (tail != 0) {
                Memory.putLong(tail + MbufDescriptor.NEXT, mbuf);
            }
            tail = mbuf;
            rest = FrameDescriptor.next(frame);
        }
        int offset = (int) (address - Memory.getLong(head + MbufDescriptor.BUF_ADDR));
        Memory.putLong(head + MbufDescriptor.REARM, MbufDescriptor.rearm(offset, segments));
        Memory.putInt(head + MbufDescriptor.PKT_LEN, total);
        checksum.chain(head, packet);
        return head;
    }

    private void push(FrameCache frames, long mbuf) {
        Memory.putLong(first + filled * 8L, mbuf);
        if (++filled == BATCH) {
            send(frames);
        }
    }

    private void send(FrameCache frames) {
        if (filled == 0) {
            return;
        }
        int sent = BurstCalls.burst(function, queue, first, filled, critical);
        for (int i = sent; i < filled; i++) {
            reject(frames, Memory.getLong(first + i * 8L));
        }
        accepted += sent;
        filled = 0;
        cache.balance(frames);
    }

    /** Frees the frames of a packet that the device did not take. */
    private static void reject(FrameCache frames, long head) {
        for (long mbuf = head; mbuf != 0; ) {
            long next = Memory.getLong(mbuf + MbufDescriptor.NEXT);
            Memory.putLong(mbuf + MbufDescriptor.NEXT, 0);
            frames.freeFrame(MbufPool.frame(mbuf));
            mbuf = next;
        }
    }

    /** Nothing to kick: drivers send at once and give frames back while they send; the thread's cache is brought to its marks. */
    @Override
    public void flush(FrameCache frames) {
        cache.balance(frames);
    }

    void close() {
        segmenter.close();
        mbufs.close();
    }
}

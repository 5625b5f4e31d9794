package io.weft.southbound.tap;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.offload.PartialChecksum;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.TxQueue;

/**
 * Writes one TAP queue: a header and the packet's frames, one writev(2) a packet; the kernel copies, so frames return at once.
 *
 * <p>Thread-safety: whoever runs the queue. Allocation: none.
 */
final class TapTxQueue implements TxQueue {
    private static final int MAX_VECTORS = 65;
    private static final int VECTOR = 16;

    private final int fd;
    private final PacketMemory memory;
    private final Memory.Block header = Memory.allocate(VnetHeader.LENGTH);
    private final Memory.Block vectors = Memory.allocate((long) MAX_VECTORS * VECTOR);
    private int maxFrame;
    private int used;

    TapTxQueue(int fd, PacketMemory memory) {
        this.fd = fd;
        this.memory = memory;
    }

    /** Bytes of the longest frame that is no segment; set by the conductor, read late by the agent, which does no harm. */
    void maxFrame(int bytes) {
        maxFrame = bytes;
    }

    @Override
    public int transmit(FrameCache frames, long[] packets, int count) {
        int accepted = 0;
        for (int i = 0; i < count; i++) {
            long packet = packets[i];
            if (describe(packet) && write()) {
                accepted++;
            }
            frames.free(packet);
        }
        return accepted;
    }

    @Override
    public void flush(FrameCache frames) {
        // Every write was complete when it returned.
    }

    private boolean write() {
        int result;
        do {
            result = Libc.writev(fd, vectors.address(), used);
        } while (result == -LinuxConstants.EINTR);
        return result >= 0;
    }

    /** Fills header and vectors; false when the packet cannot go out. */
    private boolean describe(long packet) {
        used = 0;
        add(header.address(), VnetHeader.LENGTH);
        long data = Packet.address(packet);
        if (!Packet.isExtended(packet)) {
            int length = Packet.linearLength(packet);
            VnetHeader.write(header.address(), PartialChecksum.locate(data, length));
            add(data, length);
            return length <= maxFrame;
        }
        long base = memory.frameBase(data);
        boolean segmented = FrameDescriptor.segmentType(base) != FrameDescriptor.SEGMENT_NONE;
        if (!segmented && FrameDescriptor.totalLength(base) > maxFrame) {
            return false;
        }
        if (segmented || FrameDescriptor.isPartialChecksum(base)) {
            VnetHeader.fromDescriptor(header.address(), base, data);
        } else {
            VnetHeader.write(header.address(), PartialChecksum.locate(data, FrameDescriptor.frameLength(base)));
        }
        return addChain(packet);
    }

    private boolean addChain(long packet) {
        for (long rest = packet; rest != Packet.NONE; ) {
            if (used == MAX_VECTORS) {
                return false;
            }
            long base = memory.frameBase(Packet.address(rest));
            add(Packet.address(rest), FrameDescriptor.frameLength(base));
            rest = FrameDescriptor.next(base);
        }
        return true;
    }

    private void add(long address, int length) {
        long vector = vectors.address() + (long) used++ * VECTOR;
        Memory.putLong(vector, address);
        Memory.putLong(vector + 8, length);
    }

    void close() {
        header.close();
        vectors.close();
    }
}

package io.weft.vswitch.packet;

import io.weft.flow.memory.Memory;

/**
 * One agent's private stock of free frames over the shared {@link PacketMemory}: the lock there is taken once in
 * {@value #BATCH} frames.
 *
 * <p>Thread-safety: one owner. Allocation: none after construction.
 */
public final class FrameCache implements AutoCloseable {
    static final int BATCH = 128;

    private final PacketMemory memory;
    private final long[] stock = new long[4 * BATCH];
    private int count;

    public FrameCache(PacketMemory memory) {
        this.memory = memory;
    }

    public PacketMemory memory() {
        return memory;
    }

    /** The base address of a free frame, or 0 when memory is exhausted. */
    public long allocate() {
        if (count == 0) {
            count = memory.take(stock, 0, BATCH);
            if (count == 0) {
                return 0;
            }
        }
        return stock[--count];
    }

    /** The base address of a free large frame ({@link PacketMemory#LARGE_FRAME_SIZE} bytes), or 0. */
    public long allocateLarge() {
        return memory.takeLarge();
    }

    /** Takes back every frame of {@code packet}. */
    public void free(long packet) {
        long rest = packet;
        while (rest != Packet.NONE) {
            long frame = memory.frameBase(Packet.address(rest));
            long next = Packet.isExtended(rest) ? FrameDescriptor.next(frame) : Packet.NONE;
            freeFrame(frame);
            rest = next;
        }
    }

    /** Takes back one frame by its base address. */
    public void freeFrame(long frameBase) {
        if (memory.isLargeFrame(frameBase)) {
            memory.giveLarge(frameBase);
            return;
        }
        if (count == stock.length) {
            count -= BATCH;
            memory.give(stock, count, BATCH);
        }
        stock[count++] = frameBase;
    }

    /**
     * A copy of {@code packet} with its offload state, in one frame where it fits, else in one large frame.
     *
     * @return {@link Packet#NONE} when memory is exhausted
     */
    public long copy(long packet) {
        if (!Packet.isExtended(packet)) {
            return copyPlain(packet);
        }
        long from = memory.frameBase(Packet.address(packet));
        int total = FrameDescriptor.totalLength(from);
        long to = total <= memory.frameCapacity() ? allocate() : allocateLarge();
        if (to == 0) {
            return Packet.NONE;
        }
        // Keeping the first byte's offset keeps the checksum start, which counts from the frame's base.
        int offset = (int) (Packet.address(packet) - from);
        if (offset + total > (memory.isLargeFrame(to) ? PacketMemory.LARGE_FRAME_SIZE : memory.frameSize())) {
            freeFrame(to);
            return Packet.NONE;
        }
        FrameDescriptor.init(to, total);
        FrameDescriptor.copyOffload(from, to);
        gather(packet, to + offset);
        return Packet.extended(to + offset, total);
    }

    private long copyPlain(long packet) {
        int length = Packet.linearLength(packet);
        long to = length <= memory.frameCapacity() ? allocate() : allocateLarge();
        if (to == 0) {
            return Packet.NONE;
        }
        Memory.copy(Packet.address(packet), to + PacketMemory.DATA_OFFSET, length);
        return Packet.of(to + PacketMemory.DATA_OFFSET, length);
    }

    /**
     * A plain copy of the first {@code limit} bytes of {@code packet}, or of all of it with its offload state if it is not longer.
     *
     * @return {@link Packet#NONE} when memory is exhausted
     */
    public long copyFirst(long packet, int limit) {
        if (memory.length(packet) <= limit) {
            return copy(packet);
        }
        long to = limit <= memory.frameCapacity() ? allocate() : allocateLarge();
        if (to == 0) {
            return Packet.NONE;
        }
        long address = to + PacketMemory.DATA_OFFSET;
        gather(packet, address, limit);
        return Packet.of(address, limit);
    }

    /** Copies all bytes of a packet, across its frames, to {@code address}; returns their number. */
    public int gather(long packet, long address) {
        return gather(packet, address, Integer.MAX_VALUE);
    }

    private int gather(long packet, long address, int limit) {
        int done = 0;
        long rest = packet;
        while (rest != Packet.NONE && done < limit) {
            long frame = memory.frameBase(Packet.address(rest));
            boolean extended = Packet.isExtended(rest);
            int length = extended ? FrameDescriptor.frameLength(frame) : Packet.linearLength(rest);
            length = Math.min(length, limit - done);
            Memory.copy(Packet.address(rest), address + done, length);
            done += length;
            rest = extended ? FrameDescriptor.next(frame) : Packet.NONE;
        }
        return done;
    }

    /** Returns the whole stock to the shared memory. */
    @Override
    public void close() {
        memory.give(stock, 0, count);
        count = 0;
    }
}

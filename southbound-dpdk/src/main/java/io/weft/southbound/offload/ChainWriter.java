package io.weft.southbound.offload;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;

/**
 * Writes bytes into as many ordinary frames as they need and links them to one extended packet.
 *
 * <pre>
 *   begin --> append ... append --> finish (the packet)
 *                 |
 *                 +-- out of frames: false, and everything written is freed
 * </pre>
 *
 * <p>Thread-safety: one owner. Allocation: none.
 */
public final class ChainWriter {
    private final PacketMemory memory;
    private FrameCache frames;
    private long firstBase;
    private long previousBase;
    private long base;
    private int used;
    private int total;

    public ChainWriter(PacketMemory memory) {
        this.memory = memory;
    }

    /** Starts a packet; false when there is no frame. */
    public boolean begin(FrameCache cache) {
        frames = cache;
        previousBase = 0;
        used = 0;
        total = 0;
        base = frames.allocate();
        firstBase = base;
        return base != 0;
    }

    /** Adds {@code length} bytes at {@code from}. */
    public boolean append(long from, int length) {
        int done = 0;
        while (done < length) {
            if (used == memory.frameCapacity() && !nextFrame()) {
                return false;
            }
            int part = Math.min(length - done, memory.frameCapacity() - used);
            Memory.copy(from + done, base + PacketMemory.DATA_OFFSET + used, part);
            used += part;
            done += part;
        }
        total += length;
        return true;
    }

    /** The finished packet: always extended, without offload state. */
    public long finish() {
        closeFrame();
        FrameDescriptor.totalLength(firstBase, total);
        return Packet.extended(firstBase + PacketMemory.DATA_OFFSET, FrameDescriptor.frameLength(firstBase));
    }

    /** A copy of {@code packet}, offload state included, in ordinary frames; {@link Packet#NONE} when there are too few. */
    public long copy(FrameCache cache, long packet) {
        if (!begin(cache)) {
            return Packet.NONE;
        }
        long rest = packet;
        while (rest != Packet.NONE) {
            long frame = memory.frameBase(Packet.address(rest));
            boolean extended = Packet.isExtended(rest);
            int length = extended ? FrameDescriptor.frameLength(frame) : Packet.linearLength(rest);
            if (!append(Packet.address(rest), length)) {
                return Packet.NONE;
            }
            rest = extended ? FrameDescriptor.next(frame) : Packet.NONE;
        }
        long copy = finish();
        if (Packet.isExtended(packet)) {
            copyOffload(packet);
        }
        return copy;
    }

    private void copyOffload(long packet) {
        long from = memory.frameBase(Packet.address(packet));
        FrameDescriptor.copyOffload(from, firstBase);
        // The checksum start counts from the frame's base, and the data may begin elsewhere in the copy.
        int moved = PacketMemory.DATA_OFFSET - (int) (Packet.address(packet) - from);
        FrameDescriptor.checksum(
                firstBase, FrameDescriptor.checksumStart(from) + moved, FrameDescriptor.checksumOffset(from));
    }

    private boolean nextFrame() {
        long next = frames.allocate();
        if (next == 0) {
            frames.free(finish());
            return false;
        }
        closeFrame();
        previousBase = base;
        base = next;
        used = 0;
        return true;
    }

    /** Fills the descriptor of the frame in hand and links it behind the one before. */
    private void closeFrame() {
        FrameDescriptor.init(base, used);
        if (previousBase != 0) {
            FrameDescriptor.next(previousBase, Packet.extended(base + PacketMemory.DATA_OFFSET, used));
        }
    }
}

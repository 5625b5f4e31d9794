package io.weft.southbound.tap;

import io.weft.flow.memory.Memory;
import io.weft.southbound.offload.PartialChecksum;
import io.weft.vswitch.packet.FrameDescriptor;

/**
 * The virtio-net header in front of every frame of a TAP device (VIRTIO 1.2 section 5.1.6), native byte order.
 *
 * <pre>
 *   0 u8 flags: 1 needs checksum, 2 data valid     1 u8 segmentation type     2 u16 header length
 *   4 u16 segment size     6 u16 checksum start    8 u16 checksum offset     10 u16 buffers
 * </pre>
 */
final class VnetHeader {
    static final int LENGTH = 12;

    private static final int NEEDS_CHECKSUM = 1;
    private static final int TCP_FIELD = 16;
    private static final int UDP_HEADER = 8;

    private VnetHeader() {}

    static boolean isPlain(long header) {
        return (Memory.getInt(header) & (NEEDS_CHECKSUM | 0xFF00)) == 0;
    }

    static boolean isSegmented(long header) {
        return Memory.getByte(header + 1) != 0;
    }

    /** Checksum start {@code << 16} | offset, as {@link PartialChecksum#locate} has it. */
    static int checksum(long header) {
        int pair = Memory.getInt(header + 6);
        return pair << 16 | pair >>> 16;
    }

    /** Moves the header's statements into a frame's descriptor; {@code dataOffset} is where the data starts in the frame. */
    static void toDescriptor(long header, long base, int dataOffset) {
        int first = Memory.getInt(header);
        int second = Memory.getInt(header + 4);
        boolean partial = (first & NEEDS_CHECKSUM) != 0;
        FrameDescriptor.offload(
                base, partial ? FrameDescriptor.PARTIAL_CHECKSUM : 0, first >>> 8 & 0xFF, second & 0xFFFF);
        int checksum = checksum(header);
        FrameDescriptor.checksum(base, (checksum >>> 16) + dataOffset, checksum & 0xFFFF);
        FrameDescriptor.headerLength(base, first >>> 16);
    }

    /** Writes the header of a frame that is no segment; {@code checksum} as {@link PartialChecksum#locate} has it. */
    static void write(long header, int checksum) {
        Memory.putLong(header, 0);
        Memory.putInt(header + 8, 0);
        if (checksum != PartialChecksum.NONE) {
            Memory.putInt(header, NEEDS_CHECKSUM);
            Memory.putInt(header + 6, checksum >>> 16 | checksum << 16);
        }
    }

    /** Writes the header of an extended packet from its descriptor; {@code data} is the address of its first byte. */
    static void fromDescriptor(long header, long base, long data) {
        int type = FrameDescriptor.rawSegmentType(base);
        int start = FrameDescriptor.checksumStart(base) - (int) (data - base);
        int offset = FrameDescriptor.checksumOffset(base);
        write(header, FrameDescriptor.isPartialChecksum(base) ? start << 16 | offset : PartialChecksum.NONE);
        if (type != FrameDescriptor.SEGMENT_NONE) {
            int transport = offset == TCP_FIELD ? Memory.getByte(data + start + 12) >>> 4 << 2 : UDP_HEADER;
            Memory.putInt(header, NEEDS_CHECKSUM | type << 8 | start + transport << 16);
            Memory.putInt(header + 4, FrameDescriptor.segmentSize(base) | start << 16);
        }
    }
}

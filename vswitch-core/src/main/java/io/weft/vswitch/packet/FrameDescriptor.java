package io.weft.vswitch.packet;

import io.weft.flow.memory.Memory;

/**
 * What an extended packet says about itself, in the first 64 bytes of its frame (so below the headroom of the data).
 *
 * <pre>
 *   0  u32 total length of the packet, all frames     4  u32 length of the data in this frame
 *   8  u64 next packet descriptor of the chain, or 0 (continuation frames are extended packets, too)
 *  16  u8  flags: 1 partial checksum                 17  u8  segmentation: 0 none, 1 TCPv4, 4 TCPv6, 5 UDP (virtio codes), |0x80 ECN
 *  18  u16 segment size (MSS, bytes)                 20  u16 checksum start, from the base of the frame
 *  22  u16 checksum field, from checksum start       24  u16 header length hint
 *  28  u32 number of a tunnel order, on the way out  (0: none)
 * </pre>
 *
 * The checksum start counts from the frame's base, so pushing or popping a tag in front of it changes nothing. All numbers are in
 * native order.
 */
public final class FrameDescriptor {
    /** Bytes at the base of every frame that data must not use. */
    public static final int LENGTH = 64;

    public static final int PARTIAL_CHECKSUM = 1;
    public static final int SEGMENT_NONE = 0;
    public static final int SEGMENT_TCPV4 = 1;
    public static final int SEGMENT_TCPV6 = 4;
    public static final int SEGMENT_UDP = 5;
    public static final int SEGMENT_ECN = 0x80;

    private static final int TOTAL_LENGTH = 0;
    private static final int FRAME_LENGTH = 4;
    private static final int NEXT = 8;
    private static final int OFFLOAD = 16;
    private static final int TUNNEL = 28;

    private FrameDescriptor() {}

    /** Resets the descriptor of a packet of one frame without offloads. */
    public static void init(long base, int length) {
        Memory.putInt(base + TOTAL_LENGTH, length);
        Memory.putInt(base + FRAME_LENGTH, length);
        Memory.putLong(base + NEXT, Packet.NONE);
        Memory.putLong(base + OFFLOAD, 0);
        Memory.putLong(base + OFFLOAD + 8, 0);
    }

    public static int totalLength(long base) {
        return Memory.getInt(base + TOTAL_LENGTH);
    }

    public static void totalLength(long base, int length) {
        Memory.putInt(base + TOTAL_LENGTH, length);
    }

    public static int frameLength(long base) {
        return Memory.getInt(base + FRAME_LENGTH);
    }

    public static void frameLength(long base, int length) {
        Memory.putInt(base + FRAME_LENGTH, length);
    }

    /** The rest of the chain, or {@link Packet#NONE}. */
    public static long next(long base) {
        return Memory.getLong(base + NEXT);
    }

    public static void next(long base, long packet) {
        Memory.putLong(base + NEXT, packet);
    }

    public static boolean isPartialChecksum(long base) {
        return (Memory.getByte(base + OFFLOAD) & PARTIAL_CHECKSUM) != 0;
    }

    /** The segmentation type without its ECN bit: one of the {@code SEGMENT_} constants. */
    public static int segmentType(long base) {
        return Memory.getByte(base + 17) & ~SEGMENT_ECN;
    }

    public static int flags(long base) {
        return Memory.getByte(base + OFFLOAD);
    }

    public static int rawSegmentType(long base) {
        return Memory.getByte(base + 17);
    }

    public static int segmentSize(long base) {
        return Memory.getInt(base + OFFLOAD) >>> 16;
    }

    public static int checksumStart(long base) {
        return Memory.getInt(base + 20) & 0xFFFF;
    }

    public static int checksumOffset(long base) {
        return Memory.getInt(base + 20) >>> 16;
    }

    public static int headerLength(long base) {
        return Memory.getInt(base + 24) & 0xFFFF;
    }

    /** Sets flags, raw segmentation type and segment size. */
    public static void offload(long base, int flags, int rawSegmentType, int segmentSize) {
        Memory.putInt(base + OFFLOAD, flags | rawSegmentType << 8 | segmentSize << 16);
    }

    /** Sets where a partial checksum starts (from the frame's base) and its field (from there). */
    public static void checksum(long base, int start, int offset) {
        Memory.putInt(base + 20, start | offset << 16);
    }

    public static void headerLength(long base, int length) {
        Memory.putInt(base + 24, length);
    }

    /** The headers that the packet gets when it is sent into a tunnel, by their number; 0 for none. */
    public static int tunnel(long base) {
        return Memory.getInt(base + TUNNEL);
    }

    public static void tunnel(long base, int order) {
        Memory.putInt(base + TUNNEL, order);
    }

    /** Copies the offload state, and the descriptor of lengths, from one frame to another; not the chain. */
    public static void copyOffload(long fromBase, long toBase) {
        Memory.copy(fromBase + OFFLOAD, toBase + OFFLOAD, 16);
    }
}

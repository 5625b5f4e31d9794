package io.weft.vswitch.packet;

/**
 * A packet is a descriptor: one {@code long}, never an object.
 *
 * <pre>
 *  63 .............................. 17   16   15 ............. 0
 *  address of the first byte (47 bits)  extended      length
 * </pre>
 *
 * A plain packet is {@code length} contiguous bytes. An <em>extended</em> packet has a {@link FrameDescriptor} at the base of its
 * frame: it continues in further frames, or carries offload state (partial checksum, segmentation), or is longer than 65,535 bytes;
 * {@code length} is then the number of contiguous bytes of its first frame (at most 65,535), which always holds the headers.
 *
 * <p>Whoever holds a descriptor owns its frames, until it gives the descriptor to a transmit queue or frees it.
 */
public final class Packet {
    /** No packet. */
    public static final long NONE = 0;

    private static final int ADDRESS_SHIFT = 17;
    private static final long EXTENDED = 1L << 16;
    private static final int LENGTH_MASK = 0xFFFF;

    private Packet() {}

    /** A plain packet of {@code length} (0 to 65,535) bytes at {@code address}. */
    public static long of(long address, int length) {
        return address << ADDRESS_SHIFT | length;
    }

    /** An extended packet: the caller has filled the {@link FrameDescriptor}; {@code length} is clipped to 65,535. */
    public static long extended(long address, int length) {
        return address << ADDRESS_SHIFT | EXTENDED | Math.min(length, LENGTH_MASK);
    }

    /** Address of the first byte. */
    public static long address(long packet) {
        return packet >>> ADDRESS_SHIFT;
    }

    /** Contiguous bytes at {@link #address}. */
    public static int linearLength(long packet) {
        return (int) packet & LENGTH_MASK;
    }

    /** As {@link #linearLength}; of an extended packet, more than any packet's. */
    public static int plainLength(long packet) {
        return (int) packet & ((int) EXTENDED | LENGTH_MASK);
    }

    public static boolean isExtended(long packet) {
        return (packet & EXTENDED) != 0;
    }

    /** The same packet whose first byte moved by {@code delta}: negative to make room for a header, positive to remove one. */
    public static long moveStart(long packet, int delta) {
        return packet + ((long) delta << ADDRESS_SHIFT) - delta;
    }
}

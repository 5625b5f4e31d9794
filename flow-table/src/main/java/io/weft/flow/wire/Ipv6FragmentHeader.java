package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The fragment header of IPv6 (RFC 8200 section 4.5).
 *
 * <pre>
 *   0 next header (1)  1 reserved (1)  2 offset (13 bits), reserved (2), more (1)  4 id (4)
 * </pre>
 */
public final class Ipv6FragmentHeader {
    /** Bytes. */
    public static final int LENGTH = 8;

    private static final int NEXT_HEADER = 0;
    private static final int OFFSET = 2;
    private static final int ID = 4;
    private static final int OFFSET_MASK = 0xFFF8;
    private static final int MORE = 1;

    private Ipv6FragmentHeader() {}

    public static int nextHeader(long header) {
        return Memory.getByte(header + NEXT_HEADER);
    }

    /** Bytes of the datagram before this part: a multiple of 8. */
    public static int offset(long header) {
        return Memory.getShortNetwork(header + OFFSET) & OFFSET_MASK;
    }

    public static boolean isMore(long header) {
        return (Memory.getShortNetwork(header + OFFSET) & MORE) != 0;
    }

    public static int id(long header) {
        return Memory.getIntNetwork(header + ID);
    }

    /** Writes the whole header; {@code offset} is a multiple of 8. */
    public static void write(long header, int nextHeader, int offset, boolean more, int id) {
        Memory.putByte(header + NEXT_HEADER, nextHeader);
        Memory.putByte(header + NEXT_HEADER + 1, 0);
        Memory.putShortNetwork(header + OFFSET, offset | (more ? MORE : 0));
        Memory.putIntNetwork(header + ID, id);
    }
}

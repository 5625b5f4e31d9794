package io.weft.flow.key;

/**
 * Where the layers of a parsed frame begin, packed into one {@code long} that {@code KeyExtractor.extract} returns, so that
 * rewriting a header needs no second parse.
 *
 * <p>Bits 0-15: offset of the L3 header from the start of the frame (0: none). Bits 16-31: offset of the L4 header (0: none, or not
 * readable in this fragment). Bit 62: the frame is too short for Ethernet. Offsets are in bytes.
 */
public final class Layers {
    /** Set when the frame is shorter than an Ethernet header; the key is then not written. */
    public static final long MALFORMED = 1L << 62;

    private Layers() {}

    public static long of(int l3Offset, int l4Offset) {
        return (long) l4Offset << 16 | l3Offset;
    }

    /** Offset of the IPv4, IPv6 or ARP header, or 0 where the frame has none that could be read. */
    public static int l3Offset(long layers) {
        return (int) layers & 0xFFFF;
    }

    /** Offset of the transport or ICMP header, or 0 where the frame has none that could be read. */
    public static int l4Offset(long layers) {
        return (int) (layers >>> 16) & 0xFFFF;
    }

    public static boolean isMalformed(long layers) {
        return (layers & MALFORMED) != 0;
    }
}

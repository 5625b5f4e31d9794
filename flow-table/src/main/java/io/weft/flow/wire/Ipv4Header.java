package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The IPv4 header (RFC 791 section 3.1).
 *
 * <pre>
 *   0 version, header words (1)  1 TOS (1)  2 total length (2)  4 id (2)  6 flags, offset (2)
 *   8 TTL (1)  9 protocol (1)  10 checksum (2)  12 source (4)  16 destination (4)  20 options
 * </pre>
 */
public final class Ipv4Header {
    /** Bytes without options. */
    public static final int LENGTH = 20;

    public static final int DONT_FRAGMENT = 0x4000;
    public static final int MORE_FRAGMENTS = 0x2000;
    public static final int OFFSET_MASK = 0x1FFF;

    public static final int TTL_OFFSET = 8;
    public static final int CHECKSUM_OFFSET = 10;

    private static final int VERSION_IHL = 0;
    private static final int TOS = 1;
    private static final int TOTAL_LENGTH = 2;
    private static final int ID = 4;
    private static final int FRAGMENT = 6;
    private static final int PROTOCOL = 9;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    private Ipv4Header() {}

    /** Whether {@code readable} bytes hold the header with its options and as many bytes as its total length says. */
    public static boolean isValid(long header, int readable) {
        if (readable < LENGTH) {
            return false;
        }
        int headerLength = headerLength(header);
        int totalLength = totalLength(header);
        return headerLength >= LENGTH && headerLength <= totalLength && totalLength <= readable;
    }

    /** Bytes of the header with its options: 0 to 60, at least {@link #LENGTH} in a valid one. */
    public static int headerLength(long header) {
        return (Memory.getByte(header + VERSION_IHL) & 0xF) << 2;
    }

    /** Writes version 4 and a header length of {@code bytes}, a multiple of 4 from 20 to 60. */
    public static void versionAndLength(long header, int bytes) {
        Memory.putByte(header + VERSION_IHL, 0x40 | bytes >>> 2);
    }

    /** DSCP and ECN. */
    public static int tos(long header) {
        return Memory.getByte(header + TOS);
    }

    public static void tos(long header, int tos) {
        Memory.putByte(header + TOS, tos);
    }

    /** Bytes of header and payload. */
    public static int totalLength(long header) {
        return Memory.getShortNetwork(header + TOTAL_LENGTH);
    }

    public static void totalLength(long header, int length) {
        Memory.putShortNetwork(header + TOTAL_LENGTH, length);
    }

    public static int id(long header) {
        return Memory.getShortNetwork(header + ID);
    }

    public static void id(long header, int id) {
        Memory.putShortNetwork(header + ID, id);
    }

    /** Flags and fragment offset: {@link #DONT_FRAGMENT}, {@link #MORE_FRAGMENTS}, {@link #OFFSET_MASK} (units of 8 bytes). */
    public static int fragment(long header) {
        return Memory.getShortNetwork(header + FRAGMENT);
    }

    public static void fragment(long header, int flagsAndOffset) {
        Memory.putShortNetwork(header + FRAGMENT, flagsAndOffset);
    }

    public static int ttl(long header) {
        return Memory.getByte(header + TTL_OFFSET);
    }

    public static void ttl(long header, int ttl) {
        Memory.putByte(header + TTL_OFFSET, ttl);
    }

    public static int protocol(long header) {
        return Memory.getByte(header + PROTOCOL);
    }

    public static void protocol(long header, int protocol) {
        Memory.putByte(header + PROTOCOL, protocol);
    }

    public static int checksum(long header) {
        return Memory.getShortNetwork(header + CHECKSUM_OFFSET);
    }

    public static void checksum(long header, int checksum) {
        Memory.putShortNetwork(header + CHECKSUM_OFFSET, checksum);
    }

    /** The source in the high half, the destination in the low half. */
    public static long addresses(long header) {
        return Memory.getLongNetwork(header + SOURCE);
    }

    public static int source(long header) {
        return Memory.getIntNetwork(header + SOURCE);
    }

    public static void source(long header, int address) {
        Memory.putIntNetwork(header + SOURCE, address);
    }

    public static int destination(long header) {
        return Memory.getIntNetwork(header + DESTINATION);
    }

    public static void destination(long header, int address) {
        Memory.putIntNetwork(header + DESTINATION, address);
    }

    /** Computes and writes the checksum of a valid header. */
    public static void updateChecksum(long header) {
        checksum(header, 0);
        checksum(header, Checksum.of(header, headerLength(header)));
    }

    /** The sum of the pseudo header for {@code length} bytes of transport header and payload. */
    public static long pseudoSum(long header, int protocol, int length) {
        return Checksum.pseudoIpv4(source(header), destination(header), protocol, length);
    }
}

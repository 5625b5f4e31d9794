package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The IPv6 header (RFC 8200 section 3).
 *
 * <pre>
 *   0 version (4 bits), traffic class (8), flow label (20)  4 payload length (2)  6 next header (1)  7 hop limit (1)
 *   8 source (16)  24 destination (16)
 * </pre>
 */
public final class Ipv6Header {
    /** Bytes. */
    public static final int LENGTH = 40;

    public static final int NEXT_HEADER_OFFSET = 6;
    public static final int HOP_LIMIT_OFFSET = 7;

    private static final int VERSION_CLASS_LABEL = 0;
    private static final int PAYLOAD_LENGTH = 4;
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;

    private static final int LABEL_MASK = 0xFFFFF;
    private static final int CLASS_SHIFT = 20;
    private static final int CLASS_MASK = 0xFF;

    private Ipv6Header() {}

    /** Whether {@code readable} bytes hold the header and as many bytes as its payload length says. */
    public static boolean isValid(long header, int readable) {
        return readable >= LENGTH && LENGTH + payloadLength(header) <= readable;
    }

    /** Writes version 6, traffic class and flow label. */
    public static void versionClassLabel(long header, int trafficClass, int label) {
        int word = 6 << 28 | (trafficClass & CLASS_MASK) << CLASS_SHIFT | label & LABEL_MASK;
        Memory.putIntNetwork(header + VERSION_CLASS_LABEL, word);
    }

    /** DSCP and ECN. */
    public static int trafficClass(long header) {
        return Memory.getIntNetwork(header + VERSION_CLASS_LABEL) >>> CLASS_SHIFT & CLASS_MASK;
    }

    public static void trafficClass(long header, int trafficClass) {
        int rest = Memory.getIntNetwork(header + VERSION_CLASS_LABEL) & ~(CLASS_MASK << CLASS_SHIFT);
        Memory.putIntNetwork(header + VERSION_CLASS_LABEL, rest | (trafficClass & CLASS_MASK) << CLASS_SHIFT);
    }

    public static int flowLabel(long header) {
        return Memory.getIntNetwork(header + VERSION_CLASS_LABEL) & LABEL_MASK;
    }

    public static void flowLabel(long header, int label) {
        int rest = Memory.getIntNetwork(header + VERSION_CLASS_LABEL) & ~LABEL_MASK;
        Memory.putIntNetwork(header + VERSION_CLASS_LABEL, rest | label & LABEL_MASK);
    }

    /** Bytes behind this header. */
    public static int payloadLength(long header) {
        return Memory.getShortNetwork(header + PAYLOAD_LENGTH);
    }

    public static void payloadLength(long header, int length) {
        Memory.putShortNetwork(header + PAYLOAD_LENGTH, length);
    }

    public static int nextHeader(long header) {
        return Memory.getByte(header + NEXT_HEADER_OFFSET);
    }

    public static void nextHeader(long header, int protocol) {
        Memory.putByte(header + NEXT_HEADER_OFFSET, protocol);
    }

    public static int hopLimit(long header) {
        return Memory.getByte(header + HOP_LIMIT_OFFSET);
    }

    public static void hopLimit(long header, int limit) {
        Memory.putByte(header + HOP_LIMIT_OFFSET, limit);
    }

    public static long sourceHigh(long header) {
        return Memory.getLongNetwork(header + SOURCE);
    }

    public static long sourceLow(long header) {
        return Memory.getLongNetwork(header + SOURCE + 8);
    }

    public static void source(long header, long high, long low) {
        Memory.putLongNetwork(header + SOURCE, high);
        Memory.putLongNetwork(header + SOURCE + 8, low);
    }

    public static long destinationHigh(long header) {
        return Memory.getLongNetwork(header + DESTINATION);
    }

    public static long destinationLow(long header) {
        return Memory.getLongNetwork(header + DESTINATION + 8);
    }

    public static void destination(long header, long high, long low) {
        Memory.putLongNetwork(header + DESTINATION, high);
        Memory.putLongNetwork(header + DESTINATION + 8, low);
    }

    /** The sum of the pseudo header for {@code length} bytes of transport header and payload. */
    public static long pseudoSum(long header, int protocol, int length) {
        return Checksum.pseudoIpv6(
                sourceHigh(header),
                sourceLow(header),
                destinationHigh(header),
                destinationLow(header),
                protocol,
                length);
    }
}

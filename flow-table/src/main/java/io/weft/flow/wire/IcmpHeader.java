package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The first 8 bytes of an ICMP (RFC 792) or ICMPv6 (RFC 4443) message.
 *
 * <pre>
 *   0 type (1)  1 code (1)  2 checksum (2)  4 rest of header (4)  8 body
 * </pre>
 */
public final class IcmpHeader {
    /** Bytes. */
    public static final int LENGTH = 8;

    public static final int CHECKSUM_OFFSET = 2;

    private static final int TYPE = 0;
    private static final int CODE = 1;
    private static final int REST = 4;

    private IcmpHeader() {}

    /** Whether {@code readable} bytes hold the header. */
    public static boolean isValid(int readable) {
        return readable >= LENGTH;
    }

    public static int type(long header) {
        return Memory.getByte(header + TYPE);
    }

    public static void type(long header, int type) {
        Memory.putByte(header + TYPE, type);
    }

    public static int code(long header) {
        return Memory.getByte(header + CODE);
    }

    public static void code(long header, int code) {
        Memory.putByte(header + CODE, code);
    }

    public static int checksum(long header) {
        return Memory.getShortNetwork(header + CHECKSUM_OFFSET);
    }

    public static void checksum(long header, int checksum) {
        Memory.putShortNetwork(header + CHECKSUM_OFFSET, checksum);
    }

    /** The four bytes whose meaning depends on the type, such as identifier and sequence of an echo. */
    public static int rest(long header) {
        return Memory.getIntNetwork(header + REST);
    }

    public static void rest(long header, int rest) {
        Memory.putIntNetwork(header + REST, rest);
    }
}

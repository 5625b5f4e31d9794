package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The TCP header (RFC 9293 section 3.1).
 *
 * <pre>
 *   0 source port (2)  2 destination port (2)  4 sequence (4)  8 acknowledgement (4)
 *   12 header words (4 bits), flags (12)  14 window (2)  16 checksum (2)  18 urgent (2)  20 options
 * </pre>
 */
public final class TcpHeader {
    /** Bytes without options. */
    public static final int LENGTH = 20;

    public static final int CHECKSUM_OFFSET = 16;

    public static final int FIN = 0x001;
    public static final int SYN = 0x002;
    public static final int RST = 0x004;
    public static final int PSH = 0x008;
    public static final int ACK = 0x010;

    /** The 12 bits of flags, reserved ones included. */
    public static final int FLAGS_MASK = 0xFFF;

    private static final int SOURCE = 0;
    private static final int DESTINATION = 2;
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGEMENT = 8;
    private static final int LENGTH_FLAGS = 12;
    private static final int WINDOW = 14;

    private TcpHeader() {}

    /** Whether {@code readable} bytes hold the header with its options. */
    public static boolean isValid(long header, int readable) {
        if (readable < LENGTH) {
            return false;
        }
        int headerLength = headerLength(header);
        return headerLength >= LENGTH && headerLength <= readable;
    }

    public static int source(long header) {
        return Memory.getShortNetwork(header + SOURCE);
    }

    public static void source(long header, int port) {
        Memory.putShortNetwork(header + SOURCE, port);
    }

    public static int destination(long header) {
        return Memory.getShortNetwork(header + DESTINATION);
    }

    public static void destination(long header, int port) {
        Memory.putShortNetwork(header + DESTINATION, port);
    }

    public static int sequence(long header) {
        return Memory.getIntNetwork(header + SEQUENCE);
    }

    public static void sequence(long header, int number) {
        Memory.putIntNetwork(header + SEQUENCE, number);
    }

    public static int acknowledgement(long header) {
        return Memory.getIntNetwork(header + ACKNOWLEDGEMENT);
    }

    public static void acknowledgement(long header, int number) {
        Memory.putIntNetwork(header + ACKNOWLEDGEMENT, number);
    }

    /** Bytes of the header with its options: 0 to 60, at least {@link #LENGTH} in a valid one. */
    public static int headerLength(long header) {
        return Memory.getByte(header + LENGTH_FLAGS) >>> 4 << 2;
    }

    /** The 12 flag bits. */
    public static int flags(long header) {
        return Memory.getShortNetwork(header + LENGTH_FLAGS) & FLAGS_MASK;
    }

    /** Writes a header length of {@code bytes}, a multiple of 4 from 20 to 60, and 12 flag bits. */
    public static void lengthAndFlags(long header, int bytes, int flags) {
        Memory.putShortNetwork(header + LENGTH_FLAGS, bytes >>> 2 << 12 | flags & FLAGS_MASK);
    }

    public static int window(long header) {
        return Memory.getShortNetwork(header + WINDOW);
    }

    public static void window(long header, int window) {
        Memory.putShortNetwork(header + WINDOW, window);
    }

    public static int checksum(long header) {
        return Memory.getShortNetwork(header + CHECKSUM_OFFSET);
    }

    public static void checksum(long header, int checksum) {
        Memory.putShortNetwork(header + CHECKSUM_OFFSET, checksum);
    }
}

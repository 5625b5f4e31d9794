package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The UDP header (RFC 768).
 *
 * <pre>
 *   0 source port (2)  2 destination port (2)  4 length (2)  6 checksum (2; 0: none)
 * </pre>
 */
public final class UdpHeader {
    /** Bytes. */
    public static final int LENGTH = 8;

    public static final int CHECKSUM_OFFSET = 6;

    private static final int SOURCE = 0;
    private static final int DESTINATION = 2;
    private static final int DATAGRAM_LENGTH = 4;

    private UdpHeader() {}

    /** Whether {@code readable} bytes hold the header; its length field is not judged. */
    public static boolean isValid(int readable) {
        return readable >= LENGTH;
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

    /** Bytes of header and payload, as the header says. */
    public static int datagramLength(long header) {
        return Memory.getShortNetwork(header + DATAGRAM_LENGTH);
    }

    public static void datagramLength(long header, int length) {
        Memory.putShortNetwork(header + DATAGRAM_LENGTH, length);
    }

    /** 0 where the sender computed none. */
    public static int checksum(long header) {
        return Memory.getShortNetwork(header + CHECKSUM_OFFSET);
    }

    public static void checksum(long header, int checksum) {
        Memory.putShortNetwork(header + CHECKSUM_OFFSET, checksum);
    }
}

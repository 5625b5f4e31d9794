package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The SCTP common header (RFC 9260 section 3.1).
 *
 * <pre>
 *   0 source port (2)  2 destination port (2)  4 verification tag (4)  8 checksum (4): CRC32c, least significant byte first
 * </pre>
 */
public final class SctpHeader {
    /** Bytes. */
    public static final int LENGTH = 12;

    private static final int SOURCE = 0;
    private static final int DESTINATION = 2;
    private static final int TAG = 4;
    private static final int CHECKSUM = 8;

    private SctpHeader() {}

    /** Whether {@code readable} bytes hold the header. */
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

    public static int verificationTag(long header) {
        return Memory.getIntNetwork(header + TAG);
    }

    public static void verificationTag(long header, int tag) {
        Memory.putIntNetwork(header + TAG, tag);
    }

    /** The checksum as {@link #compute} returns it. */
    public static int checksum(long header) {
        return Integer.reverseBytes(Memory.getIntNetwork(header + CHECKSUM));
    }

    public static void checksum(long header, int checksum) {
        Memory.putIntNetwork(header + CHECKSUM, Integer.reverseBytes(checksum));
    }

    /** The right checksum of a packet of {@code length} (at least {@link #LENGTH}) bytes, whatever its checksum field holds. */
    public static int compute(long header, int length) {
        int crc = Crc32c.update(Crc32c.START, header, CHECKSUM);
        crc = Crc32c.updateZero(crc, Integer.BYTES);
        return Crc32c.finish(Crc32c.update(crc, header + LENGTH, length - LENGTH));
    }
}

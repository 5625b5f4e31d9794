package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The CRC of SCTP (RFC 9260 appendix A; polynomial 0x1EDC6F41, reflected) over off-heap bytes: one table look-up a byte, since only
 * rewritten SCTP packets need it. The JDK's own class reads arrays and buffers only.
 *
 * <p>Thread-safety: stateless. Allocation: none after class initialisation.
 */
public final class Crc32c {
    /** The state before the first byte. */
    public static final int START = -1;

    private static final int REFLECTED_POLYNOMIAL = 0x82F63B78;
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : REFLECTED_POLYNOMIAL);
            }
            TABLE[i] = crc;
        }
    }

    private Crc32c() {}

    /** The state after {@code length} bytes at {@code address}. */
    public static int update(int state, long address, int length) {
        int crc = state;
        for (int i = 0; i < length; i++) {
            crc = next(crc, Memory.getByte(address + i));
        }
        return crc;
    }

    /** The state after {@code length} zero bytes. */
    public static int updateZero(int state, int length) {
        int crc = state;
        for (int i = 0; i < length; i++) {
            crc = next(crc, 0);
        }
        return crc;
    }

    /** The CRC of a state. */
    public static int finish(int state) {
        return ~state;
    }

    private static int next(int crc, int value) {
        return crc >>> 8 ^ TABLE[(crc ^ value) & 0xFF];
    }
}

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

    /** Longest number of bytes behind a change: 2 to this power, less one. */
    private static final int ZERO_BITS = 16;

    /** Element k: what 2^k zero bytes make of each bit of a state. */
    private static final int[][] ZEROS = new int[ZERO_BITS][Integer.SIZE];

    static {
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            ZEROS[0][bit] = next(1 << bit, 0);
        }
        for (int k = 1; k < ZERO_BITS; k++) {
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                ZEROS[k][bit] = times(ZEROS[k - 1], ZEROS[k - 1][bit]);
            }
        }
    }

    private Crc32c() {}

    private static int times(int[] matrix, int state) {
        int product = 0;
        for (int left = state; left != 0; left &= left - 1) {
            product ^= matrix[Integer.numberOfTrailingZeros(left)];
        }
        return product;
    }

    /**
     * The bits of a CRC that change when four bytes do; the CRC is linear, so what is around them does not matter.
     *
     * @param difference exclusive or of the old and the new bytes, in network order
     * @param behind bytes behind them, 0 to 65,535
     */
    public static int change(int difference, int behind) {
        int state = 0;
        for (int shift = 24; shift >= 0; shift -= 8) {
            state = next(state, difference >>> shift & 0xFF);
        }
        for (int k = 0; k < ZERO_BITS; k++) {
            state = (behind >>> k & 1) == 0 ? state : times(ZEROS[k], state);
        }
        return state;
    }

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

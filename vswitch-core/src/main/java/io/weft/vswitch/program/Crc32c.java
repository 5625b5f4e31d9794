package io.weft.vswitch.program;

import io.weft.flow.memory.Memory;

/** The checksum of SCTP (RFC 9260 appendix A), over packet memory. */
final class Crc32c {
    private static final int POLYNOMIAL_REFLECTED = 0x82F63B78;
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL_REFLECTED : crc >>> 1;
            }
            TABLE[i] = crc;
        }
    }

    private Crc32c() {}

    /** The CRC of an SCTP packet whose checksum field counts as 0, in the byte order in which {@code Memory.putInt} stores it right on x86. */
    static int ofSctp(long address, int length) {
        int crc = -1;
        for (int i = 0; i < length; i++) {
            int octet = i >= 8 && i < 12 ? 0 : Memory.getByte(address + i);
            crc = crc >>> 8 ^ TABLE[(crc ^ octet) & 0xFF];
        }
        return ~crc;
    }
}

package io.weft.vswitch.program;

import io.weft.flow.memory.Memory;

/** Ones' complement arithmetic on big-endian 16-bit words (RFC 1071, RFC 1624). Pure functions. */
final class Sums {
    private Sums() {}

    /** A sum of 16-bit words, folded to 16 bits. */
    static int fold(long sum) {
        long folded = (sum & 0xFFFF_FFFFL) + (sum >>> 32);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        return (int) ((folded & 0xFFFF) + (folded >>> 16));
    }

    /** The unfolded sum of the four 16-bit words of a value. */
    static long words(long value) {
        return (value >>> 48) + (value >>> 32 & 0xFFFF) + (value >>> 16 & 0xFFFF) + (value & 0xFFFF);
    }

    /** The checksum after a covered 16-bit word changed: RFC 1624, equation 3. */
    static int replace16(int checksum, int old, int now) {
        return ~fold((~checksum & 0xFFFFL) + (~old & 0xFFFFL) + (now & 0xFFFFL)) & 0xFFFF;
    }

    static int replace32(int checksum, int old, int now) {
        return replace64(checksum, Integer.toUnsignedLong(old), Integer.toUnsignedLong(now));
    }

    static int replace64(int checksum, long old, long now) {
        return ~fold((~checksum & 0xFFFFL) + words(~old) + words(now)) & 0xFFFF;
    }

    /** The sum itself (not complemented, as a partial checksum holds it) after a covered value changed. */
    static int replaceInSum(int sum, long old, long now) {
        return fold((sum & 0xFFFFL) + words(~old) + words(now));
    }

    /** The unfolded sum of {@code length} bytes, padded with a zero byte where odd. */
    static long sum(long address, int length) {
        long sum = 0;
        int offset = 0;
        for (; offset + 4 <= length; offset += 4) {
            sum += Memory.getIntNetwork(address + offset) & 0xFFFF_FFFFL;
        }
        if (offset + 2 <= length) {
            sum += Memory.getShortNetwork(address + offset);
            offset += 2;
        }
        return offset < length ? sum + ((long) Memory.getByte(address + offset) << 8) : sum;
    }
}

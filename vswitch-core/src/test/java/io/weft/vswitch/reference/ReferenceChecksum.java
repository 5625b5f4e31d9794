package io.weft.vswitch.reference;

/** A checksum of RFC 1071 that follows a change of the bytes it covers, as RFC 1624 equation 3 says, one 16-bit word after the other. */
final class ReferenceChecksum {
    private final byte[] before;
    private final byte[] after;
    private final int at;
    private long sum;
    private boolean changed;

    /** {@code at} is where the checksum stands in both. */
    ReferenceChecksum(byte[] before, byte[] after, int at) {
        this.before = before;
        this.after = after;
        this.at = at;
        sum = ~word(before, at, at + 2) & 0xffff;
    }

    /** The checksum covers the bytes from {@code from} to {@code to}, itself left out. */
    void cover(int from, int to) {
        for (int i = from; i < to; i += 2) {
            int old = word(before, i, to);
            int now = word(after, i, to);
            if (i != at && old != now) {
                sum += (~old & 0xffff) + now;
                changed = true;
            }
        }
    }

    /** Writes the new checksum; returns whether something covered has changed. */
    boolean mend() {
        if (changed) {
            while (sum > 0xffff) {
                sum = (sum & 0xffff) + (sum >> 16);
            }
            after[at] = (byte) (~sum >> 8);
            after[at + 1] = (byte) ~sum;
        }
        return changed;
    }

    private static int word(byte[] bytes, int at, int end) {
        return (bytes[at] & 0xff) << 8 | (at + 1 < end ? bytes[at + 1] & 0xff : 0);
    }

    /** CRC32c of SCTP (RFC 9260 appendix A): whatever was wrong with the old one stays wrong in the new one. */
    static void mendSctp(byte[] before, byte[] after, int from, int to) {
        int difference = crc(before, from, to) ^ crc(after, from, to);
        for (int i = 0; i < 4; i++) {
            after[from + 8 + i] ^= (byte) (difference >>> 8 * i);
        }
    }

    private static int crc(byte[] bytes, int from, int to) {
        int crc = -1;
        for (int i = from; i < to; i++) {
            crc ^= i >= from + 8 && i < from + 12 ? 0 : bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x82f6_3b78 : crc >>> 1;
            }
        }
        return ~crc;
    }
}

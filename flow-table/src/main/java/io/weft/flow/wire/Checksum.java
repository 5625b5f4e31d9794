package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The Internet checksum: whole (RFC 1071) and incremental (RFC 1624, equation 3).
 *
 * <p>A <em>sum</em> is an unfolded {@code long} to which further parts are added; {@link #finish} folds and complements it into what a
 * header carries. A part may only be followed by another where it had an even length.
 *
 * <p>Thread-safety: stateless. Allocation: none.
 */
public final class Checksum {
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private Checksum() {}

    /** The checksum of {@code length} bytes; over bytes that include a right checksum it is 0. */
    public static int of(long address, int length) {
        return finish(sum(address, length));
    }

    /** The sum of {@code length} (0 to 2^31-1) bytes; an odd last byte counts as the high half of a word. */
    public static long sum(long address, int length) {
        long sum = 0;
        long at = address;
        int left = length;
        for (; left >= 8; left -= 8, at += 8) {
            long word = Memory.getLongNetwork(at);
            sum += (word >>> 32) + (word & LOW_32);
        }
        if (left >= 4) {
            sum += Memory.getIntNetwork(at) & LOW_32;
            at += 4;
            left -= 4;
        }
        if (left >= 2) {
            sum += Memory.getShortNetwork(at);
            at += 2;
            left -= 2;
        }
        return left == 0 ? sum : sum + ((long) Memory.getByte(at) << 8);
    }

    /**
     * The sum of the IPv4 pseudo header (RFC 793 section 3.1).
     *
     * @param length bytes of transport header and payload
     */
    public static long pseudoIpv4(int source, int destination, int protocol, int length) {
        return (source & LOW_32) + (destination & LOW_32) + protocol + length;
    }

    /**
     * The sum of the IPv6 pseudo header (RFC 8200 section 8.1).
     *
     * @param length bytes of transport header and payload
     */
    public static long pseudoIpv6(
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int protocol, int length) {
        return halves(sourceHigh)
                + halves(sourceLow)
                + halves(destinationHigh)
                + halves(destinationLow)
                + protocol
                + length;
    }

    /** Folds a sum to 16 bits and complements it. */
    public static int finish(long sum) {
        return ~fold(sum) & 0xFFFF;
    }

    /** Folds a sum to 16 bits, not complemented: what a partial checksum for an offload carries. */
    public static int fold(long sum) {
        long folded = halves(sum);
        folded = (folded & LOW_32) + (folded >>> 32);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        return (int) ((folded & 0xFFFF) + (folded >>> 16));
    }

    /** UDP's form: a computed 0 is sent as 0xffff, since 0 means "no checksum" (RFC 768). */
    public static int udp(int checksum) {
        return checksum == 0 ? 0xFFFF : checksum;
    }

    /** The checksum after a 16-bit word at an even offset changed. */
    public static int update16(int checksum, int from, int to) {
        return updated(checksum, (~from & 0xFFFF) + (to & 0xFFFFL));
    }

    /** The checksum after 32 bits at an even offset changed. */
    public static int update32(int checksum, int from, int to) {
        return updated(checksum, (~from & LOW_32) + (to & LOW_32));
    }

    /** The checksum after 64 bits at an even offset changed. */
    public static int update64(int checksum, long from, long to) {
        return updated(checksum, halves(~from) + halves(to));
    }

    /** The checksum after 128 bits at an even offset changed. */
    public static int update128(int checksum, long fromHigh, long fromLow, long toHigh, long toLow) {
        return updated(checksum, halves(~fromHigh) + halves(~fromLow) + halves(toHigh) + halves(toLow));
    }

    private static int updated(int checksum, long change) {
        return finish((~checksum & 0xFFFF) + change);
    }

    private static long halves(long word) {
        return (word >>> 32) + (word & LOW_32);
    }
}

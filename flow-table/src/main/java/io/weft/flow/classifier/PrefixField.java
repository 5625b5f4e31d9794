package io.weft.flow.classifier;

import io.weft.flow.match.MatchMask;

/**
 * The fields whose matches are mostly prefixes: addresses, of IPv6 the first half. Each has lengths in steps of an eighth of its width, which is
 * what a {@link PrefixTrie} tells apart.
 */
enum PrefixField {
    /** {@code nw_src}, {@code arp_spa}. */
    NW_SRC(4, 0, 32),
    /** {@code nw_dst}, {@code arp_tpa}. */
    NW_DST(4, 32, 32),
    /** The first 64 bits of {@code ipv6_src}. */
    IPV6_SRC(8, 0, 64),
    /** The first 64 bits of {@code ipv6_dst}. */
    IPV6_DST(10, 0, 64);

    /** How many steps a length has at the most. */
    static final int STEPS = 8;

    private static final PrefixField[] ALL = values();

    final int word;

    /** How far the first bit of the field is from the first of its word. */
    final int shift;

    final int width;

    PrefixField(int word, int shift, int width) {
        this.word = word;
        this.shift = shift;
        this.width = width;
    }

    static PrefixField at(int ordinal) {
        return ALL[ordinal];
    }

    static int count() {
        return ALL.length;
    }

    /** Bits of a step. */
    int step() {
        return width / STEPS;
    }

    /** The field in a word of a key, its first bit being the first of the result. */
    long value(long keyWord) {
        return keyWord << shift & ones(width);
    }

    /** How many bits from the first on {@code mask} asks for without a gap. */
    int prefixLength(MatchMask mask) {
        return Math.min(width, Long.numberOfLeadingZeros(~value(mask.mask(word))));
    }

    /** The first {@code length} bits, in the word of a key. */
    long bits(int length) {
        return ones(length) >>> shift;
    }

    /** The first {@code length} of 64 bits. */
    static long ones(int length) {
        return length == 0 ? 0 : -1L << Long.SIZE - length;
    }
}

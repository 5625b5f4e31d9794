package io.weft.vswitch.translate;

import io.weft.flow.key.FlowKey;

/** A set of words of the key, quick to empty and to walk: {@code for (int w = set.next(0); w >= 0; w = set.next(w + 1))}. */
final class WordSet {
    private final long[] bits = new long[FlowKey.WORDS + 63 >> 6];

    void clear() {
        for (int i = 0; i < bits.length; i++) {
            bits[i] = 0;
        }
    }

    void add(int word) {
        bits[word >> 6] |= 1L << word;
    }

    boolean contains(int word) {
        return (bits[word >> 6] & 1L << word) != 0;
    }

    void copy(WordSet other) {
        System.arraycopy(other.bits, 0, bits, 0, bits.length);
    }

    /** The first 64 words, as bits. */
    long first() {
        return bits[0];
    }

    /** The first word of the set that is not below {@code from}, or -1. */
    int next(int from) {
        for (int i = from >> 6; i < bits.length; i++) {
            long rest = i == from >> 6 ? bits[i] & -1L << from : bits[i];
            if (rest != 0) {
                return (i << 6) + Long.numberOfTrailingZeros(rest);
            }
        }
        return -1;
    }
}

package io.weft.vswitch.translate;

import io.weft.flow.key.FlowKey;

/** A set of words of the key, quick to empty and to walk: {@code for (int w = set.next(0); w >= 0; w = set.next(w + 1))}. */
final class WordSet {
    private final long[] bits = new long[FlowKey.WORDS + 63 >> 6];

    /** Elements of {@link #bits} that may be other than 0. */
    private int used;

    void clear() {
        for (int i = 0; i < used; i++) {
            bits[i] = 0;
        }
        used = 0;
    }

    void add(int word) {
        bits[word >> 6] |= 1L << word;
        used = Math.max(used, (word >> 6) + 1);
    }

    boolean contains(int word) {
        return (bits[word >> 6] & 1L << word) != 0;
    }

    void copy(WordSet other) {
        clear();
        used = other.used;
        for (int i = 0; i < used; i++) {
            bits[i] = other.bits[i];
        }
    }

    /** The first 64 words, as bits. */
    long first() {
        return bits[0];
    }

    /** The first word of the set that is not below {@code from}, or -1. */
    int next(int from) {
        for (int i = from >> 6; i < used; i++) {
            long rest = i == from >> 6 ? bits[i] & -1L << from : bits[i];
            if (rest != 0) {
                return (i << 6) + Long.numberOfTrailingZeros(rest);
            }
        }
        return -1;
    }
}

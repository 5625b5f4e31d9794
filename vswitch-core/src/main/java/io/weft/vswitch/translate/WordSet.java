package io.weft.vswitch.translate;

import io.weft.flow.key.FlowKey;

/** A set of words of the key, quick to empty and to walk: {@code for (int i = 0; i < set.size(); i++) ... set.word(i)}. */
final class WordSet {
    private final int[] words = new int[FlowKey.WORDS];
    private final long[] bits = new long[FlowKey.WORDS + 63 >> 6];
    private int size;

    void clear() {
        for (int i = 0; i < size; i++) {
            bits[words[i] >> 6] = 0;
        }
        size = 0;
    }

    void add(int word) {
        if (!contains(word)) {
            bits[word >> 6] |= 1L << word;
            words[size++] = word;
        }
    }

    boolean contains(int word) {
        return (bits[word >> 6] & 1L << word) != 0;
    }

    void copy(WordSet other) {
        clear();
        for (int i = 0; i < other.size; i++) {
            add(other.words[i]);
        }
    }

    int size() {
        return size;
    }

    /** One of the words, in the order in which they came. */
    int word(int index) {
        return words[index];
    }

    /** Whether some word of the set is {@code from} or above. */
    boolean reaches(int from) {
        for (int i = 0; i < size; i++) {
            if (words[i] >= from) {
                return true;
            }
        }
        return false;
    }

    /** The first 64 words, as bits. */
    long first() {
        return bits[0];
    }
}

package io.weft.flow.match;

import io.weft.flow.key.FlowKey;
import java.util.Arrays;

/**
 * Which bits of a key a {@link Match} asks for. Thousands of matches have the same mask, so it is an object of its own, which they share.
 *
 * <p>Thread-safety: immutable.
 */
public final class MatchMask {
    private static final long[] NOTHING = new long[FlowKey.WORDS];

    /** The words with mask bits, ascending, each an unsigned byte. */
    final byte[] words;

    final long[] masks;
    private final int bits;
    private final int hash;

    /** Copies {@code mask}, of {@link FlowKey#WORDS} words, or without the last ones that are zero. */
    public MatchMask(long[] mask) {
        int count = 0;
        for (int word = next(mask, 0); word < mask.length; word = next(mask, word + 1)) {
            count++;
        }
        words = new byte[count];
        masks = new long[count];
        int sum = 0;
        for (int word = next(mask, 0), i = 0; i < count; word = next(mask, word + 1), i++) {
            words[i] = (byte) word;
            masks[i] = mask[word];
            sum += Long.bitCount(mask[word]);
        }
        bits = sum;
        hash = 31 * Arrays.hashCode(words) + Arrays.hashCode(masks);
    }

    /** The first word from {@code from} on that is not zero, or the end. */
    private static int next(long[] mask, int from) {
        int at = Arrays.mismatch(mask, from, mask.length, NOTHING, from, mask.length);
        return at < 0 ? mask.length : from + at;
    }

    /** How many words have mask bits. */
    public int wordCount() {
        return words.length;
    }

    /** The {@code index}-th word that has mask bits; they ascend. */
    public int word(int index) {
        return words[index] & 0xFF;
    }

    /** The mask of the {@code index}-th word that has mask bits. */
    public long maskAt(int index) {
        return masks[index];
    }

    /** The mask of {@code word}, 0 where nothing is asked for. */
    public long mask(int word) {
        int index = index(word);
        return index < 0 ? 0 : masks[index];
    }

    /** The place of {@code word} among those with mask bits, or -1. */
    int index(int word) {
        for (int i = 0; i < words.length; i++) {
            if ((words[i] & 0xFF) == word) {
                return i;
            }
        }
        return -1;
    }

    /** How many bits it has. */
    public int bits() {
        return bits;
    }

    /** Whether every bit of {@code other} is in this mask. */
    public boolean covers(MatchMask other) {
        for (int i = 0; i < other.words.length; i++) {
            if ((other.masks[i] & ~mask(other.word(i))) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object object) {
        return this == object
                || object instanceof MatchMask other
                        && hash == other.hash
                        && Arrays.equals(words, other.words)
                        && Arrays.equals(masks, other.masks);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}

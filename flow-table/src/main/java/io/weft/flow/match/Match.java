package io.weft.flow.match;

import io.weft.flow.key.FlowKey;
import java.util.Arrays;

/**
 * An immutable (value, mask) pair over a flow key: a key matches when it equals the value in every bit of the mask. Value bits outside
 * the mask are zero, so equal matches are equal objects. Only words with mask bits are stored.
 *
 * <p>Make one with {@link MatchBuilder} or by parsing text. Thread-safety: immutable.
 */
public final class Match {
    /** Matches every packet. */
    public static final Match ANY = new Match(new long[FlowKey.WORDS], new long[FlowKey.WORDS]);

    /** The words with mask bits, ascending, each an unsigned byte. */
    private final byte[] words;

    private final long[] values;
    private final long[] masks;
    private final int hash;

    /** Copies {@code value} and {@code mask}, each of {@link FlowKey#WORDS} words; value bits outside the mask are dropped. */
    public Match(long[] value, long[] mask) {
        int count = 0;
        for (int word = 0; word < FlowKey.WORDS; word++) {
            count += mask[word] != 0 ? 1 : 0;
        }
        words = new byte[count];
        values = new long[count];
        masks = new long[count];
        for (int word = 0, next = 0; next < count; word++) {
            if (mask[word] != 0) {
                words[next] = (byte) word;
                masks[next] = mask[word];
                values[next++] = value[word] & mask[word];
            }
        }
        hash = 31 * (31 * Arrays.hashCode(words) + Arrays.hashCode(values)) + Arrays.hashCode(masks);
    }

    /** How many words have mask bits. */
    public int wordCount() {
        return words.length;
    }

    /** The {@code index}-th word that has mask bits; they ascend. */
    public int word(int index) {
        return words[index] & 0xFF;
    }

    /** The value of the {@code index}-th word that has mask bits. */
    public long valueAt(int index) {
        return values[index];
    }

    /** The mask of the {@code index}-th word that has mask bits. */
    public long maskAt(int index) {
        return masks[index];
    }

    /** The value of {@code word}, 0 where nothing is matched. */
    public long value(int word) {
        int index = index(word);
        return index < 0 ? 0 : values[index];
    }

    /** The mask of {@code word}, 0 where nothing is matched. */
    public long mask(int word) {
        int index = index(word);
        return index < 0 ? 0 : masks[index];
    }

    private int index(int word) {
        for (int i = 0; i < words.length; i++) {
            if ((words[i] & 0xFF) == word) {
                return i;
            }
        }
        return -1;
    }

    /** Whether {@code key} ({@link FlowKey#WORDS} words) matches. */
    public boolean matches(long[] key) {
        for (int i = 0; i < words.length; i++) {
            if ((key[words[i] & 0xFF] & masks[i]) != values[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether some key matches both this and {@code other}. */
    public boolean overlaps(Match other) {
        for (int i = 0; i < words.length; i++) {
            int word = word(i);
            if (((values[i] ^ other.value(word)) & masks[i] & other.mask(word)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether every key that matches {@code this} also matches {@code other}: {@code this} is at least as narrow. */
    public boolean isSubsetOf(Match other) {
        for (int i = 0; i < other.words.length; i++) {
            int word = other.word(i);
            long mask = other.masks[i];
            if ((mask(word) & mask) != mask || (value(word) & mask) != other.values[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the masks of both are the same. */
    public boolean hasMaskOf(Match other) {
        return Arrays.equals(words, other.words) && Arrays.equals(masks, other.masks);
    }

    /** A hash of the mask alone. */
    public int maskHash() {
        return 31 * Arrays.hashCode(words) + Arrays.hashCode(masks);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Match other
                && hash == other.hash
                && Arrays.equals(words, other.words)
                && Arrays.equals(values, other.values)
                && Arrays.equals(masks, other.masks);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}

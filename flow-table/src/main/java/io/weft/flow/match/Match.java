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

    private final int wordMap;
    private final long[] values;
    private final long[] masks;
    private final int hash;

    /** Copies {@code value} and {@code mask}, each of {@link FlowKey#WORDS} words; value bits outside the mask are dropped. */
    public Match(long[] value, long[] mask) {
        int map = 0;
        for (int word = 0; word < FlowKey.WORDS; word++) {
            map |= mask[word] != 0 ? 1 << word : 0;
        }
        wordMap = map;
        values = new long[Integer.bitCount(map)];
        masks = new long[values.length];
        int next = 0;
        for (int rest = map; rest != 0; rest &= rest - 1) {
            int word = Integer.numberOfTrailingZeros(rest);
            masks[next] = mask[word];
            values[next++] = value[word] & mask[word];
        }
        hash = 31 * (31 * wordMap + Arrays.hashCode(values)) + Arrays.hashCode(masks);
    }

    /** Bit <i>w</i> is set when word <i>w</i> has mask bits. */
    public int wordMap() {
        return wordMap;
    }

    /** The value of {@code word}, 0 where nothing is matched. */
    public long value(int word) {
        return (wordMap >>> word & 1) == 0 ? 0 : values[index(word)];
    }

    /** The mask of {@code word}, 0 where nothing is matched. */
    public long mask(int word) {
        return (wordMap >>> word & 1) == 0 ? 0 : masks[index(word)];
    }

    private int index(int word) {
        return Integer.bitCount(wordMap & ((1 << word) - 1));
    }

    /** Whether {@code key} ({@link FlowKey#WORDS} words) matches. */
    public boolean matches(long[] key) {
        int next = 0;
        for (int rest = wordMap; rest != 0; rest &= rest - 1, next++) {
            if ((key[Integer.numberOfTrailingZeros(rest)] & masks[next]) != values[next]) {
                return false;
            }
        }
        return true;
    }

    /** Whether some key matches both this and {@code other}. */
    public boolean overlaps(Match other) {
        for (int rest = wordMap & other.wordMap; rest != 0; rest &= rest - 1) {
            int word = Integer.numberOfTrailingZeros(rest);
            if (((value(word) ^ other.value(word)) & mask(word) & other.mask(word)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether every key that matches {@code this} also matches {@code other}: {@code this} is at least as narrow. */
    public boolean isSubsetOf(Match other) {
        for (int rest = other.wordMap; rest != 0; rest &= rest - 1) {
            int word = Integer.numberOfTrailingZeros(rest);
            long mask = other.mask(word);
            if ((mask(word) & mask) != mask || (value(word) & mask) != other.value(word)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Match other
                && wordMap == other.wordMap
                && Arrays.equals(values, other.values)
                && Arrays.equals(masks, other.masks);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}

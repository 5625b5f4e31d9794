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

    private final MatchMask mask;
    private final long[] values;
    private final int hash;

    /** Copies {@code value} and {@code mask}, each of {@link FlowKey#WORDS} words, or without the last ones that are zero; value bits outside the mask are dropped. */
    public Match(long[] value, long[] mask) {
        this(new MatchMask(mask), value);
    }

    private Match(MatchMask mask, long[] value) {
        this.mask = mask;
        values = new long[mask.wordCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value[mask.word(i)] & mask.masks[i];
        }
        hash = 31 * mask.hashCode() + Arrays.hashCode(values);
    }

    private Match(long[] values, MatchMask mask) {
        this.mask = mask;
        this.values = values;
        hash = 31 * mask.hashCode() + Arrays.hashCode(values);
    }

    /**
     * A match that shares {@code mask}.
     *
     * @param values one for each word of the mask, in its order; bits outside the mask are cleared. Belongs to the match from now on
     */
    public static Match of(MatchMask mask, long[] values) {
        if (values.length != mask.wordCount()) {
            throw new IllegalArgumentException(values.length + " values: must be " + mask.wordCount());
        }
        for (int i = 0; i < values.length; i++) {
            values[i] &= mask.masks[i];
        }
        return new Match(values, mask);
    }

    private Match(MatchMask mask, Match same) {
        this.mask = mask;
        values = same.values;
        hash = same.hash;
    }

    /** An equal match that shares {@code same}, which equals its mask. */
    @SuppressWarnings("ReferenceEquality") // sharing is about which object it is
    public Match sharing(MatchMask same) {
        return mask == same ? this : new Match(same, this);
    }

    /** The bits that are asked for. */
    public MatchMask mask() {
        return mask;
    }

    /** How many words have mask bits. */
    public int wordCount() {
        return values.length;
    }

    /** The {@code index}-th word that has mask bits; they ascend. */
    public int word(int index) {
        return mask.word(index);
    }

    /** The value of the {@code index}-th word that has mask bits. */
    public long valueAt(int index) {
        return values[index];
    }

    /** The mask of the {@code index}-th word that has mask bits. */
    public long maskAt(int index) {
        return mask.masks[index];
    }

    /** The value of {@code word}, 0 where nothing is matched. */
    public long value(int word) {
        int index = mask.index(word);
        return index < 0 ? 0 : values[index];
    }

    /** The mask of {@code word}, 0 where nothing is matched. */
    public long mask(int word) {
        return mask.mask(word);
    }

    /** Whether {@code key} ({@link FlowKey#WORDS} words) matches. */
    public boolean matches(long[] key) {
        byte[] words = mask.words;
        long[] masks = mask.masks;
        for (int i = 0; i < words.length; i++) {
            if ((key[words[i] & 0xFF] & masks[i]) != values[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether some key matches both this and {@code other}. */
    public boolean overlaps(Match other) {
        for (int i = 0; i < values.length; i++) {
            int at = other.mask.index(word(i));
            if (at >= 0 && ((values[i] ^ other.values[at]) & maskAt(i) & other.maskAt(at)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether every key that matches {@code this} also matches {@code other}: {@code this} is at least as narrow. */
    public boolean isSubsetOf(Match other) {
        for (int i = 0; i < other.values.length; i++) {
            int at = mask.index(other.word(i));
            long asked = other.maskAt(i);
            if (at < 0 || (maskAt(at) & asked) != asked || (values[at] & asked) != other.values[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object object) {
        return this == object
                || object instanceof Match other
                        && hash == other.hash
                        && Arrays.equals(values, other.values)
                        && mask.equals(other.mask);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}

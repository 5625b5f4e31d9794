package io.weft.vswitch.translate;

import java.util.Arrays;

/**
 * What the lookups of a translation saw that was not as it arrived: word 0, whose {@code in_port} differs from lookup to lookup, and the
 * words that actions had written by then, with their written bits. What is written is a constant or derives from bits that were looked at, so
 * it is the same for all packets that the translation stands for.
 *
 * <pre>
 *   lookup      0          1          2          3            lookups between which nothing was written share a list:
 *   list    [      )   [ reg0 )   [ reg0 )   [ reg0 nw_ttl )  mostly there is one list, or none
 * </pre>
 *
 * <p>Thread-safety: one owner while it is filled; a {@link #copy} is immutable.
 */
public final class VisitKeys {
    /** Written words of all lists together; from there on nothing is said about them. */
    private static final int MOST = 256;

    private static final int WORD = 0;
    private static final int BITS = 1;
    private static final int VALUE = 2;
    private static final int PARTS = 3;
    private static final int UNKNOWN = -1;

    private long[] firstWords;
    private int[] begins;
    private int[] ends;
    private long[] written;
    private int count;
    private int size;

    VisitKeys() {
        firstWords = new long[16];
        begins = new int[16];
        ends = new int[16];
        written = new long[8 * PARTS];
    }

    private VisitKeys(VisitKeys from) {
        count = from.count;
        size = from.size;
        firstWords = Arrays.copyOf(from.firstWords, count);
        begins = Arrays.copyOf(from.begins, count);
        ends = Arrays.copyOf(from.ends, count);
        written = Arrays.copyOf(from.written, size);
    }

    private VisitKeys(VisitKeys from, VisitKeys sameLists) {
        count = from.count;
        size = from.size;
        firstWords = sameLists.firstWords;
        begins = sameLists.begins;
        ends = sameLists.ends;
        written = Arrays.copyOf(from.written, size);
    }

    /** As much of it as there is, for good. */
    public VisitKeys copy() {
        return new VisitKeys(this);
    }

    /** As {@link #copy()}, sharing with another copy what is equal. */
    public VisitKeys copy(VisitKeys other) {
        if (!hasSameLists(other)) {
            return copy();
        }
        return hasSameWords(other) ? other : new VisitKeys(this, other);
    }

    /** Whether a copy is equal to this. */
    public boolean isSame(VisitKeys copy) {
        return hasSameLists(copy) && hasSameWords(copy);
    }

    private boolean hasSameLists(VisitKeys other) {
        return count == other.count
                && size == other.size
                && Arrays.equals(firstWords, 0, count, other.firstWords, 0, count)
                && Arrays.equals(begins, 0, count, other.begins, 0, count)
                && Arrays.equals(ends, 0, count, other.ends, 0, count);
    }

    private boolean hasSameWords(VisitKeys other) {
        return Arrays.equals(written, 0, size, other.written, 0, size);
    }

    void clear() {
        count = 0;
        size = 0;
    }

    /** A lookup with this word 0, since the last of which nothing was written, or that is the first and nothing was. */
    void addSame(long firstWord) {
        if (count == 0) {
            add(firstWord, 0, 0);
        } else {
            add(firstWord, begins[count - 1], ends[count - 1]);
        }
    }

    /** A lookup of {@code key}, of which {@code words} have the bits {@code bits} written. */
    void add(long[] key, WordSet words, long[] bits) {
        int begin = size;
        for (int i = 0; i < words.size(); i++) {
            int word = words.word(i);
            if (size == MOST * PARTS) {
                size = begin;
                add(key[0], begin, UNKNOWN);
                return;
            }
            if (size == written.length) {
                written = Arrays.copyOf(written, 2 * size);
            }
            written[size + WORD] = word;
            written[size + BITS] = bits[word];
            written[size + VALUE] = key[word];
            size += PARTS;
        }
        add(key[0], begin, size);
    }

    private void add(long firstWord, int begin, int end) {
        if (count == ends.length) {
            firstWords = Arrays.copyOf(firstWords, 2 * count);
            begins = Arrays.copyOf(begins, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        firstWords[count] = firstWord;
        begins[count] = begin;
        ends[count++] = end;
    }

    /** Word 0 as lookup {@code visit} saw it. */
    public long firstWord(int visit) {
        return firstWords[visit];
    }

    /** Whether it is known what had been written before lookup {@code visit}. */
    public boolean isKnown(int visit) {
        return ends[visit] != UNKNOWN;
    }

    /** The place of {@code word} among what had been written before lookup {@code visit}, or -1: it was as it arrived. */
    public int find(int visit, int word) {
        for (int i = begins[visit]; i < ends[visit]; i += PARTS) {
            if (written[i + WORD] == word) {
                return i;
            }
        }
        return -1;
    }

    /** The bits that were written. */
    public long bits(int place) {
        return written[place + BITS];
    }

    /** The whole word. */
    public long value(int place) {
        return written[place + VALUE];
    }
}

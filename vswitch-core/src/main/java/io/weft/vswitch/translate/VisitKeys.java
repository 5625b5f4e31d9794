package io.weft.vswitch.translate;

import java.util.Arrays;

/**
 * What the lookups of a translation saw that was not as it arrived: word 0, whose {@code in_port} differs from lookup to lookup, and the
 * words that actions had written by then, with their written bits. What is written is a constant or derives from bits that were looked at, so
 * it is the same for all packets that the translation stands for.
 *
 * <p>Thread-safety: one owner while it is filled; a {@link #copy} is immutable.
 */
public final class VisitKeys {
    /** Written words of all lookups together; from there on nothing is said about them. */
    private static final int MOST = 256;

    private static final int WORD = 0;
    private static final int BITS = 1;
    private static final int VALUE = 2;
    private static final int PARTS = 3;

    private long[] firstWords;
    private int[] ends;
    private long[] written;
    private int count;

    VisitKeys() {
        this(new long[16], new int[16], new long[8 * PARTS], 0);
    }

    private VisitKeys(long[] firstWords, int[] ends, long[] written, int count) {
        this.firstWords = firstWords;
        this.ends = ends;
        this.written = written;
        this.count = count;
    }

    /** As much of it as there is, for good. */
    public VisitKeys copy() {
        int used = count == 0 ? 0 : Math.abs(ends[count - 1]);
        return new VisitKeys(
                Arrays.copyOf(firstWords, count), Arrays.copyOf(ends, count), Arrays.copyOf(written, used), count);
    }

    void clear() {
        count = 0;
    }

    /** A lookup of {@code key}, of which {@code words} have the bits {@code bits} written. */
    void add(long[] key, WordSet words, long[] bits) {
        if (count == ends.length) {
            firstWords = Arrays.copyOf(firstWords, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        int end = count == 0 ? 0 : Math.abs(ends[count - 1]);
        int begin = end;
        boolean known = true;
        for (int word = words.next(0); word >= 0; word = words.next(word + 1)) {
            known = end < MOST * PARTS;
            if (!known) {
                break;
            }
            if (end == written.length) {
                written = Arrays.copyOf(written, 2 * end);
            }
            written[end + WORD] = word;
            written[end + BITS] = bits[word];
            written[end + VALUE] = key[word];
            end += PARTS;
        }
        firstWords[count] = key[0];
        ends[count++] = known ? end : -begin;
    }

    /** Word 0 as lookup {@code visit} saw it. */
    public long firstWord(int visit) {
        return firstWords[visit];
    }

    /** Whether it is known what had been written before lookup {@code visit}. */
    public boolean isKnown(int visit) {
        return ends[visit] > 0 || ends[visit] == 0 && (visit == 0 || ends[visit - 1] == 0);
    }

    /** The place of {@code word} among what had been written before lookup {@code visit}, or -1: it was as it arrived. */
    public int find(int visit, int word) {
        for (int i = visit == 0 ? 0 : Math.abs(ends[visit - 1]); i < ends[visit]; i += PARTS) {
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

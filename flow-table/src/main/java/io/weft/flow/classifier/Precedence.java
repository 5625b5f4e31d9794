package io.weft.flow.classifier;

import io.weft.flow.match.MatchMask;
import io.weft.flow.table.FlowEntry;
import java.util.Comparator;

/**
 * Which of two entries that match the same packet wins: the one with the higher priority; at equal priority the one whose mask has
 * more bits; and of two masks with as many bits the one that is larger at the first {@link io.weft.flow.key.FlowKey} word where they
 * differ, read as an unsigned number.
 *
 * <p>OpenFlow leaves overlapping entries of equal priority undefined. Here the answer depends on the entries alone, not on the order
 * in which they came, so a restart or a resynchronisation changes nothing and a linear scan is an exact oracle. Two entries
 * with the same mask that match one packet have the same match, and one version shows only one of those per priority.
 */
public final class Precedence {
    /** The winner sorts first. */
    public static final Comparator<FlowEntry> ORDER = Comparator.comparingInt(FlowEntry::priority)
            .reversed()
            .thenComparing(entry -> entry.match().mask(), Precedence::compareMasks);

    private Precedence() {}

    /** Whether {@code first} wins over {@code second} when both match. */
    public static boolean wins(FlowEntry first, FlowEntry second) {
        return first.priority() != second.priority()
                ? first.priority() > second.priority()
                : compareMasks(first.match().mask(), second.match().mask()) < 0;
    }

    /** Negative when, priorities being equal, {@code first} wins; 0 when they are equal. */
    static int compareMasks(MatchMask first, MatchMask second) {
        int byBits = Integer.compare(second.bits(), first.bits());
        return byBits != 0 ? byBits : compareWords(first, second);
    }

    private static int compareWords(MatchMask first, MatchMask second) {
        int common = Math.min(first.wordCount(), second.wordCount());
        for (int i = 0; i < common; i++) {
            int byPlace = Integer.compare(first.word(i), second.word(i));
            int byWord = byPlace != 0 ? byPlace : Long.compareUnsigned(second.maskAt(i), first.maskAt(i));
            if (byWord != 0) {
                return byWord;
            }
        }
        return Integer.compare(second.wordCount(), first.wordCount());
    }
}

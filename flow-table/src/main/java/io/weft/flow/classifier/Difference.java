package io.weft.flow.classifier;

import io.weft.flow.match.Match;

/**
 * Says in a mask why a key does not match: one place where it differs suffices, and one that was looked at already costs nothing. Of the others
 * the one that needs the fewest bits more is taken; of addresses and ports the bits from the first one on to the first that differs, so that masks
 * stay prefixes and are few.
 */
final class Difference {
    private static final long HIGH_HALF = 0xFFFF_FFFFL << 32;
    private static final long FIRST_QUARTER = 0xFFFFL << 48;

    private Difference() {}

    /** Marks bits by which {@code key}, which does not match, differs from {@code match}. */
    static void mark(Match match, long[] key, long[] mask) {
        int bestWord = -1;
        long bestBits = 0;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < match.wordCount(); i++) {
            int word = match.word(i);
            long differing = (key[word] ^ match.valueAt(i)) & match.maskAt(i);
            if (differing == 0) {
                continue;
            }
            if (word >= mask.length || (differing & mask[word]) != 0) {
                return;
            }
            long bits = upToFirst(word, differing) & match.maskAt(i);
            int more = Long.bitCount(bits & ~mask[word]);
            if (more < fewest) {
                fewest = more;
                bestBits = bits;
                bestWord = word;
            }
        }
        mask[bestWord] |= bestBits;
    }

    /** Of a field whose matches are mostly prefixes the bits down to the first that differs; of other words all. */
    private static long upToFirst(int word, long differing) {
        long first = Long.highestOneBit(differing);
        return switch (word) {
            case 4 -> ((first & HIGH_HALF) != 0 ? HIGH_HALF : ~HIGH_HALF) & -first;
            case 5 -> FIRST_QUARTER >>> (Long.numberOfLeadingZeros(first) & ~15) & -first;
            case 8, 9, 10, 11 -> -first;
            default -> -1L;
        };
    }
}

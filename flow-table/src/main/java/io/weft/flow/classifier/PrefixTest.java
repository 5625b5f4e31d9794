package io.weft.flow.classifier;

import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import java.util.Arrays;

/**
 * The prefixes in the mask of a subtable: when none of the classifier's prefixes of such a length begins the key's address, no entry of the
 * subtable matches, which a few leading bits may show. Immutable.
 */
final class PrefixTest {
    /** The stage before which to ask. */
    final int stage;

    private final PrefixField[] fields;
    private final int[] lengths;

    /** For each field its place in the answers, and the bit there. */
    private final int[] places;

    private final int[] flags;

    PrefixTest(MatchMask mask, int stage) {
        this.stage = stage;
        fields = Arrays.stream(PrefixField.values())
                .filter(field -> length(field, mask) > 0)
                .toArray(PrefixField[]::new);
        lengths = Arrays.stream(fields).mapToInt(field -> length(field, mask)).toArray();
        places = Arrays.stream(fields)
                .mapToInt(field -> PrefixTries.ANSWER_BITS * field.ordinal())
                .toArray();
        flags = new int[fields.length];
        Arrays.setAll(flags, i -> PrefixTrie.flag(fields[i], lengths[i]));
    }

    private static int length(PrefixField field, MatchMask mask) {
        int length = field.prefixLength(mask);
        return length - length % field.step();
    }

    /** Whether the answers about a key exclude that an entry matches; then adds the bits that show it to {@code mask}, if that is not null. */
    boolean excludes(long answers, long[] mask) {
        int fewest = Integer.MAX_VALUE;
        int word = 0;
        long bits = 0;
        for (int i = 0; i < fields.length; i++) {
            int answer = (int) (answers >>> places[i]);
            if ((answer & flags[i]) != 0) {
                continue;
            }
            if (mask == null) {
                return true;
            }
            PrefixField field = fields[i];
            long shown = field.bits(Math.min(lengths[i], answer & PrefixTrie.LOOKED));
            int more = field.word < mask.length ? Long.bitCount(shown & ~mask[field.word]) : 0;
            if (more == 0) {
                return true;
            }
            if (more < fewest) {
                fewest = more;
                word = field.word;
                bits = shown;
            }
        }
        if (fewest != Integer.MAX_VALUE) {
            mask[word] |= bits;
        }
        return fewest != Integer.MAX_VALUE;
    }

    void addTo(PrefixTries tries, Match match) {
        for (int i = 0; i < fields.length; i++) {
            tries.add(fields[i], match, lengths[i]);
        }
    }

    void removeFrom(PrefixTries tries, Match match) {
        for (int i = 0; i < fields.length; i++) {
            tries.remove(fields[i], match, lengths[i]);
        }
    }
}

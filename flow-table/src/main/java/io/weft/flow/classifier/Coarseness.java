package io.weft.flow.classifier;

import io.weft.flow.key.FlowKey;
import io.weft.flow.match.MatchMask;

/**
 * Which masks share a subtable: those that are equal when parts of them are left out. The parts left out are those that make rule lists have
 * hundreds of masks, lengths of prefixes and ports; the entries that share a bucket therefore are told apart one by one.
 */
enum Coarseness {
    /** Addresses in eight-bit steps; no protocol, no ports. */
    COARSE(2),
    /** For buckets that are full at that: addresses in four-bit steps, and the protocol. */
    FINE(1),
    /** For buckets that are still full: a subtable for each mask. */
    EXACT(0);

    private static final int PROTOCOL_WORD = 3;
    private static final int PORTS_WORD = 5;
    private static final int LABEL_WORD = 7;

    private final int steps;

    Coarseness(int steps) {
        this.steps = steps;
    }

    /** What is tried when this is too coarse; null: nothing. */
    Coarseness finer() {
        return switch (this) {
            case COARSE -> FINE;
            case FINE -> EXACT;
            case EXACT -> null;
        };
    }

    /** The mask of the subtable for entries with {@code mask}: as many bits or fewer. */
    MatchMask of(MatchMask mask) {
        if (this == EXACT) {
            return mask;
        }
        long[] bits = new long[FlowKey.WORDS];
        for (int i = 0; i < mask.wordCount(); i++) {
            bits[mask.word(i)] = mask.maskAt(i);
        }
        bits[PORTS_WORD] = 0;
        bits[LABEL_WORD] = 0;
        if (this == COARSE) {
            bits[PROTOCOL_WORD] = 0;
        }
        for (PrefixField field : PrefixField.values()) {
            int length = field.prefixLength(mask);
            bits[field.word] &= ~field.bits(field.width);
            bits[field.word] |= field.bits(length - length % (steps * field.step()));
        }
        long[] secondHalves = {bits[PrefixField.IPV6_SRC.word + 1], bits[PrefixField.IPV6_DST.word + 1]};
        bits[PrefixField.IPV6_SRC.word + 1] = secondHalf(secondHalves[0]);
        bits[PrefixField.IPV6_DST.word + 1] = secondHalf(secondHalves[1]);
        return new MatchMask(bits);
    }

    /** Of an IPv6 address: all or nothing. */
    private static long secondHalf(long mask) {
        return mask == -1L ? mask : 0;
    }
}

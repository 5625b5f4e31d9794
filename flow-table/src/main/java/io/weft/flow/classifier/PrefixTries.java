package io.weft.flow.classifier;

import io.weft.flow.match.Match;

/** A {@link PrefixTrie} for each {@link PrefixField}. Thread-safety: as for the trie. */
final class PrefixTries {
    /** Bits of the answer about one field. */
    static final int ANSWER_BITS = 16;

    private final PrefixTrie[] tries = new PrefixTrie[PrefixField.count()];

    /** Bit <i>n</i>: trie <i>n</i> has prefixes. */
    private volatile int used;

    PrefixTries() {
        for (PrefixField field : PrefixField.values()) {
            tries[field.ordinal()] = new PrefixTrie(field);
        }
    }

    /** The answers about a key, 16 bits for each field, the first field lowest. */
    long lookup(long[] key) {
        long answers = 0;
        for (int rest = used; rest != 0; rest &= rest - 1) {
            int i = Integer.numberOfTrailingZeros(rest);
            PrefixField field = PrefixField.at(i);
            answers |= (long) tries[i].lookup(field.value(key[field.word])) << ANSWER_BITS * i;
        }
        return answers;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void add(PrefixField field, Match match, int length) {
        tries[field.ordinal()].add(field.value(match.value(field.word)), length);
        used |= 1 << field.ordinal();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void remove(PrefixField field, Match match, int length) {
        PrefixTrie trie = tries[field.ordinal()];
        trie.remove(field.value(match.value(field.word)), length);
        if (trie.isEmpty()) {
            used &= ~(1 << field.ordinal());
        }
    }
}

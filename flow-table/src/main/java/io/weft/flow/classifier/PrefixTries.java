package io.weft.flow.classifier;

import io.weft.flow.match.Match;

/** A {@link PrefixTrie} for each {@link PrefixField}. Thread-safety: as for the trie. */
final class PrefixTries {
    /** Bits of the answer about one field. */
    static final int ANSWER_BITS = 16;

    private final PrefixTrie[] tries = new PrefixTrie[PrefixField.count()];

    PrefixTries() {
        for (PrefixField field : PrefixField.values()) {
            tries[field.ordinal()] = new PrefixTrie(field);
        }
    }

    /** The answers about a key, 16 bits for each field, the first field lowest. */
    long lookup(long[] key) {
        long answers = 0;
        for (int i = tries.length - 1; i >= 0; i--) {
            PrefixTrie trie = tries[i];
            PrefixField field = PrefixField.at(i);
            answers = answers << ANSWER_BITS | (trie.isEmpty() ? 0 : trie.lookup(field.value(key[field.word])));
        }
        return answers;
    }

    void add(PrefixField field, Match match, int length) {
        tries[field.ordinal()].add(field.value(match.value(field.word)), length);
    }

    void remove(PrefixField field, Match match, int length) {
        tries[field.ordinal()].remove(field.value(match.value(field.word)), length);
    }

    boolean isEmpty() {
        for (PrefixTrie trie : tries) {
            if (!trie.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}

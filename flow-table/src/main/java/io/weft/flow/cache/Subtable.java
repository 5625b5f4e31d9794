package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;

/**
 * The descriptor of a subtable of {@link MegaflowSubtables}: its mask, in two forms, and where its slots are.
 *
 * <pre>
 *   0  hits since the last ranking, plus half of those before
 *   8  address of the slots
 *  16  slots - 1 (4)      20  entries (4)
 *  24  words in the mask (4)    28  of these, how many lie in a short key (4)
 *  64  for each of them: its byte offset in a key (8), its mask (8); then (0, 0), so that they can be read four at a time
 * 320  the mask, word by word as in a key: for keys that are compared whole
 * </pre>
 *
 * Of a short key only the first {@link FlowKey#SHORT_WORDS} words are read; what follows it in memory is not part of it, and counts as zero.
 */
final class Subtable {
    static final int LENGTH = 448;
    static final int HITS = 0;
    static final int SLOTS = 8;
    static final int SLOT_MASK = 16;
    static final int SIZE = 20;
    static final int PAIRS = 64;
    static final int PAIR_BYTES = 16;

    /** Words of a mask that are hashed and compared at once. */
    static final int QUAD = 4;

    private static final int WORD_COUNT = 24;
    private static final int SHORT_COUNT = 28;
    private static final int MASK = PAIRS + FlowKey.PACKET_WORDS * PAIR_BYTES;

    private Subtable() {}

    /** Describes a subtable for {@code mask}, without entries and slots. */
    static void describe(long subtable, long[] mask) {
        Memory.zero(subtable, LENGTH);
        int words = 0;
        int shortWords = 0;
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            Memory.putLong(subtable + MASK + 8L * word, mask[word]);
            if (mask[word] != 0) {
                shortWords += word < FlowKey.SHORT_WORDS ? 1 : 0;
                long pair = pair(subtable, words++);
                Memory.putLong(pair, 8L * word);
                Memory.putLong(pair + 8, mask[word]);
            }
        }
        Memory.putInt(subtable + WORD_COUNT, words);
        Memory.putInt(subtable + SHORT_COUNT, shortWords);
    }

    static boolean hasMask(long subtable, long[] mask) {
        long difference = 0;
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            difference |= mask(subtable, word) ^ mask[word];
        }
        return difference == 0;
    }

    /** A word of the mask. */
    static long mask(long subtable, int word) {
        return Memory.getLong(subtable + MASK + 8L * word);
    }

    static long pair(long subtable, int i) {
        return subtable + PAIRS + (long) i * PAIR_BYTES;
    }

    /** Words of the mask, the first n of which are pairs. */
    static int words(long subtable) {
        return Memory.getInt(subtable + WORD_COUNT);
    }

    /** How many words of the mask may be read from a key. */
    static int presentWords(long subtable, long key) {
        boolean isShort = FlowKey.significantWords(Memory.getLong(key)) == FlowKey.SHORT_WORDS;
        return Memory.getInt(subtable + (isShort ? SHORT_COUNT : WORD_COUNT));
    }

    /** Whether the mask ends where a short key does. */
    static boolean isShort(long subtable) {
        return Memory.getInt(subtable + WORD_COUNT) == Memory.getInt(subtable + SHORT_COUNT);
    }

    /** Whether the first words of the key at {@code key}, under the mask, are those at {@code entry}. */
    static boolean matches(long subtable, long entry, long key) {
        long mask = subtable + MASK;
        long difference = Memory.getLong(key) & Memory.getLong(mask) ^ Memory.getLong(entry);
        difference |= Memory.getLong(key + 8) & Memory.getLong(mask + 8) ^ Memory.getLong(entry + 8);
        difference |= Memory.getLong(key + 16) & Memory.getLong(mask + 16) ^ Memory.getLong(entry + 16);
        difference |= Memory.getLong(key + 24) & Memory.getLong(mask + 24) ^ Memory.getLong(entry + 24);
        difference |= Memory.getLong(key + 32) & Memory.getLong(mask + 32) ^ Memory.getLong(entry + 32);
        difference |= Memory.getLong(key + 40) & Memory.getLong(mask + 40) ^ Memory.getLong(entry + 40);
        difference |= Memory.getLong(key + 48) & Memory.getLong(mask + 48) ^ Memory.getLong(entry + 48);
        difference |= Memory.getLong(key + 56) & Memory.getLong(mask + 56) ^ Memory.getLong(entry + 56);
        return difference == 0;
    }

    /** Whether the other words of the key, under the mask, are those at {@code tail}. */
    static boolean matchesTail(long subtable, long tail, long key) {
        boolean isPresent = FlowKey.significantWords(Memory.getLong(key)) == FlowKey.PACKET_WORDS;
        long difference = 0;
        for (int word = FlowKey.SHORT_WORDS; word < FlowKey.PACKET_WORDS; word++) {
            long masked = isPresent ? Memory.getLong(key + 8L * word) & mask(subtable, word) : 0;
            difference |= masked ^ Memory.getLong(tail + 8L * (word - FlowKey.SHORT_WORDS));
        }
        return difference == 0;
    }
}

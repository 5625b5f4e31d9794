package io.weft.flow;

import io.weft.flow.action.Action;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Keys and matches from a small world, so that they meet each other: few words vary, few values occur, and masks come from a short list
 * that mixes whole fields, prefixes and arbitrary bits in every stage of a lookup.
 */
public final class RandomFlows {
    private static final int MASKS = 12;

    private final Random random;
    private final int words;
    private final List<long[]> masks = new ArrayList<>();
    private final List<long[]> values = new ArrayList<>();

    /** @param words how many words of the key may be used: {@link FlowKey#WORDS}, or {@link FlowKey#PACKET_WORDS} for the caches */
    public RandomFlows(Random random, int words) {
        this.random = random;
        this.words = words;
        for (int i = 0; i < MASKS; i++) {
            masks.add(randomMask());
        }
        for (int i = 0; i < 4; i++) {
            long[] value = new long[FlowKey.WORDS];
            for (int word = 0; word < words; word++) {
                value[word] = random.nextLong();
            }
            values.add(value);
        }
    }

    private long[] randomMask() {
        long[] mask = new long[FlowKey.WORDS];
        for (int count = random.nextInt(6); count > 0; count--) {
            mask[random.nextInt(words)] |= randomBits();
        }
        return mask;
    }

    private long randomBits() {
        return switch (random.nextInt(6)) {
            case 0 -> -1L;
            case 1 -> 0xFFFF_FFFF_0000_0000L;
            case 2 -> 0xFFFFL << 16 * random.nextInt(4);
            case 3 -> -1L << random.nextInt(32) & 0xFFFF_FFFFL;
            case 4 -> 1L << random.nextInt(64);
            default -> random.nextLong();
        };
    }

    /** A key of {@link FlowKey#WORDS} words: each word from one of a few keys, sometimes with a bit turned over. */
    public long[] key() {
        long[] base = values.get(random.nextInt(values.size()));
        long[] key = new long[FlowKey.WORDS];
        boolean mixed = random.nextInt(3) == 0;
        for (int word = 0; word < words; word++) {
            key[word] = (mixed ? values.get(random.nextInt(values.size())) : base)[word];
        }
        if (random.nextInt(4) == 0) {
            key[random.nextInt(words)] ^= 1L << random.nextInt(64);
        }
        return key;
    }

    /** A mask from the list. */
    public long[] mask() {
        return masks.get(random.nextInt(masks.size())).clone();
    }

    /** A match that some keys satisfy. */
    public Match match() {
        return new Match(key(), mask());
    }

    /** A key that equals {@code key} in the bits of {@code mask} and is another random key elsewhere. */
    public long[] sibling(long[] key, long[] mask) {
        long[] other = key();
        boolean noise = random.nextBoolean();
        for (int word = 0; word < words; word++) {
            long flips = noise ? random.nextLong() : 0;
            flips &= random.nextLong();
            long rest = other[word] ^ flips;
            other[word] = key[word] & mask[word] | rest & ~mask[word];
        }
        return other;
    }

    /** An entry in table 0 with one of a few priorities. */
    public FlowEntry entry() {
        return new FlowEntry(0, random.nextInt(6), match(), List.of(new Action.Drop()), random.nextInt(4), 0);
    }
}

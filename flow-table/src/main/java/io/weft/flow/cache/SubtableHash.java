package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;
import java.util.Arrays;

/**
 * The hash of a key under a mask: four words at a time, of which two pairs are multiplied to 128 bits and folded (the construction of wyhash, public
 * domain), with secrets instead of constants, so that those who send packets cannot choose what collides.
 *
 * <p>Thread-safety: immutable. Allocation: none.
 */
final class SubtableHash {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final long FINAL = 0xD6E8_FEB8_6659_FD93L;

    private final long secret0;
    private final long secret1;
    private final long secret2;
    private final long secret3;

    SubtableHash(long seed) {
        secret0 = secret(seed, 1);
        secret1 = secret(seed, 2);
        secret2 = secret(seed, 3);
        secret3 = secret(seed, 4);
    }

    /** Number {@code number} of the sequence of SplitMix64. */
    private static long secret(long seed, int number) {
        long value = seed + number * GOLDEN;
        long mixed = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }

    /** The hash of a key off heap. */
    int of(long subtable, long key) {
        int present = Subtable.presentWords(subtable, key);
        int words = Subtable.words(subtable);
        long sum = 0;
        for (int i = 0; i < words; i += Subtable.QUAD) {
            sum = quad(
                    sum,
                    word(subtable, i, present, key),
                    word(subtable, i + 1, present, key),
                    word(subtable, i + 2, present, key),
                    word(subtable, i + 3, present, key));
        }
        return finish(sum);
    }

    private static long word(long subtable, int i, int present, long key) {
        long pair = Subtable.pair(subtable, i);
        return i < present ? Memory.getLong(key + Memory.getLong(pair)) & Memory.getLong(pair + 8) : 0;
    }

    /** The hash of a key on the heap. */
    int of(long subtable, long[] key) {
        int words = Subtable.words(subtable);
        long sum = 0;
        for (int i = 0; i < words; i += Subtable.QUAD) {
            sum = quad(
                    sum,
                    word(subtable, i, words, key),
                    word(subtable, i + 1, words, key),
                    word(subtable, i + 2, words, key),
                    word(subtable, i + 3, words, key));
        }
        return finish(sum);
    }

    private static long word(long subtable, int i, int words, long[] key) {
        long pair = Subtable.pair(subtable, i);
        return i < words ? key[(int) Memory.getLong(pair) >> 3] & Memory.getLong(pair + 8) : 0;
    }

    /**
     * The hashes of the keys at the first {@code open} positions in {@code pending}, under a mask that {@link Subtable#isShort}, so that any key may be
     * read for it. Four words of the mask are read once for all keys.
     */
    void ofAll(long subtable, long keys, int[] pending, long[] hashes, int open) {
        int words = Subtable.words(subtable);
        Arrays.fill(hashes, 0, open, 0);
        for (int i = 0; i < words; i += Subtable.QUAD) {
            addQuad(Subtable.pair(subtable, i), keys, pending, hashes, open);
        }
        for (int i = 0; i < open; i++) {
            hashes[i] = finish(hashes[i]);
        }
    }

    private void addQuad(long pair, long keys, int[] pending, long[] sums, int open) {
        long at0 = keys + Memory.getLong(pair);
        long mask0 = Memory.getLong(pair + 8);
        long at1 = keys + Memory.getLong(pair + 16);
        long mask1 = Memory.getLong(pair + 24);
        long at2 = keys + Memory.getLong(pair + 32);
        long mask2 = Memory.getLong(pair + 40);
        long at3 = keys + Memory.getLong(pair + 48);
        long mask3 = Memory.getLong(pair + 56);
        for (int i = 0; i < open; i++) {
            long key = (long) pending[i] * FlowKey.PACKET_BYTES;
            sums[i] = quad(
                    sums[i],
                    Memory.getLong(at0 + key) & mask0,
                    Memory.getLong(at1 + key) & mask1,
                    Memory.getLong(at2 + key) & mask2,
                    Memory.getLong(at3 + key) & mask3);
        }
    }

    private long quad(long sum, long a, long b, long c, long d) {
        return fold(a ^ secret0 ^ sum, b ^ secret1) + fold(c ^ secret2, d ^ secret3 ^ sum);
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }

    private static int finish(long sum) {
        return (int) ((sum ^ sum >>> 32) * FINAL >>> 32);
    }
}

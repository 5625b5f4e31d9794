package io.weft.flow.key;

import io.weft.flow.memory.Memory;

/**
 * A 32-bit hash over the significant words of an off-heap key: 8 words of a short key, 16 of a long one.
 *
 * <p>Each pair of words is folded by one 64x64 to 128 bit product with its own constants (the construction of wyhash, public domain), so the
 * products are independent of each other and run in parallel; a last multiplication spreads every bit over the 32 that are kept.
 *
 * <p>Thread-safety: stateless. Allocation: none.
 */
public final class KeyHash {
    private static final long K0 = 0xa0761d6478bd642fL;
    private static final long K1 = 0xe7037ed1a0b428dbL;
    private static final long K2 = 0x8ebc6af09c88c6e3L;
    private static final long K3 = 0x589965cc75374cc3L;
    private static final long K4 = 0x1d8e4e27c47d124fL;
    private static final long K5 = 0xeb44accab455d165L;
    private static final long K6 = 0x9e3779b97f4a7c15L;
    private static final long K7 = 0xc2b2ae3d27d4eb4fL;
    private static final long FINAL = 0xd6e8feb86659fd93L;

    private KeyHash() {}

    /** The hash of the key at address {@code key}, by its kind. */
    public static int hash(long key) {
        long word0 = Memory.getLong(key);
        long sum = mix(word0 ^ K0, Memory.getLong(key + 8) ^ K1)
                + mix(Memory.getLong(key + 16) ^ K2, Memory.getLong(key + 24) ^ K3)
                + mix(Memory.getLong(key + 32) ^ K4, Memory.getLong(key + 40) ^ K5)
                + mix(Memory.getLong(key + 48) ^ K6, Memory.getLong(key + 56) ^ K7);
        if ((word0 & 0xFFFF) != FlowKey.KIND_SHORT) {
            sum += hashTail(key + 64);
        }
        return finish(sum);
    }

    private static long hashTail(long tail) {
        return mix(Memory.getLong(tail) ^ K1, Memory.getLong(tail + 8) ^ K4)
                + mix(Memory.getLong(tail + 16) ^ K3, Memory.getLong(tail + 24) ^ K6)
                + mix(Memory.getLong(tail + 32) ^ K5, Memory.getLong(tail + 40) ^ K0)
                + mix(Memory.getLong(tail + 48) ^ K7, Memory.getLong(tail + 56) ^ K2);
    }

    private static long mix(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }

    private static int finish(long sum) {
        long spread = (sum ^ sum >>> 32) * FINAL;
        return (int) (spread >>> 32);
    }
}

package io.weft.flow.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.memory.Memory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The hash spreads: every bit of a key changes about half of its bits, and ordinary traffic fills buckets evenly. */
class KeyHashTest {
    @Test
    void everyKeyBitFlipsAboutHalfOfTheHash() {
        SplittableRandom random = new SplittableRandom(3);
        try (Memory.Block key = Memory.allocate(FlowKey.PACKET_BYTES)) {
            for (int kind = 0; kind < 2; kind++) {
                int words = FlowKey.significantWords(kind);
                for (int bit = 16; bit < words * 64; bit++) {
                    int flipped = 0;
                    for (int round = 0; round < 64; round++) {
                        fill(key.address(), random, kind);
                        int before = KeyHash.hash(key.address());
                        long at = key.address() + (bit >>> 6) * 8L;
                        Memory.putLong(at, Memory.getLong(at) ^ 1L << (bit & 63));
                        flipped += Integer.bitCount(before ^ KeyHash.hash(key.address()));
                    }
                    assertThat(flipped / 64.0).as("kind %d bit %d", kind, bit).isBetween(11.0, 21.0);
                }
            }
        }
    }

    @Test
    void sequentialFlowsFillBucketsEvenly() {
        int buckets = 1024;
        int[] low = new int[buckets];
        int[] high = new int[buckets];
        try (Memory.Block key = Memory.allocate(FlowKey.PACKET_BYTES)) {
            for (int flow = 0; flow < 64 * buckets; flow++) {
                Memory.putLong(key.address(), 1L << 32 | 0x0800L << 16);
                Memory.putLong(key.address() + 32, 0x0A00_0000L + (flow & 0xFF) << 32 | 0x0A00_0100L);
                Memory.putLong(key.address() + 40, (long) (flow >>> 8) << 48 | 80L << 32);
                int hash = KeyHash.hash(key.address());
                low[hash & buckets - 1]++;
                high[hash >>> 22]++;
            }
        }
        for (int bucket = 0; bucket < buckets; bucket++) {
            assertThat(low[bucket]).isBetween(24, 112);
            assertThat(high[bucket]).isBetween(24, 112);
        }
    }

    @Test
    void aShortKeyIgnoresTheWordsBehindIt() {
        SplittableRandom random = new SplittableRandom(4);
        try (Memory.Block key = Memory.allocate(FlowKey.PACKET_BYTES)) {
            fill(key.address(), random, FlowKey.KIND_SHORT);
            int hash = KeyHash.hash(key.address());
            Memory.putLong(key.address() + 64, 12345);
            assertThat(KeyHash.hash(key.address())).isEqualTo(hash);
        }
    }

    private static void fill(long key, SplittableRandom random, int kind) {
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            Memory.putLong(key + word * 8L, random.nextLong());
        }
        Memory.putLong(key, Memory.getLong(key) & ~0xFFFFL | kind);
    }
}

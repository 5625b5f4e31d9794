package io.weft.flow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.Allocation;
import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Key kinds, replacement, sizes. */
class ExactMatchCacheTest {
    private final ExactMatchCache cache = new ExactMatchCache(16);
    private final Keys keys = new Keys(64);

    @AfterEach
    void close() {
        cache.close();
        keys.close();
    }

    @Test
    void everyWordOfALongKeyCounts() {
        long[] key = key(FlowKey.KIND_LONG, 1);
        cache.insert(keys.put(0, key), 5, 42);
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            long[] other = key.clone();
            other[word] ^= 1L << 63 - word;
            assertThat(cache.lookup(keys.put(1, other), 5)).isEqualTo(ExactMatchCache.MISS);
        }
        assertThat(cache.lookup(keys.put(1, key), 5)).isEqualTo(42);
    }

    @Test
    void onlyTheFirstHalfOfAShortKeyIsRead() {
        cache.insert(keys.put(0, key(FlowKey.KIND_SHORT, 1)), 5, 42);
        keys.put(1, key(FlowKey.KIND_SHORT, 1));
        Memory.putLong(keys.address(1) + 8L * FlowKey.SHORT_WORDS, 99);
        assertThat(cache.lookup(keys.address(1), 5)).isEqualTo(42);
        long[] other = key(FlowKey.KIND_SHORT, 1);
        other[7] ^= 1;
        assertThat(cache.lookup(keys.put(1, other), 5)).isEqualTo(ExactMatchCache.MISS);
    }

    @Test
    void aKeyIsRememberedOnce() {
        long address = keys.put(0, key(FlowKey.KIND_SHORT, 1));
        cache.insert(address, 5, 42);
        cache.insert(address, 5, 43);
        assertThat(cache.lookup(address, 5)).isEqualTo(43);
    }

    @Test
    void whatIsUsedOutlivesWhatIsNot() {
        for (int i = 0; i < 4; i++) {
            cache.insert(keys.put(i, key(FlowKey.KIND_SHORT, i)), 4 * i, 100 + i);
        }
        cache.insert(keys.put(4, key(FlowKey.KIND_SHORT, 4)), 16, 104); // clears every mark, takes the first place
        assertThat(cache.lookup(keys.address(0), 0)).isEqualTo(ExactMatchCache.MISS);
        assertThat(cache.lookup(keys.address(1), 4)).isEqualTo(101);
        cache.insert(keys.put(5, key(FlowKey.KIND_SHORT, 5)), 20, 105);
        assertThat(cache.lookup(keys.address(1), 4)).isEqualTo(101);
        assertThat(cache.lookup(keys.address(2), 8)).isEqualTo(ExactMatchCache.MISS);
    }

    @Test
    void sizesArePowersOfTwo() {
        assertThatThrownBy(() -> new ExactMatchCache(12)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExactMatchCache(2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(cache.capacity()).isEqualTo(16);
    }

    @Test
    void lookupAllocatesNothing() {
        int[] hashes = new int[32];
        long[] references = new long[32];
        for (int i = 0; i < 32; i++) {
            hashes[i] = i * 0x9E3779B9;
            cache.insert(keys.put(i, key(i & 1, i)), hashes[i], i + 1);
        }
        int[] next = new int[1];
        Allocation.assertNone(() -> {
            int i = next[0]++ & 31;
            if (cache.lookup(keys.address(i), hashes[i]) == ExactMatchCache.MISS) {
                cache.insert(keys.address(i), hashes[i], i + 1);
            }
            if (i == 0) {
                cache.lookupBurst(keys.address(), hashes, 32, references);
            }
        });
    }

    private static long[] key(int kind, long value) {
        long[] key = new long[FlowKey.PACKET_WORDS];
        for (int word = 1; word < FlowKey.significantWords(kind); word++) {
            key[word] = value * 31 + word;
        }
        key[0] = kind;
        return key;
    }
}

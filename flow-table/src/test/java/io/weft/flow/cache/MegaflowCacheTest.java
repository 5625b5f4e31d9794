package io.weft.flow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.Allocation;
import io.weft.flow.key.FlowKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Quotas, stamps, counters and ranking. */
class MegaflowCacheTest {
    private final MegaflowCache cache = new MegaflowCache(100, 3);
    private final Keys keys = new Keys(64);

    @AfterEach
    void close() {
        cache.close();
        keys.close();
    }

    @Test
    void anEmptyCacheMisses() {
        assertThat(cache.lookup(keys.put(0, key(1)))).isEqualTo(MegaflowCache.MISS);
        assertThat(cache.isCurrent(MegaflowCache.NONE)).isFalse();
    }

    @Test
    void anEntryStandsForEveryKeyThatAgreesInItsMask() {
        int index = cache.insert(key(0x1234), mask(3, 0xFF00));
        assertThat(cache.lookup(keys.put(0, key(0x12FF)))).isEqualTo(index);
        assertThat(cache.lookup(keys.put(0, key(0x1334)))).isEqualTo(MegaflowCache.MISS);
    }

    @Test
    void theSameEntryIsNotMadeTwice() {
        int index = cache.insert(key(0x1234), mask(3, 0xFF00));
        cache.count(index, 1, 64);
        assertThat(cache.insert(key(0x12FF), mask(3, 0xFF00))).isEqualTo(index);
        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.packets(index)).isEqualTo(1);
    }

    @Test
    void theEmptyMaskMatchesEverything() {
        int index = cache.insert(key(1), new long[FlowKey.PACKET_WORDS]);
        assertThat(cache.lookup(keys.put(0, key(99)))).isEqualTo(index);
    }

    @Test
    void oneMaskTooManyIsRefusedUntilAnotherIsGone() {
        int first = cache.insert(key(1), mask(1, -1));
        cache.insert(key(1), mask(2, -1));
        cache.insert(key(1), mask(3, -1));
        assertThat(cache.insert(key(1), mask(4, -1))).isEqualTo(MegaflowCache.REFUSED_MASKS);
        assertThat(cache.insert(key(2), mask(3, -1))).isNotNegative();
        cache.remove(first);
        assertThat(cache.subtableCount()).isEqualTo(2);
        assertThat(cache.insert(key(1), mask(4, -1))).isNotNegative();
    }

    @Test
    void aFullCacheRefusesAndMakesNoSubtable() {
        for (int i = 0; i < 100; i++) {
            assertThat(cache.insert(key(i), mask(3, -1))).isNotNegative();
        }
        assertThat(cache.insert(key(100), mask(3, -1))).isEqualTo(MegaflowCache.REFUSED_FULL);
        assertThat(cache.insert(key(100), mask(4, -1))).isEqualTo(MegaflowCache.REFUSED_FULL);
        assertThat(cache.insert(key(50), mask(3, -1))).isNotNegative(); // that one is there
        assertThat(cache.subtableCount()).isEqualTo(1);
        cache.clear();
        assertThat(cache.size()).isZero();
        assertThat(cache.subtableCount()).isZero();
        assertThat(cache.insert(key(100), mask(4, -1))).isNotNegative();
    }

    @Test
    void aReferenceDiesWithItsEntry() {
        int index = cache.insert(key(1), mask(3, -1));
        long reference = cache.reference(index);
        assertThat(MegaflowCache.index(reference)).isEqualTo(index);
        assertThat(reference >>> 32).isEqualTo(cache.stamp(index));
        assertThat(cache.isCurrent(reference)).isTrue();
        cache.remove(index);
        assertThat(cache.isCurrent(reference)).isFalse();
        assertThat(cache.isUsed(index)).isFalse();
        assertThat(cache.insert(key(1), mask(3, -1))).isEqualTo(index);
        assertThat(cache.isCurrent(reference)).isFalse();
        assertThat(cache.isCurrent(cache.reference(index))).isTrue();
    }

    @Test
    void countersStartAtZeroInEveryLife() {
        int index = cache.insert(key(1), mask(3, -1));
        cache.count(index, 2, 128);
        cache.count(index, 1, 64);
        cache.used(index, 77);
        assertThat(cache.packets(index)).isEqualTo(3);
        assertThat(cache.bytes(index)).isEqualTo(192);
        assertThat(cache.usedNs(index)).isEqualTo(77);
        cache.remove(index);
        assertThat(cache.insert(key(2), mask(3, -1))).isEqualTo(index);
        assertThat(cache.packets(index)).isZero();
        assertThat(cache.bytes(index)).isZero();
        assertThat(cache.usedNs(index)).isZero();
    }

    @Test
    void removingWhatIsNotThereIsAnError() {
        assertThatThrownBy(() -> cache.remove(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5");
        assertThatThrownBy(() -> cache.remove(100)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rankingPutsTheMostHitSubtableFirst() {
        int cold = cache.insert(key(1), mask(1, -1));
        int hot = cache.insert(key(1), mask(2, -1));
        keys.put(0, key(1));
        assertThat(cache.lookup(keys.address())).isEqualTo(cold); // both match: the first subtable answers
        long[] other = key(1);
        other[1] = 2;
        keys.put(1, other);
        for (int i = 0; i < 3; i++) {
            assertThat(cache.lookup(keys.address(1))).isEqualTo(hot);
        }
        cache.rank();
        assertThat(cache.lookup(keys.address())).isEqualTo(hot);
    }

    @Test
    void newEntriesAreFoundAmongThemselves() {
        int old = cache.insert(key(1), mask(3, -1));
        keys.put(0, key(1));
        assertThat(cache.lookupNew(keys.address())).isEqualTo(old);
        cache.forgetNew();
        assertThat(cache.lookupNew(keys.address())).isEqualTo(MegaflowCache.MISS);
        int other = cache.insert(key(2), mask(4, -1));
        keys.put(1, key(2));
        assertThat(cache.lookupNew(keys.address(1))).isEqualTo(other);
        assertThat(cache.lookupNew(keys.address())).isEqualTo(MegaflowCache.MISS);
        cache.remove(other);
        assertThat(cache.lookupNew(keys.address(1))).isEqualTo(MegaflowCache.MISS);
    }

    @Test
    void aBurstKeepsWhatIsCurrentAndFindsTheRest() {
        int first = cache.insert(key(1), mask(3, -1));
        int second = cache.insert(key(2), mask(4, -1));
        long stale = cache.reference(second);
        cache.remove(second);
        int third = cache.insert(key(3), mask(4, -1));
        for (int i = 0; i < 4; i++) {
            keys.put(i, key(i));
        }
        long[] references = {MegaflowCache.NONE, MegaflowCache.NONE, stale, cache.reference(first)};
        assertThat(cache.lookupBurst(keys.address(), references, 4)).isEqualTo(2);
        assertThat(references)
                .containsExactly(
                        MegaflowCache.NONE, cache.reference(first), MegaflowCache.NONE, cache.reference(first));
        assertThat(third).isEqualTo(second);
    }

    @Test
    void keysWithTheSameHashAreToldApart() {
        int count = 200_000; // about nine pairs of an entry and another key share their 32 bits of hash
        try (MegaflowCache large = new MegaflowCache(count, 1)) {
            for (int i = 0; i < count; i++) {
                assertThat(large.insert(key(i), mask(3, -1))).isEqualTo(i);
            }
            for (int i = 0; i < count; i++) {
                assertThat(large.lookup(keys.put(0, key(i)))).isEqualTo(i);
                assertThat(large.lookup(keys.put(0, key(i + count)))).isEqualTo(MegaflowCache.MISS);
            }
            large.clear();
            assertThat(large.lookup(keys.put(0, key(1)))).isEqualTo(MegaflowCache.MISS);
        }
    }

    @Test
    void lookupAllocatesNothing() {
        for (int i = 0; i < 90; i++) {
            cache.insert(key(i), mask(1 + i % 3, -1));
        }
        for (int i = 0; i < 64; i++) {
            keys.put(i, key(2L * i));
        }
        long[] references = new long[64];
        int[] next = new int[1];
        Allocation.assertNone(() -> {
            int index = cache.lookup(keys.address(next[0]++ & 63));
            if (index >= 0) {
                cache.count(index, 1, 64);
            }
            if ((next[0] & 63) == 0) {
                cache.lookupBurst(keys.address(), references, 64);
                references[next[0] >> 6 & 63] = MegaflowCache.NONE;
                cache.rank();
            }
        });
    }

    private static long[] key(long value) {
        long[] key = new long[FlowKey.PACKET_WORDS];
        java.util.Arrays.fill(key, value);
        return key;
    }

    private static long[] mask(int word, long bits) {
        long[] mask = new long[FlowKey.PACKET_WORDS];
        mask[word] = bits;
        return mask;
    }
}

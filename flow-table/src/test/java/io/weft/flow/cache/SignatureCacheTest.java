package io.weft.flow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.Allocation;
import io.weft.flow.key.FlowKey;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replacement, removal behind its back, growth, sizes. */
class SignatureCacheTest {
    private static final int GROWN = 1 << 16;

    private final MegaflowCache megaflows = new MegaflowCache(GROWN, 4);
    private final Keys keys = new Keys(64);
    private final int[] hashes = new int[64];
    private final int[] open = new int[64];
    private final long[] references = new long[64];

    @AfterEach
    void close() {
        megaflows.close();
        keys.close();
    }

    @Test
    void aRemovedMegaflowIsNotFoundAndItsSuccessorOnlyByItsOwnKeys() {
        try (SignatureCache cache = new SignatureCache(16)) {
            int index = megaflows.insert(key(1), mask());
            cache.insert(7, index);
            assertThat(finds(cache, key(1), 7)).isTrue();
            megaflows.remove(index);
            assertThat(finds(cache, key(1), 7)).isFalse();
            assertThat(megaflows.insert(key(2), mask())).isEqualTo(index);
            assertThat(finds(cache, key(1), 7)).isFalse();
            assertThat(finds(cache, key(2), 7)).isTrue();
        }
    }

    @Test
    void oneHashHasOneEntry() {
        try (SignatureCache cache = new SignatureCache(4)) {
            int first = megaflows.insert(key(1), mask());
            int second = megaflows.insert(key(2), mask());
            cache.insert(7, first);
            cache.insert(7, second);
            assertThat(finds(cache, key(1), 7)).isFalse();
            assertThat(finds(cache, key(2), 7)).isTrue();
        }
    }

    @Test
    void everyWayIsFoundAndTheFifthTakesThePlaceOfOne() {
        try (SignatureCache cache = new SignatureCache(4)) {
            for (int i = 0; i < 5; i++) {
                cache.insert(i, megaflows.insert(key(i), mask()));
                assertThat(finds(cache, key(i), i)).isTrue();
            }
            assertThat(IntStream.range(0, 5)
                            .filter(i -> finds(cache, key(i), i))
                            .count())
                    .isEqualTo(4);
        }
    }

    @Test
    void itGrowsWithTheFlowsAndKeepsTheirAnswers() {
        try (SignatureCache cache = new SignatureCache(1 << 20)) {
            int small = cache.capacity();
            for (int round = 0; round < 8; round++) {
                for (int i = 0; i < GROWN; i++) {
                    if (!finds(cache, key(i), i * 0x9E3779B9)) {
                        cache.insert(i * 0x9E3779B9, megaflows.insert(key(i), mask()));
                    }
                }
                cache.resize(GROWN);
            }
            assertThat(small).isLessThan(GROWN / 2);
            assertThat(cache.capacity()).isBetween(GROWN, 1 << 20);
            long found = IntStream.range(0, GROWN)
                    .filter(i -> finds(cache, key(i), i * 0x9E3779B9))
                    .count();
            assertThat(found).isGreaterThan(GROWN * 95L / 100);
        }
    }

    @Test
    void sizesArePowersOfTwo() {
        assertThatThrownBy(() -> new SignatureCache(12)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SignatureCache(2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingAllocates() {
        try (SignatureCache cache = new SignatureCache(256)) {
            for (int i = 0; i < 64; i++) {
                hashes[i] = i * 0x9E3779B9;
                keys.put(i, key(i));
                megaflows.insert(key(i), mask());
            }
            Allocation.assertNone(() -> {
                for (int i = 0; i < 64; i++) {
                    open[i] = i;
                }
                int left = cache.lookup(megaflows, keys.address(), hashes, open, 64, references);
                for (int i = 0; i < left; i++) {
                    cache.insert(hashes[open[i]], megaflows.lookup(keys.address(open[i])));
                }
                cache.resize(64);
            });
        }
    }

    private boolean finds(SignatureCache cache, long[] key, int hash) {
        keys.put(0, key);
        hashes[0] = hash;
        open[0] = 0;
        return cache.lookup(megaflows, keys.address(), hashes, open, 1, references) == 0;
    }

    private static long[] key(long value) {
        long[] key = new long[FlowKey.PACKET_WORDS];
        key[3] = value;
        return key;
    }

    private static long[] mask() {
        long[] mask = new long[FlowKey.PACKET_WORDS];
        Arrays.fill(mask, 0, 4, -1);
        return mask;
    }
}

package io.weft.flow.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The trie against the list of its prefixes. */
class PrefixTrieTest {
    private record Prefix(long value, int length) {
        boolean begins(long other) {
            return ((value ^ other) & PrefixField.ones(length)) == 0;
        }
    }

    @Test
    void tellsTheLengthsOfThePrefixesThatBeginAValueAndWhichBitsSaySo() {
        Seeded.rounds(200, random -> {
            PrefixField field = PrefixField.at(random.nextInt(PrefixField.count()));
            PrefixTrie trie = new PrefixTrie(field);
            List<Prefix> prefixes = new ArrayList<>();
            for (int step = 0; step < 200; step++) {
                if (random.nextInt(3) > 0) {
                    Prefix added = prefix(field, random);
                    trie.add(added.value, added.length);
                    prefixes.add(added);
                } else if (!prefixes.isEmpty()) {
                    Prefix removed = prefixes.remove(random.nextInt(prefixes.size()));
                    trie.remove(removed.value, removed.length);
                }
                check(field, trie, prefixes, random);
            }
            prefixes.forEach(prefix -> trie.remove(prefix.value, prefix.length));
            assertThat(trie.isEmpty()).isTrue();
        });
    }

    private static Prefix prefix(PrefixField field, Random random) {
        int length = field.step() * (1 + random.nextInt(PrefixField.STEPS));
        return new Prefix(value(field, random), length);
    }

    private static long value(PrefixField field, Random random) {
        long value = 0xA5A5_A5A5_0000_0000L;
        for (int i = random.nextInt(3); i > 0; i--) {
            value ^= Long.MIN_VALUE >>> random.nextInt(field.width);
        }
        return value & PrefixField.ones(field.width);
    }

    private static void check(PrefixField field, PrefixTrie trie, List<Prefix> prefixes, Random random) {
        long value = value(field, random);
        int answer = trie.lookup(value);
        int looked = answer & PrefixTrie.LOOKED;
        long sibling = value ^ random.nextLong() & PrefixField.ones(field.width) & ~PrefixField.ones(looked);
        for (int length = field.step(); length <= field.width; length += field.step()) {
            int asked = length;
            boolean some = prefixes.stream().anyMatch(prefix -> prefix.length == asked && prefix.begins(value));
            boolean told = (answer & PrefixTrie.flag(field, length)) != 0;

            assertThat(told).as("at depth %d", trie.depth()).isEqualTo(some);
        }
        assertThat(trie.lookup(sibling)).isEqualTo(answer);
    }

    @Test
    void aPlaceWherePrefixesPartMayBecomeAPrefixItself() {
        PrefixTrie trie = new PrefixTrie(PrefixField.NW_SRC);
        trie.add(0x0A00_0000L << 32, 32);
        trie.add(0x0A80_0000L << 32, 32);
        trie.add(0x0A00_0000L << 32, 8);

        assertThat(trie.lookup(0x0A40_0000L << 32) & PrefixTrie.flag(PrefixField.NW_SRC, 8))
                .isNotZero();
    }

    @Test
    void aLargeTrieForgetsTheLastBits() {
        PrefixTrie trie = new PrefixTrie(PrefixField.NW_DST);
        Random random = new Random(1);
        List<Prefix> prefixes = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            prefixes.add(new Prefix((long) random.nextInt() << 32, 32));
            trie.add(prefixes.getLast().value, 32);
        }

        assertThat(trie.depth()).isLessThan(32);
        for (Prefix prefix : prefixes) {
            int answer = trie.lookup(prefix.value);
            assertThat(answer & PrefixTrie.flag(PrefixField.NW_DST, 32)).isNotZero();
            assertThat(answer & PrefixTrie.LOOKED).isLessThanOrEqualTo(trie.depth());
        }
        prefixes.forEach(prefix -> trie.remove(prefix.value, prefix.length));
        assertThat(trie.isEmpty()).isTrue();
        assertThat(trie.depth()).isEqualTo(32);
    }
}

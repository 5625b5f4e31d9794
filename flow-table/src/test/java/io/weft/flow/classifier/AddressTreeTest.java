package io.weft.flow.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.Seeded;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tree against the list of its addresses. */
class AddressTreeTest {
    private static final PrefixField FIELD = PrefixField.IPV6_DST;
    private static final int WORD = 10;

    @Test
    void tellsTheFewestBitsThatShowThatAnAddressIsNotThere() {
        Seeded.rounds(200, random -> {
            int length = random.nextBoolean() ? 128 : 65 + random.nextInt(64);
            MatchMask mask = new MatchMask(firstBits(length));
            AddressTree tree = AddressTree.of(FIELD, mask);
            List<Match> addresses = new ArrayList<>();
            for (int step = 0; step < 200; step++) {
                if (random.nextInt(3) > 0) {
                    Match added = new Match(address(random), firstBits(length));
                    tree.add(added);
                    addresses.add(added);
                } else if (!addresses.isEmpty()) {
                    tree.remove(addresses.remove(random.nextInt(addresses.size())));
                }
                long[] key = address(random);
                assertThat(tree.shown(key)).isEqualTo(shown(addresses, key, length));
            }
            addresses.forEach(tree::remove);
            assertThat(tree.isEmpty()).isTrue();
        });
    }

    /** One of a few, or a neighbour of one. */
    private static long[] address(Random random) {
        long[] key = new long[FlowKey.WORDS];
        key[WORD] = 0x2001_0DB8_0000_0000L | random.nextInt(2);
        key[WORD + 1] = random.nextInt(4);
        if (random.nextBoolean()) {
            key[WORD + random.nextInt(2)] ^= 1L << random.nextInt(Long.SIZE);
        }
        return key;
    }

    private static long[] firstBits(int length) {
        long[] mask = new long[FlowKey.WORDS];
        for (int bit = 0; bit < length; bit++) {
            mask[WORD + bit / Long.SIZE] |= Long.MIN_VALUE >>> bit % Long.SIZE;
        }
        return mask;
    }

    private static int shown(List<Match> addresses, long[] key, int length) {
        for (int bits = 1; bits <= length; bits++) {
            long[] first = firstBits(bits);
            boolean isOne = addresses.stream()
                    .anyMatch(address -> ((address.value(WORD) ^ key[WORD]) & first[WORD]) == 0
                            && ((address.value(WORD + 1) ^ key[WORD + 1]) & first[WORD + 1]) == 0);
            if (!isOne) {
                return bits;
            }
        }
        return 0;
    }

    @Test
    void isForPrefixesOfWhichTheTriesKnowTheBeginningAlone() {
        assertThat(of(128)).isNotNull();
        assertThat(of(65)).isNotNull();
        assertThat(of(52)).isNotNull();
        assertThat(of(64)).isNull();
        assertThat(of(48)).isNull();
        assertThat(of(0)).isNull();
        long[] noPrefix = firstBits(128);
        noPrefix[WORD] = 0;
        assertThat(AddressTree.of(FIELD, new MatchMask(noPrefix))).isNull();
    }

    private static AddressTree of(int length) {
        return AddressTree.of(FIELD, new MatchMask(firstBits(length)));
    }
}

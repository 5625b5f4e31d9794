package io.weft.vswitch.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.reference.RandomFlows;
import io.weft.vswitch.reference.RandomPackets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The law of the mask: a key that agrees with a translated key in the mask's bits has an equal translation. */
class MaskLawTest {
    private static final int PACKETS = 40;
    private static final int NEIGHBOURS = 40;

    @Test
    void keysThatAgreeInTheMaskTranslateAlike() {
        assertThat(check(1, 120)).isGreaterThan(100_000);
    }

    @Test
    @Tag("long")
    void manyKeysThatAgreeInTheMaskTranslateAlike() {
        assertThat(check(1_000_000, 10_000)).isGreaterThan(10_000_000);
    }

    /** Returns the number of pairs of keys that were compared. */
    private static long check(long firstSeed, int tables) {
        long cases = 0;
        for (long seed = firstSeed; seed < firstSeed + tables; seed++) {
            Random random = new Random(seed);
            Scenario scenario = scenario(seed, random);
            RandomPackets packets = new RandomPackets(seed);
            for (int i = 0; i < PACKETS; i++) {
                cases += checkNeighbours(seed, scenario, packets, random);
            }
        }
        return cases;
    }

    private static Scenario scenario(long seed, Random random) {
        Scenario scenario = new Scenario();
        RandomFlows flows = new RandomFlows(seed);
        flows.ports().forEach(scenario::port);
        scenario.flows(flows.tables(random.nextInt(40)));
        for (int i = 0; i < 10; i++) {
            scenario.macs.learn(
                    10 * random.nextInt(4), 0x02_00_00_00_00_01L + random.nextInt(3), 1 + random.nextInt(6), 0);
        }
        return scenario;
    }

    private static long checkNeighbours(long seed, Scenario scenario, RandomPackets packets, Random random) {
        int port = random.nextInt(6);
        long[] key = KeyExtractor.extract(packets.wellFormed(), port);
        Translation translation = scenario.translate(key);
        long[] mask = translation.mask().clone();
        String expected = describe(translation);
        long cases = 0;
        for (int i = 0; i < NEIGHBOURS; i++) {
            long[] other =
                    random.nextBoolean() ? KeyExtractor.extract(packets.wellFormed(), port) : flipped(key, random);
            long[] neighbour = neighbour(key, mask, other);
            if (neighbour != null) {
                cases++;
                assertThat(describe(scenario.translate(neighbour)))
                        .as("seed %d%nkey  %s%nother %s%nmask %s", seed, hex(key), hex(neighbour), hex(mask))
                        .isEqualTo(expected);
            }
        }
        return cases;
    }

    /** {@code key} inside the mask and {@code other} outside, if that is the key of some packet. */
    private static long[] neighbour(long[] key, long[] mask, long[] other) {
        long[] mixed = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            mixed[word] = key[word] & mask[word] | other[word] & ~mask[word];
        }
        makeRegular(mixed);
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            if (((mixed[word] ^ key[word]) & mask[word]) != 0) {
                return null;
            }
        }
        return mixed;
    }

    /** What no packet has is zero: parts of absent tags, a transport header of later fragments, words behind a short key. */
    private static void makeRegular(long[] key) {
        if ((key[1] & FlowKey.VLAN_PRESENT) == 0) {
            key[1] &= ~0xffffL;
            key[2] &= ~0xffffL;
            key[6] = 0;
        }
        if ((key[6] >>> 48 & FlowKey.VLAN_PRESENT) == 0) {
            key[6] = 0;
        }
        if ((Fields.IP_FRAG.low(key) & FlowKey.FRAG_LATER) != 0) {
            key[5] = 0;
        }
        key[6] &= 0xffff_ffff_0000_0000L;
        key[7] = 0;
        Arrays.fill(key, FlowKey.significantWords(key[0]), FlowKey.WORDS, 0);
    }

    private static long[] flipped(long[] key, Random random) {
        long[] flipped = key.clone();
        for (int word = 1; word < FlowKey.PACKET_WORDS; word++) {
            flipped[word] ^= random.nextInt(3) == 0 ? random.nextLong() : 1L << random.nextInt(64);
        }
        return flipped;
    }

    private static String describe(Translation translation) {
        List<Object> parts = new ArrayList<>();
        parts.add(translation.program());
        parts.add(translation.dropReason());
        for (int i = 0; i < translation.visitCount(); i++) {
            FlowEntry entry = translation.visitedEntry(i);
            parts.add(translation.visitedTable(i) + ":" + (entry == null ? 0 : System.identityHashCode(entry)));
        }
        describe(translation.learns(), parts);
        describe(translation.macDependencies(), parts);
        return parts.toString();
    }

    private static void describe(AddressList list, List<Object> parts) {
        for (int i = 0; i < list.size(); i++) {
            parts.add(list.vlan(i) + "/" + Long.toHexString(list.mac(i)) + "=" + list.port(i));
        }
    }

    private static String hex(long[] words) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            text.append(String.format(" %016x", words[word]));
        }
        return text.toString();
    }
}

package io.weft.flow.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.HashFields;
import io.weft.flow.action.MultipathSpec;
import io.weft.flow.action.MultipathSpec.Algorithm;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Subfield;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FieldHashTest {
    private static final int DRAWS = 65_536;

    private final Random random = new Random(1);

    private long[] packet(int etherType, int protocol) {
        long[] key = new long[FlowKey.WORDS];
        for (int word = 1; word < FlowKey.PACKET_WORDS; word++) {
            key[word] = random.nextLong();
        }
        Fields.ETH_TYPE.set(key, 0, etherType);
        Fields.NW_PROTO.set(key, 0, protocol);
        Fields.IP_FRAG.set(key, 0, random.nextInt(8) == 0 ? 3 : 0);
        return key;
    }

    private long[] packet() {
        int[] types = {0x0800, 0x86dd, 0x0806, 0x88cc};
        int[] protocols = {1, 6, 17, 58, 132, 47};
        return packet(types[random.nextInt(types.length)], protocols[random.nextInt(protocols.length)]);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no bit outside the mask changes the hash, and the mask depends on masked bits alone")
    void maskLaw(HashFields fields) {
        for (int round = 0; round < 2_000; round++) {
            long[] key = packet();
            long[] mask = new long[FlowKey.WORDS];
            FieldHash.unwildcard(fields, key, mask);
            long[] other = packet();
            for (int word = 0; word < FlowKey.WORDS; word++) {
                other[word] = key[word] & mask[word] | other[word] & ~mask[word];
            }
            long[] otherMask = new long[FlowKey.WORDS];
            FieldHash.unwildcard(fields, other, otherMask);
            org.junit.jupiter.api.Assertions.assertArrayEquals(mask, otherMask);
            assertEquals(FieldHash.hash(fields, key, 7), FieldHash.hash(fields, other, 7), fields.text());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "SYMMETRIC.*")
    @DisplayName("the answer to a packet has its hash")
    void symmetry(HashFields fields) {
        for (int round = 0; round < 2_000; round++) {
            long[] key = packet();
            long[] answer = key.clone();
            swap(key, answer, Fields.ETH_SRC, Fields.ETH_DST);
            swap(key, answer, Fields.NW_SRC, Fields.NW_DST);
            swap(key, answer, Fields.TP_SRC, Fields.TP_DST);
            swap(key, answer, Fields.IPV6_SRC, Fields.IPV6_DST);
            assertEquals(FieldHash.hash(fields, key, 3), FieldHash.hash(fields, answer, 3));
        }
    }

    private static void swap(long[] key, long[] answer, Field one, Field other) {
        one.set(answer, other.high(key), other.low(key));
        other.set(answer, one.high(key), one.low(key));
    }

    @Test
    @DisplayName("UDP ports count for symmetric_l3l4+udp alone")
    void udp() {
        long[] key = packet(0x0800, 17);
        Fields.IP_FRAG.set(key, 0, 0);
        long[] other = key.clone();
        Fields.UDP_SRC.set(other, 0, Fields.UDP_SRC.low(key) ^ 1);
        for (HashFields fields : HashFields.values()) {
            boolean same = FieldHash.hash(fields, key, 0) == FieldHash.hash(fields, other, 0);
            assertEquals(fields != HashFields.SYMMETRIC_L3L4_UDP, same, fields.text());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("every link gets its share, within 10 % of it for 1 to 16 links")
    void shares(Algorithm algorithm) {
        for (int links : new int[] {1, 2, 3, 5, 8, 16}) {
            int[] counts = new int[links];
            for (int i = 0; i < DRAWS; i++) {
                counts[link(algorithm, links, i)]++;
            }
            for (int count : counts) {
                assertEquals(1.0, (double) count * links / DRAWS, 0.1, algorithm + " of " + links);
            }
        }
    }

    @Test
    @DisplayName("one link more moves 1/n with HRW (of few links and of many), a quarter to a half with hash_threshold")
    void disruption() {
        for (int links : new int[] {2, 4, 16, 63, 64, 200}) {
            assertTrue(moved(Algorithm.HRW, links) < (links == 64 ? 1.01 : 1.2 / links), "hrw of " + links);
            double threshold = moved(Algorithm.HASH_THRESHOLD, links);
            assertTrue(threshold > 0.2 && threshold < 0.55, "hash_threshold of " + links + ": " + threshold);
        }
        assertTrue(moved(Algorithm.ITER_HASH, 5) < 1.2 / 5);
    }

    private double moved(Algorithm algorithm, int links) {
        int moved = 0;
        for (int i = 0; i < DRAWS; i++) {
            moved += link(algorithm, links, i) != link(algorithm, links + 1, i) ? 1 : 0;
        }
        return (double) moved / DRAWS;
    }

    private static int link(Algorithm algorithm, int links, int draw) {
        Subfield target = Subfield.of(Fields.reg(0));
        MultipathSpec spec = new MultipathSpec(HashFields.ETH_SRC, 0, algorithm, links, 8, target);
        long[] key = new long[FlowKey.WORDS];
        Fields.ETH_SRC.set(key, 0, draw);
        return LinkChoice.link(spec, FieldHash.hash(HashFields.ETH_SRC, key, 0));
    }

    @Test
    @DisplayName("a bundle spreads over live members, and only those of a member that dies move")
    void bundle() {
        List<Integer> members = IntStream.rangeClosed(1, 5).boxed().toList();
        BundleSpec spec = new BundleSpec(HashFields.ETH_SRC, 0, BundleSpec.Algorithm.HRW, members, null);
        int[] counts = new int[6];
        for (int i = 0; i < DRAWS; i++) {
            int hash = FieldHash.hash(0, i);
            int all = LinkChoice.member(spec, hash, port -> true);
            int without3 = LinkChoice.member(spec, hash, port -> port != 3);
            counts[all]++;
            assertTrue(all == 3 ? without3 != 3 : without3 == all);
        }
        for (int port = 1; port <= 5; port++) {
            assertEquals(0.2, (double) counts[port] / DRAWS, 0.01);
        }
        assertEquals(Ports.NONE, LinkChoice.member(spec, 1, port -> false));
        BundleSpec backup = new BundleSpec(HashFields.ETH_SRC, 0, BundleSpec.Algorithm.ACTIVE_BACKUP, members, null);
        assertEquals(2, LinkChoice.member(backup, 1, port -> port >= 2));
    }
}

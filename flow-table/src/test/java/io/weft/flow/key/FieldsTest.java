package io.weft.flow.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Laws of the registry. */
class FieldsTest {
    /** Fields that are two views of the same header, or of headers that no packet has at once. */
    private static final List<Set<String>> OVERLAYS = List.of(
            Set.of("vlan_tci", "dl_vlan", "vlan_vid", "dl_vlan_pcp", "vlan_pcp"),
            Set.of("nw_tos", "ip_dscp", "nw_ecn"),
            Set.of("nw_proto", "arp_op"),
            Set.of("nw_src", "arp_spa"),
            Set.of("nw_dst", "arp_tpa"),
            Set.of("arp_sha", "nd_sll"),
            Set.of("arp_tha", "nd_tll"),
            Set.of("tcp_src", "udp_src", "sctp_src", "icmp_type", "icmpv6_type"),
            Set.of("tcp_dst", "udp_dst", "sctp_dst", "icmp_code", "icmpv6_code"));

    @Test
    void namesAreUniqueAndFound() {
        Set<String> seen = new HashSet<>();
        for (Field field : Fields.all()) {
            assertThat(seen.add(field.name())).as(field.name()).isTrue();
            assertThat(Fields.byName(field.name())).isSameAs(field);
            for (String alias : field.aliases()) {
                assertThat(seen.add(alias)).as(alias).isTrue();
                assertThat(Fields.byName(alias)).isSameAs(field);
            }
        }
        assertThat(Fields.byName("nw_srcc")).isNull();
        assertThat(Fields.byName("tp_src")).isSameAs(Fields.TP_SRC);
        assertThat(Fields.all()).doesNotContain(Fields.TP_SRC).hasSize(165);
        assertThat(Fields.reg(13).name()).isEqualTo("reg13");
        assertThat(Fields.overlays()).contains(Fields.TP_SRC, Fields.xreg(15), Fields.xxreg(7));
    }

    @Test
    void wideRegistersAreRunsOfRegisters() {
        long[] key = new long[FlowKey.WORDS];
        for (int i = 0; i < FlowKey.REGISTERS; i++) {
            Fields.reg(i).set(key, 0, i + 1);
        }
        assertThat(Fields.xreg(15).low(key)).isEqualTo(31L << 32 | 32);
        assertThat(Fields.xxreg(1).high(key)).isEqualTo(5L << 32 | 6);
        assertThat(Fields.xxreg(1).low(key)).isEqualTo(7L << 32 | 8);
        assertThat(Fields.METADATA.low(key)).isZero();
        assertThat(Fields.CONJ_ID.low(key)).isZero();
    }

    @Test
    void namesOfTheExtensibleMatchGoBothWays() {
        for (Field field : Fields.all()) {
            Field named = OxmNames.field(OxmNames.of(field));
            assertThat(named == null || named.equals(field)).as(field.name()).isTrue();
        }
        assertThat(OxmNames.of(Fields.NW_SRC)).isEqualTo("NXM_OF_IP_SRC");
        assertThat(OxmNames.field("OXM_OF_IPV4_SRC")).isEqualTo(Fields.NW_SRC);
        assertThat(OxmNames.field("NXM_OF_IN_PORT")).isEqualTo(Fields.IN_PORT_16);
        assertThat(OxmNames.of(Fields.xreg(3))).isEqualTo("OXM_OF_PKT_REG3");
    }

    @Test
    void onlyDeclaredFieldsShareBits() {
        for (Field a : Fields.all()) {
            for (Field b : Fields.all()) {
                boolean share = shareBits(a, b);
                boolean declared = a.equals(b)
                        || OVERLAYS.stream().anyMatch(set -> set.contains(a.name()) && set.contains(b.name()));
                assertThat(!share || declared).as("%s and %s", a, b).isTrue();
            }
        }
    }

    private static boolean shareBits(Field a, Field b) {
        long[] maskA = new long[FlowKey.WORDS];
        long[] maskB = new long[FlowKey.WORDS];
        a.unwildcard(maskA);
        b.unwildcard(maskB);
        for (int word = 0; word < FlowKey.WORDS; word++) {
            if ((maskA[word] & maskB[word]) != 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyBitOfAFieldIsReachableAndAlone() {
        for (Field field : Fields.all()) {
            for (int bit = 0; bit < field.width(); bit++) {
                long high = bit < 64 ? 0 : 1L << bit - 64;
                long low = bit < 64 ? 1L << bit : 0;
                long[] key = new long[FlowKey.WORDS];
                field.set(key, high, low);
                assertThat(field.low(key)).isEqualTo(low);
                assertThat(field.high(key)).isEqualTo(high);
                int bits = 0;
                for (long word : key) {
                    bits += Long.bitCount(word);
                }
                assertThat(bits).isEqualTo(1);
            }
            assertThat(field.word() + (field.isWide() ? 1 : 0)).isLessThan(FlowKey.WORDS);
        }
    }

    @Test
    void suggestions() {
        assertThat(Fields.suggest("nw_srcc")).isEqualTo("nw_src");
        assertThat(Fields.suggest("ethsrc")).isEqualTo("eth_src");
        assertThat(Fields.suggest("tcp_dts")).isEqualTo("tcp_dst");
        assertThat(Fields.suggest("banana")).isNull();
        assertThat(Fields.suggest("")).isNull();
        assertThat(Fields.suggest("x".repeat(100_000))).isNull();
    }

    @Test
    void prerequisitesDependOnTheBitsTheyName() {
        SplittableRandom random = new SplittableRandom(11);
        for (Prerequisite prerequisite : Prerequisite.values()) {
            long[] looked = new long[FlowKey.WORDS];
            Prerequisites.unwildcard(prerequisite, looked);
            int met = 0;
            for (int i = 0; i < 20_000; i++) {
                long[] key = likelyKey(random);
                long[] other = new long[FlowKey.WORDS];
                for (int word = 0; word < other.length; word++) {
                    other[word] = key[word] & looked[word] | random.nextLong() & ~looked[word];
                }
                boolean answer = Prerequisites.isMetBy(prerequisite, key);
                met += answer ? 1 : 0;
                assertThat(Prerequisites.isMetBy(prerequisite, other)).isEqualTo(answer);
                boolean pinned = Prerequisites.isPinned(prerequisite, key, looked);
                boolean later = (Fields.IP_FRAG.low(key) & FlowKey.FRAG_LATER) != 0;
                assertThat(pinned || !answer)
                        .as("met but not pinned: %s", prerequisite)
                        .isTrue();
                assertThat(!pinned || answer || later).as("%s", prerequisite).isTrue();
            }
            assertThat(met).as("%s was met at all", prerequisite).isPositive();
            assertThat(Prerequisites.describe(prerequisite)).isNotEmpty();
        }
    }

    private static long[] likelyKey(SplittableRandom random) {
        long[] types = {0x0800, 0x86DD, 0x0806, 0x8035, 0x88CC};
        long[] protocols = {1, 6, 17, 58, 132, 89};
        long[] icmpTypes = {135, 136, 128};
        long[] key = random.longs(FlowKey.WORDS).toArray();
        Fields.ETH_TYPE.set(key, 0, types[random.nextInt(types.length)]);
        Fields.NW_PROTO.set(key, 0, protocols[random.nextInt(protocols.length)]);
        Fields.TP_SRC.set(key, 0, icmpTypes[random.nextInt(icmpTypes.length)]);
        Fields.TP_DST.set(key, 0, random.nextInt(2));
        Fields.IP_FRAG.set(key, 0, random.nextInt(4));
        return key;
    }
}

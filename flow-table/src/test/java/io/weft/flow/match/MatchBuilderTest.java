package io.weft.flow.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a match may say, and the VLAN fields' special meanings. */
class MatchBuilderTest {
    @Test
    void fieldsComeInAnyOrder() {
        Match a = new MatchBuilder()
                .set(Fields.TCP_DST, 80)
                .protocol(Protocol.TCP)
                .set(Fields.NW_SRC, 0x0A000000, 0xFF000000L)
                .build();
        Match b = new MatchBuilder()
                .set(Fields.ETH_TYPE, 0x0800)
                .set(Fields.NW_PROTO, 6)
                .set(Fields.NW_SRC, 0x0A000000, 0xFF000000L)
                .set(Fields.TCP_DST, 80)
                .build();
        assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
        assertThat(new MatchBuilder().build()).isEqualTo(Match.ANY);
        assertThat(new MatchBuilder().set(Fields.METADATA, 0, 0).build()).isEqualTo(Match.ANY);
    }

    @Test
    void vlanFields() {
        assertTag(new MatchBuilder().set(Fields.DL_VLAN, 5).build(), 0x1005, 0x1FFF);
        assertTag(new MatchBuilder().set(Fields.DL_VLAN, MatchBuilder.NO_VLAN).build(), 0, 0xFFFF);
        assertTag(new MatchBuilder().set(Fields.DL_VLAN_PCP, 3).build(), 0x7000, 0xF000);
        assertTag(
                new MatchBuilder()
                        .set(Fields.DL_VLAN, 5)
                        .set(Fields.VLAN_PCP, 3)
                        .build(),
                0x7005,
                0xFFFF);
        assertTag(new MatchBuilder().set(Fields.VLAN_VID, 0x1000, 0x1000).build(), 0x1000, 0x1000);
        assertTag(new MatchBuilder().set(Fields.VLAN_VID, 0).build(), 0, 0x1FFF);
        assertTag(new MatchBuilder().set(Fields.VLAN_TCI, 0xF00F, 0xF00F).build(), 0xF00F, 0xF00F);
    }

    private static void assertTag(Match match, long value, long mask) {
        assertThat(match.value(1)).isEqualTo(value);
        assertThat(match.mask(1)).isEqualTo(mask);
    }

    @Test
    void refusals() {
        refused("nw_proto", "300", () -> new MatchBuilder().set(Fields.NW_PROTO, 300));
        refused("nw_proto", "1/0x3", () -> new MatchBuilder().set(Fields.NW_PROTO, 1, 3));
        refused("nw_tos", "3", () -> new MatchBuilder().set(Fields.NW_TOS, 3));
        refused("reg0", "0x3/0x1", () -> new MatchBuilder().set(Fields.reg(0), 3, 1));
        refused("reg0", "0x1/0x1ffffffff", () -> new MatchBuilder().set(Fields.reg(0), 1, 0x1FFFFFFFFL));
        refused("dl_vlan", "4096", () -> new MatchBuilder().set(Fields.DL_VLAN, 4096));
        refused(
                "eth_type",
                "0x86dd",
                () -> new MatchBuilder().protocol(Protocol.IP).set(Fields.ETH_TYPE, 0x86DD));
        refused(
                "dl_vlan_pcp",
                "3",
                () -> new MatchBuilder()
                        .set(Fields.DL_VLAN, MatchBuilder.NO_VLAN)
                        .set(Fields.DL_VLAN_PCP, 3));
        refused("nw_src", "0x1", () -> new MatchBuilder().set(Fields.NW_SRC, 1).build());
        refused(
                "tcp_src",
                "80",
                () -> new MatchBuilder()
                        .protocol(Protocol.UDP)
                        .set(Fields.TCP_SRC, 80)
                        .build());
        refused(
                "nw_ttl",
                "1",
                () -> new MatchBuilder()
                        .set(Fields.VLAN_VID, 0x1000, 0x1000)
                        .set(Fields.VLAN_PCP, 1)
                        .set(Fields.NW_TTL, 1)
                        .build());
        refused(
                "nd_sll",
                "0x1",
                () -> new MatchBuilder()
                        .protocol(Protocol.ICMP6)
                        .set(Fields.ICMPV6_TYPE, 136)
                        .set(Fields.ICMPV6_CODE, 0)
                        .set(Fields.ND_SLL, 1)
                        .build());
    }

    private static void refused(String field, String value, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(FieldException.class, e -> {
            assertThat(e.field()).isEqualTo(field);
            assertThat(e.value()).isEqualTo(value);
            assertThat(e.allowed()).isNotEmpty();
            assertThat(e.getMessage()).isNotEmpty();
        });
    }

    @Test
    void oldNamesMeanWhatTheHeadersSay() {
        Match arp = new MatchBuilder()
                .protocol(Protocol.ARP)
                .set(Fields.NW_SRC, 7)
                .set(Fields.NW_PROTO, 2)
                .build();
        assertThat(arp)
                .isEqualTo(new MatchBuilder()
                        .protocol(Protocol.ARP)
                        .set(Fields.ARP_SPA, 7)
                        .set(Fields.ARP_OP, 2)
                        .build());
        Field meant = new MatchBuilder().protocol(Protocol.ICMP6).resolve(Fields.TP_SRC);
        assertThat(meant).isEqualTo(Fields.ICMPV6_TYPE);
        refused(
                "tp_src",
                "256",
                () -> new MatchBuilder()
                        .protocol(Protocol.ICMP)
                        .set(Fields.TP_SRC, 256)
                        .build());
    }

    @Test
    void fieldsOfAMatchMakeItAgain() {
        for (int i = 0; i < 20_000; i++) {
            Match match = RandomMatches.of(i);
            MatchBuilder again = new MatchBuilder();
            for (FieldMatch one : MatchFields.of(match)) {
                again.set(one.field(), one.value());
            }
            assertThat(again.build()).as("seed %d", i).isEqualTo(match);
        }
    }

    @Test
    void valueOutsideAWideFieldIsKept() {
        Match match = new MatchBuilder()
                .protocol(Protocol.IPV6)
                .setWide(Fields.IPV6_SRC, -1, 1)
                .build();
        long[] key = new long[FlowKey.WORDS];
        Fields.ETH_TYPE.set(key, 0, 0x86DD);
        Fields.IPV6_SRC.set(key, -1, 1);
        assertThat(match.matches(key)).isTrue();
        Fields.IPV6_SRC.set(key, -2, 1);
        assertThat(match.matches(key)).isFalse();
    }
}

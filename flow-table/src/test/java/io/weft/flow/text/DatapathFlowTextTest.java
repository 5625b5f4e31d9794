package io.weft.flow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.Seeded;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.wire.FrameComposer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datapath flows: what Open vSwitch prints is read, and printed again as it was. */
class DatapathFlowTextTest {
    private static long[] parse(String text) {
        return DatapathFlowText.parse(
                text, name -> name.equals("p1") ? 1 : name.matches("[0-9]{1,5}") ? Integer.parseInt(name) : -1);
    }

    private static String print(long[] key) {
        long[] mask = new long[FlowKey.WORDS];
        Arrays.fill(mask, 0, FlowKey.PACKET_WORDS, -1L);
        return DatapathFlowText.print(key, mask, false, Integer::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),"
                        + "ipv4(src=10.0.0.1,dst=192.168.0.2,proto=6,tos=0,ttl=64,frag=no),tcp(src=8,dst=80),tcp_flags(syn)",
                "eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x8100),vlan(vid=20,pcp=3),encap(eth_type(0x0800),"
                        + "ipv4(src=10.0.0.1,dst=192.168.0.2,proto=47,tos=0xb8,ttl=64,frag=later))",
                "eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x86dd),"
                        + "ipv6(src=2001::1,dst=2001::2,label=0x5,proto=58,tclass=0x4,hlimit=3,frag=no),"
                        + "icmpv6(type=135,code=0),nd(target=::1,sll=00:00:00:00:00:01,tll=00:00:00:00:00:00),"
                        + "nd_extensions(nd_reserved=0,nd_options_type=0)",
                "eth(src=00:00:00:00:00:01,dst=ff:ff:ff:ff:ff:ff),eth_type(0x0806),"
                        + "arp(sip=1.2.3.4,tip=5.6.7.8,op=1,sha=00:00:00:00:00:01,tha=00:00:00:00:00:00)"
            })
    void examples(String text) {
        String whole = "recirc_id(0),in_port(1),packet_type(ns=0,id=0)," + text;
        assertThat(print(parse(whole))).isEqualTo(whole);
        assertThat(print(parse(
                        "ufid:28a64040-ebd5-4a04-a0e1-702aa4bc458f, skb_priority(0/0),ct_state(0/0),ct_label(0/0),"
                                + whole + ", packets:1, bytes:100, used:never, actions:set(ipv4(dst=1.2.3.4)),2")))
                .isEqualTo(whole);
    }

    @Test
    void masksAreNotPartOfThePacket() {
        long[] key =
                parse("in_port(p1),eth_type(0x0800),ipv4(src=10.0.0.1/255.255.255.0,ttl=64/0,frag=no),tcp_flags(+syn)");
        assertThat(Fields.NW_SRC.low(key)).isEqualTo(0x0a000001);
        assertThat(Fields.NW_TTL.low(key)).isEqualTo(64);
        assertThat(Fields.IN_PORT.low(key)).isEqualTo(1);
        assertThat(Fields.TCP_FLAGS.low(key)).isEqualTo(2);
    }

    @Test
    void printsWhatIsMatchedAlone() {
        long[] key = parse(
                "in_port(1),eth_type(0x8100),vlan(vid=20,pcp=3),encap(eth_type(0x0800),ipv4(src=10.0.0.1,proto=6,ttl=9))");
        long[] mask = new long[FlowKey.WORDS];
        Fields.NW_SRC.set(mask, 0, 0xffffff00L);
        assertThat(DatapathFlowText.print(key, mask, false, port -> "p" + port))
                .isEqualTo(
                        "recirc_id(0),in_port(p1),packet_type(ns=0,id=0),eth_type(0x0800),ipv4(src=10.0.0.1/255.255.255.0)");
        Fields.VLAN_VID.unwildcard(mask);
        assertThat(DatapathFlowText.print(key, mask, false, Integer::toString))
                .contains(
                        "eth_type(0x8100),vlan(vid=20,pcp=3/0x0),encap(eth_type(0x0800),ipv4(src=10.0.0.1/255.255.255.0))");
        assertThat(DatapathFlowText.print(key, mask, true, Integer::toString))
                .contains("eth(src=00:00:00:00:00:00/00:00:00:00:00:00", "proto=6/0", "tcp(src=0/0,dst=0/0)");
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> parse("in_port(p9)")).hasMessageContaining("p9");
        assertThatThrownBy(() -> parse("in_port(1),ethh(src=1)")).hasMessageContaining("ethh");
        assertThatThrownBy(() -> parse("in_port(1),eth(sr=00:00:00:00:00:01)")).hasMessageContaining("sr=");
        assertThatThrownBy(() -> parse("in_port(1),ipv4(ttl=256)")).hasMessageContaining("ttl=256");
        assertThatThrownBy(() -> parse("in_port(1),vlan(vid=5000)")).hasMessageContaining("vid=5000");
        assertThatThrownBy(() -> parse("in_port(1"))
                .isInstanceOfSatisfying(
                        FlowTextException.class, e -> assertThat(e.position()).isEqualTo(9));
        assertThatThrownBy(() -> parse("in_port(1))")).isInstanceOf(FlowTextException.class);
        assertThatThrownBy(() -> parse("in_port(1),encap(eth_type(1)")).isInstanceOf(FlowTextException.class);
    }

    @Test
    void nothingButTheExceptionForNoise() {
        String good =
                "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x8100),vlan(vid=2,pcp=3),encap("
                        + "eth_type(0x0800),ipv4(src=10.0.0.1/255.0.0.0,frag=no),tcp(src=8),tcp_flags(+syn))";
        Seeded.rounds(20_000, random -> {
            StringBuilder text = new StringBuilder(good);
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = random.nextInt(text.length());
                char other = good.charAt(random.nextInt(good.length()));
                text.setCharAt(at, random.nextInt(10) == 0 ? (char) random.nextInt(0x3000) : other);
            }
            try {
                long[] key = parse(text.toString());
                KeyExtractor.extract(FrameComposer.compose(key), 1);
            } catch (FlowTextException e) {
                assertThat(e.render()).isNotEmpty();
            }
        });
    }
}

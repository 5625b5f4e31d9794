package io.weft.flow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Fields;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grammar by example: what is read, what is printed, and where carets point. */
class FlowTextTest {
    private static final PortNames NAMES = new PortNames() {
        @Override
        public int number(String name) {
            return switch (name) {
                case "p1" -> 1;
                case "veth-a" -> 2;
                case "a,b c" -> 3;
                default -> Ports.NONE;
            };
        }

        @Override
        public String name(int number) {
            return switch (number) {
                case 1 -> "p1";
                case 2 -> "veth-a";
                case 3 -> "a,b c";
                default -> null;
            };
        }

        @Override
        public int table(String name) {
            return switch (name) {
                case "main" -> 4;
                case "next-hop" -> 5;
                default -> -1;
            };
        }

        @Override
        public String tableName(int number) {
            return switch (number) {
                case 4 -> "main";
                case 5 -> "next-hop";
                default -> null;
            };
        }
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "priority=10,ip,nw_src=10.0.0.1,actions=output:2 | priority=10,ip,nw_src=10.0.0.1 actions=output:2",
                "ip nw_src=10.1.2.3/8\taction=2 | ip,nw_src=10.0.0.0/8 actions=output:2",
                "ip,ip_dst=10.1.2.3/255.0.255.0,actions=2 | ip,nw_dst=10.0.2.0/255.0.255.0 actions=output:2",
                "table=0x3,tcp,tp_dst=80 actions = drop | table=3, tcp,tp_dst=80 actions=drop",
                "cookie=0x1f,udp6,udp_src=0x35,actions= | cookie=0x1f, udp6,tp_src=53 actions=drop",
                "dl_type=0x0800,nw_proto=6,tcp_dst=8080/0xfff0,actions=1 | tcp,tp_dst=0x1f90/0xfff0 actions=output:1",
                "ipv4,actions=1 | ip actions=output:1",
                "ip6,actions=1 | ipv6 actions=output:1",
                "ip,nw_proto=0,actions=1 | ip,nw_proto=0 actions=output:1",
                "ip,nw_proto=89,actions=1 | ip,nw_proto=89 actions=output:1",
                "eth_type=0x88cc,actions=1 | dl_type=0x88cc actions=output:1",
                "dl_vlan=5,vlan_pcp=3,actions=1 | dl_vlan=5,dl_vlan_pcp=3 actions=output:1",
                "dl_vlan=0xffff,actions=1 | vlan_tci=0x0000 actions=output:1",
                "vlan_vid=0x1005,actions=1 | dl_vlan=5 actions=output:1",
                "vlan_vid=0x1000/0x1000,actions=1 | vlan_tci=0x1000/0x1000 actions=output:1",
                "eth_dst=1:2:3:4:5:6/ff:ff:ff:0:0:0,actions=1 | dl_dst=01:02:03:00:00:00/ff:ff:ff:00:00:00 actions=output:1",
                "in_port=65534,reg1=7,metadata=0x10/0xf0,actions=1 | reg1=0x7,metadata=0x10/0xf0,in_port=LOCAL actions=output:1",
                "arp,nw_src=1.2.3.4,nw_proto=1,actions=1 | arp,arp_spa=1.2.3.4,arp_op=1 actions=output:1",
                "icmp6,icmpv6_type=128,tp_dst=0,actions=1 | icmp6,icmp_type=128,icmp_code=0 actions=output:1",
                "ipv6,ipv6_src=2001:DB8::/32,ipv6_label=0x5,actions=1 | ipv6,ipv6_src=2001:db8::/32,ipv6_label=0x00005 actions=output:1",
                "ip,nw_frag=yes,nw_tos=184,nw_ecn=1,nw_ttl=64,actions=1 | ip,nw_tos=184,nw_ecn=1,nw_ttl=64,nw_frag=yes actions=output:1",
            })
    void readsAndPrints(String text, String printed) {
        assertThat(FlowText.print(FlowText.parseAdd(text.strip(), PortNames.NUMBERS), PortNames.NUMBERS))
                .isEqualTo(printed.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2,LOCAL,in_port,all,FLOOD,normal; output:2,LOCAL,IN_PORT,ALL,FLOOD,NORMAL",
                "output:0x10 output:LOCAL 0; output:16,LOCAL,output:0",
                "controller,CONTROLLER:128,controller(max_len=7),controller(); "
                        + "CONTROLLER:65535,CONTROLLER:128,CONTROLLER:7,CONTROLLER:65535",
                "set_field:10.0.0.1->nw_src; set_field:10.0.0.1->ip_src",
                "set_field:10.0.0.1/24->ip_dst; set_field:10.0.0.0/24->ip_dst",
                "set_field:0x5/0xf->reg3; set_field:0x5/0xf->reg3",
                "set_field:5->dl_vlan; set_field:0x1005/0x1fff->vlan_tci",
                "set_field:4101->vlan_vid,set_field:fe80::1->ipv6_dst; set_field:4101->vlan_vid,set_field:fe80::1->ipv6_dst",
                "mod_dl_src:1:2:3:4:5:6,mod_nw_dst:1.2.3.4,mod_nw_tos:0x10; "
                        + "mod_dl_src:01:02:03:04:05:06,mod_nw_dst:1.2.3.4,mod_nw_tos:16",
                "mod_vlan_vid:5,mod_vlan_pcp:7,mod_tp_src:80; mod_vlan_vid:5,mod_vlan_pcp:7,mod_tp_src:80",
                "push_vlan:0x8100,pop_vlan,dec_ttl; push_vlan:0x8100,strip_vlan,dec_ttl",
                "resubmit:3,resubmit(4,5),resubmit(,6),resubmit(7,),resubmit(IN_PORT,8); "
                        + "resubmit:3,resubmit(4,5),resubmit(,6),resubmit:7,resubmit(,8)",
                "resubmit:in_port,goto_table:9; resubmit:IN_PORT,goto_table:9",
            })
    void actions(String text, String printed) {
        List<Action> actions = FlowText.parseActions(text, PortNames.NUMBERS);
        assertThat(FlowText.print(actions, PortNames.NUMBERS)).isEqualTo(printed.strip());
    }

    @Test
    void portNames() {
        String text = "in_port=\"veth-a\",actions=p1,output:\"a,b c\",\"veth-a\",veth-a";
        FlowSpec flow = FlowText.parseAdd(text, NAMES);
        assertThat(flow.actions())
                .containsExactly(
                        new Action.Output(1), new Action.Output(3), new Action.Output(2), new Action.Output(2));
        assertThat(FlowText.print(flow, NAMES))
                .isEqualTo("in_port=\"veth-a\" actions=output:p1,output:\"a,b c\",output:\"veth-a\",output:\"veth-a\"");
        assertThat(FlowText.parseAdd(FlowText.print(flow, NAMES), NAMES)).isEqualTo(flow);
    }

    @Test
    void tableNames() {
        String text =
                "table=main,actions=learn(table=\"next-hop\",NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),resubmit(p1,next-hop),"
                        + "resubmit(,main),resubmit(,6),goto_table:next-hop";
        FlowSpec flow = FlowText.parseAdd(text, NAMES);
        assertThat(flow.table()).isEqualTo(4);
        assertThat(FlowText.print(flow.actions(), PortNames.NUMBERS))
                .isEqualTo(
                        "learn(table=5,NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),resubmit(1,5),resubmit(,4),resubmit(,6),goto_table:5");
        assertThat(FlowText.print(flow.actions(), NAMES))
                .isEqualTo(
                        "learn(table=\"next-hop\",NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),resubmit(p1,\"next-hop\"),resubmit(,main),"
                                + "resubmit(,6),goto_table:\"next-hop\"");
        assertThatThrownBy(() -> FlowText.parseAdd("actions=resubmit(,mian)", NAMES))
                .hasMessage("\"mian\" is not a table; allowed: 0 to 255");
    }

    @Test
    void tcpFlags() {
        assertFlags("+syn-ack", "+syn-ack");
        assertFlags("syn|ack", "syn|ack");
        assertFlags("0x12", "syn|ack");
        assertFlags("0x2/0x12", "+syn-ack");
        assertFlags("0", "0");
        assertFlags("+[800]-ns", "-ns+[800]");
    }

    private static void assertFlags(String text, String printed) {
        Match match = FlowText.parseMatch("tcp,tcp_flags=" + text, PortNames.NUMBERS);
        assertThat(FlowText.print(match, PortNames.NUMBERS)).isEqualTo("tcp,tcp_flags=" + printed);
    }

    @Test
    void keywordsOfEachUse() {
        FlowSpec add = FlowText.parseAdd("cookie=7,actions=1", PortNames.NUMBERS);
        assertThat(add.table()).isZero();
        assertThat(add.priority()).isEqualTo(FlowSpec.DEFAULT_PRIORITY);
        assertThat(add.cookie()).isEqualTo(7);
        FlowSpec modify = FlowText.parseModify("cookie=0x17/0xf,actions=1", PortNames.NUMBERS);
        assertThat(modify.table()).isEqualTo(FlowSpec.ALL_TABLES);
        assertThat(modify.cookie()).isEqualTo(7);
        assertThat(modify.cookieMask()).isEqualTo(0xF);
        FlowSpec filter = FlowText.parseFilter("table=2,cookie=1/-1,out_port=LOCAL,arp", PortNames.NUMBERS);
        assertThat(filter.outPort()).isEqualTo(Ports.LOCAL);
        assertThat(filter.cookieMask()).isEqualTo(-1);
        assertThat(filter.actions()).isEmpty();
        assertThat(FlowText.parseFilter("", PortNames.NUMBERS).match()).isEqualTo(Match.ANY);
    }

    @Test
    void dumpLine() {
        FlowSpec flow =
                FlowText.parseAdd("cookie=0xab,table=2,priority=10,ip,nw_src=10.0.0.1,actions=2", PortNames.NUMBERS);
        FlowEntry entry = new FlowEntry(2, 10, flow.match(), flow.actions(), 0xab, 1_000_000_000L);
        entry.count(3, 180, 2);
        String line = FlowText.print(entry, 5_388_999_999L, PortNames.NUMBERS);
        assertThat(line)
                .isEqualTo("cookie=0xab, duration=4.388s, table=2, n_packets=3, n_bytes=180, "
                        + "idle_age=4, priority=10,ip,nw_src=10.0.0.1 actions=output:2");
        assertThat(FlowText.parseAdd(line, PortNames.NUMBERS)).isEqualTo(flow);
        FlowEntry any = new FlowEntry(0, 0, Match.ANY, List.of(new Action.Normal()), 0, 0);
        assertThat(FlowText.print(any, 7_000_000_000L, PortNames.NUMBERS))
                .isEqualTo(
                        "cookie=0x0, duration=7s, table=0, n_packets=0, n_bytes=0, idle_age=7, priority=0 actions=NORMAL");
    }

    @Test
    void keyForTrace() {
        long[] key = FlowText.parseKey("in_port=1,dl_vlan=3,udp6,ipv6_src=::1,udp_dst=53", PortNames.NUMBERS);
        assertThat(Fields.IN_PORT.low(key)).isEqualTo(1);
        assertThat(Fields.VLAN_TCI.low(key)).isEqualTo(0x1003);
        assertThat(key[2]).isEqualTo(0x8100);
        assertThat(key[0] & 0xFFFF).isEqualTo(1);
        assertThat(Fields.IPV6_SRC.low(key)).isEqualTo(1);
        assertThat(Fields.UDP_DST.low(key)).isEqualTo(53);
        assertThatThrownBy(() -> FlowText.parseKey("ip,nw_src=1.0.0.0/8", PortNames.NUMBERS))
                .isInstanceOf(FlowTextException.class)
                .hasMessageContaining("mask");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "priority=10,ip,nw_srcc=10.0.0.1,actions=drop; nw_srcc; unknown field \"nw_srcc\" (did you mean \"nw_src\"?)",
                "ip,nw_src=10.0.0.256,actions=drop; 10.0.0.256; \"10.0.0.256\" is not a value of nw_src",
                "nw_src=10.0.0.1,actions=drop; nw_src=10.0.0.1; only together with ip",
                "udp,tcp_dst=1,actions=drop; tcp_dst=1; only together with tcp",
                "ip,dl_type=0x86dd,actions=drop; 0x86dd; contradicts",
                "actions=outpt:1; outpt; did you mean \"output\"",
                "actions=output:65280; 65280; neither a port number",
                "actions=output(port=ALL,max_len=100); output(port=ALL,max_len=100); cannot be sent",
                "actions=goto_table:3,1; 1; goto_table must be the last",
                "table=3,actions=goto_table:3; goto_table:3; a table after 3",
                "actions=drop,1; 1; must not be accompanied",
                "actions=1,drop; drop; must not be accompanied",
                "actions=set_field:80->tcp_dst; set_field:80->tcp_dst; needs a match on tcp",
                "ip,actions=set_field:6->nw_proto; set_field:6->nw_proto; cannot be set",
                "actions=set_field:1->nw_srcc; nw_srcc; did you mean",
                "dl_vlan=1,actions=set_field:5->vlan_vid; set_field:5->vlan_vid; 4101",
                "actions=mod_nw_tos:3; mod_nw_tos:3; multiple of 4",
                "actions=push_vlan:0x800; push_vlan:0x800; 0x8100",
                "udp,actions=ct(commit,alg=ftp); ct(commit,alg=ftp); tcp",
                "idle_timeout=65536,actions=1; 65536; 0 to 65535",
                "in_port=\"x,actions=1; \"x,actions=1; closing quote",
                "actions=resubmit(1,2; resubmit(1,2; closing parenthesis",
                "table=254,actions=1; 254; 0 to 253",
                "priority=65536,actions=1; 65536; 0 to 65535",
                "priority,actions=1; priority; needs a value",
                "ip=3,actions=1; ip=3; takes no value",
                "dl_vlan=4096,actions=1; 4096; 0 to 4095",
                "icmp,tp_src=300,actions=1; tp_src=300; tp_src is icmp_type here",
                "tp_src=300,actions=1; tp_src=300; only together with tcp, udp or sctp",
                "icmp,tp_dst=3/1,actions=1; tp_dst=3/1; takes no mask",
                "nw_tos=3,ip,actions=1; 3; lowest bits",
            })
    void caretsPointAtTheCause(String text, String cause, String message) {
        assertThatThrownBy(() -> FlowText.parseAdd(text, PortNames.NUMBERS))
                .isInstanceOfSatisfying(FlowTextException.class, e -> {
                    assertThat(e.getMessage()).contains(message.strip());
                    assertThat(text.substring(e.position(), e.position() + e.length()))
                            .isEqualTo(cause.strip());
                });
    }

    @Test
    void rendering() {
        assertThatThrownBy(() -> FlowText.parseAdd("priority=10,ip,nw_srcc=10.0.0.1,actions=drop", PortNames.NUMBERS))
                .isInstanceOfSatisfying(
                        FlowTextException.class, e -> assertThat(e.render()).isEqualTo("""
                                unknown field "nw_srcc" (did you mean "nw_src"?)
                                  priority=10,ip,nw_srcc=10.0.0.1,actions=drop
                                                 ^^^^^^^"""));
        assertThatThrownBy(() -> FlowText.parseAdd("ip", PortNames.NUMBERS))
                .isInstanceOfSatisfying(
                        FlowTextException.class,
                        e -> assertThat(e.render()).isEqualTo("actions=... is missing\n  ip\n    ^"));
    }

    @Test
    void setFieldFollowsPushedAndStrippedTags() {
        FlowText.parseAdd("actions=push_vlan:0x8100,set_field:4101->vlan_vid,1", PortNames.NUMBERS);
        FlowText.parseAdd("dl_vlan=3,actions=set_field:4101->vlan_vid,1", PortNames.NUMBERS);
        assertThatThrownBy(() ->
                        FlowText.parseAdd("dl_vlan=3,actions=strip_vlan,set_field:4101->vlan_vid", PortNames.NUMBERS))
                .isInstanceOf(FlowTextException.class)
                .hasMessageContaining("VLAN tag");
    }
}

package io.weft.vswitch.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.conductor.MirrorConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.oracle.TracedSwitch.Passage;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What flow tables, groups and mirrors do, after ovs-actions(7), ovs-fields(7) and ovs-vswitchd.conf.db(5): scenarios on dummy ports, each
 * packet traced, then sent, and what is delivered compared with what the trace said. MAC tables and VLANs are in {@link ScenariosTest}.
 */
final class PipelineScenariosTest {
    private static final long A = 0x0200_0000_000aL;
    private static final long B = 0x0200_0000_000bL;
    private static final int TCI = 14;

    @TempDir
    private Path directory;

    private TracedSwitch traced;

    @BeforeEach
    void launch() {
        traced = new TracedSwitch(directory, 6);
    }

    @AfterEach
    void close() {
        traced.close();
    }

    private static byte[] udp(long source, int host, int port) {
        return new FrameBuilder()
                .ethernet(B, source)
                .ipv4(0x0a000000 | host, 0x0a010000 | port & 0xFF)
                .udp(port, 53)
                .payload(20)
                .build();
    }

    private static byte[] tagged(int vlan) {
        return new FrameBuilder()
                .ethernet(B, A)
                .tag(0x8100, vlan)
                .ipv4(0x0a000001, 0x0a000002)
                .udp(1, 2)
                .payload(200)
                .build();
    }

    private List<FlowEntry> table(int number) {
        return traced.weft().flows("br0", FlowFilter.ALL).stream()
                .filter(entry -> entry.table() == number)
                .toList();
    }

    // ---- groups

    @Test
    void selectSharesByWeightAndKeepsConnectionsTogether() {
        traced.add(
                "group group_id=1,type=select,selection_method=hash,fields(ip_src,udp_src),"
                        + "bucket=weight:1,actions=output:2,bucket=weight:2,actions=output:3,bucket=weight:5,actions=output:4,"
                        + "bucket=weight:0,actions=output:5",
                "actions=group:1");
        Map<String, Integer> shares = new TreeMap<>();
        int connections = 800;
        for (int i = 0; i < connections; i++) {
            byte[] frame = udp(A, i % 7, 1000 + i);
            Passage first = traced.send("p1", frame);
            assertThat(first.trace()).contains("    group:1\n", "     -> using bucket ");
            assertThat(first.ports()).hasSize(1);
            shares.merge(first.ports().getFirst(), 1, Integer::sum);
            if (i % 50 == 0) {
                assertThat(traced.send("p1", frame).ports()).isEqualTo(first.ports());
            }
        }
        assertThat(shares).containsOnlyKeys("p2", "p3", "p4");
        assertThat(shares.get("p2")).isBetween(60, 145);
        assertThat(shares.get("p3")).isBetween(145, 260);
        assertThat(shares.get("p4")).isBetween(430, 570);
    }

    @Test
    void aTagBeyondTheLimitIsPayload() {
        traced.add(
                "in_port=1,ip,dl_vlan=16,actions=output:2",
                "in_port=1,dl_type=0x88a8,dl_vlan=16,actions=dec_ttl,strip_vlan,resubmit(,1)",
                "table=1,dl_type=0x88a8,vlan_tci=0,actions=output:3,push_vlan:0x8100,set_field:4103->vlan_vid,output:4,"
                        + "push_vlan:0x8100,output:5,push_vlan:0x8100,output:6");
        FrameBuilder packet = new FrameBuilder()
                .ethernet(B, A)
                .tag(0x8100, 16)
                .tag(0x88a8, 0x2011)
                .ipv4(0x0a000001, 0x0a010001)
                .udp(1, 53)
                .payload(20);
        byte[] frame = packet.build();
        assertThat(traced.send("p1", frame).ports()).containsExactly("p2");

        traced.weft().apply(config -> config.withOtherConfig(Map.of("vlan-limit", "1")));
        assertThat(traced.send("p1", frame).ports())
                .as("the third tag that is read or pushed is too much")
                .isEmpty();
        traced.add(
                "table=1,dl_type=0x88a8,vlan_tci=0,actions=output:3,push_vlan:0x8100,set_field:4103->vlan_vid,output:4,"
                        + "push_vlan:0x8100,output:5");
        Passage passage = traced.send("p1", frame);
        String payload = HexFormat.of().formatHex(frame).substring(2 * 16);
        String addresses = HexFormat.of().formatHex(frame).substring(0, 2 * 12);
        assertThat(passage.ports()).containsExactly("p3", "p4", "p5");
        assertThat(hex(passage, "p3")).isEqualTo(addresses + payload);
        assertThat(hex(passage, "p4")).isEqualTo(addresses + "81000007" + payload);
        assertThat(hex(passage, "p5")).isEqualTo(addresses + "81000000" + "81000007" + payload);

        traced.weft().apply(config -> config.withOtherConfig(Map.of("vlan-limit", "0")));
        assertThat(traced.send("p1", frame).ports()).as("0: as many as can be").containsExactly("p2");
    }

    private static String hex(Passage passage, String port) {
        return HexFormat.of().formatHex(passage.delivered().get(port).getFirst());
    }

    @Test
    void failoverFollowsTheLinks() {
        traced.add(
                "group group_id=2,type=ff,bucket=watch_port:4,actions=output:4",
                "group group_id=1,type=ff,bucket=watch_port:2,actions=output:2,bucket=watch_port:3,actions=output:3,"
                        + "bucket=watch_group:2,actions=group:2",
                "actions=group:1");
        byte[] frame = udp(A, 1, 1);
        assertThat(traced.send("p1", frame).ports()).containsExactly("p2");
        traced.link("p2", false);
        Passage second = traced.send("p1", frame);
        assertThat(second.trace()).contains("     -> bucket 0: not live due to port 2\n     -> using bucket 1\n");
        assertThat(second.ports()).containsExactly("p3");
        traced.link("p3", false);
        assertThat(traced.send("p1", frame).ports()).containsExactly("p4");
        traced.link("p4", false);
        assertThat(traced.send("p1", frame)).satisfies(passage -> {
            assertThat(passage.trace()).contains("     -> no live bucket\n");
            assertThat(passage.ports()).isEmpty();
        });
        traced.link("p3", true);
        assertThat(traced.send("p1", frame).ports()).containsExactly("p3");
        traced.link("p2", true);
        assertThat(traced.send("p1", frame).ports()).containsExactly("p2");
    }

    // ---- learn

    @Test
    void learnStopsAtItsLimitAndSaysSo() {
        traced.add(
                "table=0,priority=10,in_port=1,actions=learn(table=1,cookie=0x77,limit=2,result_dst=NXM_NX_REG0[0],"
                        + "NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),resubmit(,2)",
                "table=0,priority=5,actions=resubmit(,1)",
                "table=2,reg0=1,actions=output:2",
                "table=2,reg0=0,actions=output:3");
        assertThat(traced.send("p1", udp(0x0200_0000_0100L, 1, 1)).ports()).containsExactly("p2");
        assertThat(traced.send("p1", udp(0x0200_0000_0101L, 1, 1)).ports()).containsExactly("p2");
        assertThat(table(1)).hasSize(2);
        assertThat(traced.send("p1", udp(0x0200_0000_0102L, 1, 1)).ports())
                .as("the third is over the limit")
                .containsExactly("p3");
        assertThat(traced.send("p1", udp(0x0200_0000_0101L, 1, 1)).ports())
                .as("one that is known is no addition")
                .containsExactly("p2");
        assertThat(table(1)).hasSize(2);
        byte[] back = new FrameBuilder()
                .ethernet(0x0200_0000_0101L, B)
                .ipv4(1, 2)
                .udp(1, 2)
                .payload(20)
                .build();
        Passage answer = traced.send("p4", back);
        assertThat(answer.ports()).containsExactly("p1");
        assertThat(answer.visits().getLast()).isEqualTo("1. dl_dst=02:00:00:00:01:01, priority 32768, cookie 0x77");
        byte[] unknown = new FrameBuilder()
                .ethernet(0x0200_0000_0102L, B)
                .ipv4(1, 2)
                .udp(1, 2)
                .payload(20)
                .build();
        assertThat(traced.send("p4", unknown).ports()).isEmpty();
    }

    @Test
    void learnedFlowsGoWithTheirTeacherAndTheirTime() {
        traced.add(
                "table=0,priority=10,in_port=1,actions=learn(table=1,hard_timeout=10,cookie=0x5,delete_learned,NXM_OF_ETH_SRC[],"
                        + "load:NXM_OF_IN_PORT[]->NXM_NX_REG1[0..15]),resubmit(,1),output:NXM_NX_REG1[0..15],output:2",
                "table=0,priority=5,actions=resubmit(,1),output:3");
        assertThat(traced.send("p1", udp(A, 1, 1)).visits())
                .as("the packet itself finds what it taught")
                .hasSize(2);
        assertThat(table(1)).hasSize(1);
        assertThat(traced.send("p4", udp(A, 1, 1)).visits().getLast()).startsWith("1. dl_src=02:00:00:00:00:0a,");
        traced.warp(11_000);
        assertThat(table(1)).isEmpty();
        assertThat(traced.send("p4", udp(A, 1, 1)).visits().getLast()).isEqualTo("1. No match.");
        traced.send("p1", udp(A, 1, 1));
        assertThat(table(1)).hasSize(1);
        traced.weft()
                .modifyFlows(
                        "br0",
                        List.of(FlowText.parseFilter("table=0,in_port=1", PortNames.NUMBERS)
                                .toMod(FlowMod.Kind.DELETE)));
        traced.weft().step();
        assertThat(table(1)).isEmpty();
        assertThat(traced.send("p4", udp(A, 1, 1)).visits().getLast()).isEqualTo("1. No match.");
    }

    // ---- conjunction

    @Test
    void conjunctionIsTheProductOfItsDimensions() {
        traced.add(
                "priority=10,ip,nw_src=10.0.0.1,actions=conjunction(1,1/3)",
                "priority=10,ip,nw_src=10.0.0.2,actions=conjunction(1,1/3),conjunction(2,1/2)",
                "priority=10,ip,nw_dst=10.1.0.1,actions=conjunction(1,2/3)",
                "priority=10,ip,nw_dst=10.1.0.2,actions=conjunction(1,2/3),conjunction(2,2/2)",
                "priority=10,udp,tp_dst=53,actions=conjunction(1,3/3)",
                "priority=10,conj_id=1,ip,actions=output:2",
                "priority=10,conj_id=2,ip,actions=output:3",
                "priority=20,udp,tp_src=2,nw_src=10.0.0.1,nw_dst=10.1.0.2,actions=output:4",
                "priority=1,actions=output:5");
        for (int source = 1; source <= 3; source++) {
            for (int target = 1; target <= 3; target++) {
                Passage passage = traced.send("p1", udp(A, source, target));
                boolean both = source <= 2 && target <= 2;
                List<String> ports = passage.ports();
                if (source == 1 && target == 2) {
                    assertThat(ports).containsExactly("p4");
                } else if (source == 2 && target == 2) {
                    assertThat(ports)
                            .as("either conjunction, but one")
                            .hasSize(1)
                            .isSubsetOf("p2", "p3");
                } else {
                    assertThat(ports).containsExactly(both ? "p2" : "p5");
                }
                if (ports.contains("p2")) {
                    assertThat(passage.visits().getFirst()).startsWith("0. conj_id=1,ip, priority 10");
                }
            }
        }
    }

    // ---- chains of tables

    @Test
    void resubmitChainsComeBackWithWhatTheyChanged() {
        traced.add(
                "table=0,actions=load:0x1->NXM_NX_REG0[],resubmit(,1),output:NXM_NX_REG1[0..15],resubmit(3,1),output:6",
                "table=1,in_port=1,actions=load:0x2->NXM_NX_REG1[],push:NXM_NX_REG0[],load:0x9->NXM_NX_REG0[],resubmit(,2),pop:NXM_NX_REG0[],"
                        + "resubmit(,3)",
                "table=1,in_port=3,actions=clone(dec_ttl,output:4),output:in_port",
                "table=2,reg0=9,actions=mod_nw_ttl:9,write_actions(output:5),goto_table:4",
                "table=3,reg0=1,ip,nw_ttl=9,actions=output:3",
                "table=4,actions=clear_actions,write_actions(dec_ttl,output:5),write_metadata:0x7/0xf");
        Passage passage = traced.send("p1", udp(A, 1, 1));
        assertThat(passage.ports()).containsExactly("p1", "p2", "p3", "p4", "p5", "p6");
        assertThat(passage.visits().stream().map(visit -> visit.substring(0, visit.indexOf('.'))))
                .containsExactly("0", "1", "2", "4", "3", "1");
        assertThat(passage.trace()).contains("pop:NXM_NX_REG0[]\n", " -> NXM_NX_REG0[] is now 0x1\n");
        assertThat(passage.delivered().get("p3")).hasSize(1);
        assertThat(passage.delivered().get("p4").getFirst()[22]).isEqualTo((byte) 8);
        assertThat(passage.delivered().get("p6").getFirst()[22]).isEqualTo((byte) 9);
    }

    @Test
    void aLoopEndsWithItsReason() {
        traced.add("actions=output:2,resubmit(,0)");
        assertThat(traced.send("p1", udp(A, 1, 1)).trace())
                .endsWith("Translation failed (Recursion too deep), packet is dropped.\n");
        assertThat(traced.weft().counters().dropped(DropReason.RECURSION_TOO_DEEP))
                .isEqualTo(1);
    }

    // ---- mirrors

    private static MirrorConfig mirror(
            List<String> sources, List<String> targets, List<Integer> vlans, String port, int vlan, int snaplen) {
        return new MirrorConfig("m", "m", false, sources, targets, vlans, port, vlan, snaplen);
    }

    @Test
    void aMirrorCopiesWhatArrivesAndWhatLeaves() {
        traced.add("in_port=1,actions=mod_dl_src:02:00:00:00:00:99,output:2", "in_port=2,actions=output:1");
        traced.change(bridge -> bridge.withMirrors(List.of(mirror(List.of("p1"), List.of(), List.of(), "p3", 0, 0))));
        byte[] frame = udp(A, 1, 1);
        Passage in = traced.send("p1", frame);
        assertThat(in.ports()).containsExactly("p2", "p3");
        assertThat(in.delivered().get("p3").getFirst()).as("as it arrived").isEqualTo(frame);
        assertThat(traced.send("p2", frame).ports()).containsExactly("p1");
        traced.change(bridge -> bridge.withMirrors(List.of(mirror(List.of(), List.of("p2"), List.of(), "p3", 0, 40))));
        Passage out = traced.send("p1", frame);
        assertThat(out.ports()).containsExactly("p2", "p3");
        assertThat(out.delivered().get("p3").getFirst()).as("as it left, cut").hasSize(40);
        assertThat(out.delivered().get("p3").getFirst()[11]).isEqualTo((byte) 0x99);
        assertThat(out.delivered().get("p2").getFirst()).hasSize(frame.length);
        traced.change(
                bridge -> bridge.withMirrors(List.of(mirror(List.of(), List.of("p2"), List.of(), "p3", 0, 65_535))));
        assertThat(traced.send("p1", frame).delivered().get("p3").getFirst()).hasSize(frame.length);
        assertThat(traced.send("p3", frame).ports())
                .as("what arrives at the port of a mirror is dropped")
                .isEmpty();
    }

    @Test
    void mirrorsByVlanAndIntoAVlan() {
        traced.add("actions=NORMAL");
        traced.change(bridge -> bridge.with(settings(5, VlanSettings.access(77)))
                .withMirrors(List.of(mirror(List.of("p1"), List.of(), List.of(10), "p3", 0, 0))));
        assertThat(traced.send("p1", tagged(10)).ports()).containsExactly("p2", "p3", "p4", "p6");
        assertThat(traced.send("p1", tagged(11)).ports()).containsExactly("p2", "p4", "p6");
        traced.change(bridge -> bridge.withMirrors(List.of(mirror(List.of("p1"), List.of(), List.of(10), "", 77, 0))));
        Passage passage = traced.send("p1", tagged(10));
        assertThat(passage.delivered().get("p5"))
                .as("the access port of the VLAN of copies")
                .hasSize(1);
        assertThat(passage.delivered().get("p2"))
                .extracting(frame -> (int) frame[TCI + 1])
                .containsExactlyInAnyOrder(10, 77);
    }

    private PortSettings settings(int port, VlanSettings vlan) {
        return PortSettings.of("p" + port, "dummy")
                .withOfportRequest(port)
                .withOptions(Map.of(
                        "tx_pcap", directory.resolve("p" + port + ".pcap").toString()))
                .withVlan(vlan);
    }

    // ---- timeouts

    @Test
    void flowsEndInTimeAndCachesWithThem() {
        traced.add(
                "priority=30,idle_timeout=10,udp,tp_src=1,actions=output:2",
                "priority=20,hard_timeout=25,udp,actions=output:3",
                "priority=1,actions=output:4");
        byte[] frame = udp(A, 1, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(traced.send("p1", frame).ports())
                    .as("every packet renews it")
                    .containsExactly("p2");
            traced.warp(6_000);
        }
        traced.trace("p1", frame);
        traced.warp(5_000);
        assertThat(traced.send("p1", frame).ports())
                .as("11 s after the last packet; a trace is none")
                .containsExactly("p3");
        traced.warp(3_000);
        Passage last = traced.send("p1", frame);
        assertThat(last.ports()).as("26 s after it was added").containsExactly("p4");
        assertThat(last.visits()).containsExactly("0. priority 1");
        assertThat(table(0)).hasSize(1);
    }

    // ---- bundles

    @Test
    void aBundleIsWholeOrNothing() {
        traced.add("group group_id=1,type=all,bucket=output:2", "priority=1,actions=group:1");
        byte[] frame = udp(A, 1, 1);
        assertThat(traced.send("p1", frame).ports()).containsExactly("p2");
        assertThatThrownBy(() -> traced.add(
                        "group group_id=1,type=all,bucket=output:3",
                        "priority=50,actions=output:4",
                        "check_overlap,priority=50,udp,actions=output:5"))
                .isInstanceOf(FlowModException.class);
        assertThat(traced.send("p1", frame).ports()).containsExactly("p2");
        assertThat(table(0)).hasSize(1);
        traced.add("group group_id=1,type=all,bucket=output:3", "priority=50,udp,actions=group:1,output:4");
        assertThat(traced.send("p1", frame).ports()).containsExactly("p3", "p4");
    }

    @Test
    void bundleActionsChooseAmongLinksThatAreUp() {
        traced.add("table=0,actions=bundle(eth_src,50,active_backup,ofport,members:2,3),"
                + "bundle_load(eth_src,0,hrw,ofport,NXM_NX_REG0[],members:4,5),output:NXM_NX_REG0[0..15]");
        Passage before = traced.send("p1", udp(A, 1, 1));
        assertThat(before.ports()).hasSize(2).startsWith("p2");
        assertThat(traced.send("p1", udp(A, 2, 2)).ports())
                .as("the same source")
                .isEqualTo(before.ports());
        traced.link("p2", false);
        String chosen = before.ports().getLast();
        traced.link(chosen, false);
        assertThat(traced.send("p1", udp(A, 1, 1)).ports()).containsExactly("p3", chosen.equals("p4") ? "p5" : "p4");
        traced.link("p3", false);
        traced.link("p4", false);
        traced.link("p5", false);
        assertThat(traced.send("p1", udp(A, 1, 1)).ports()).isEmpty();
        assertThat(Stream.of("p2", "p3", "p4", "p5")).allSatisfy(port -> traced.link(port, true));
        assertThat(traced.send("p1", udp(A, 1, 1)).ports()).isEqualTo(before.ports());
    }
}

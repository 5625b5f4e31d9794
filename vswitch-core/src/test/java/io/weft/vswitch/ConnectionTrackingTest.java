package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.patch.PatchDriver;
import io.weft.vswitch.track.CtState;
import io.weft.vswitch.translate.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Flows with {@code ct} on a running switch with its own tracker.
 *
 * <pre>
 *   p1 ... p4, wire (10) : br0 --- br1 : wire1 (11), q1 (21)
 * </pre>
 */
final class ConnectionTrackingTest {
    private static final int A = 0x0a00_0001;
    private static final int B = 0x0a00_0002;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch(new PatchDriver());

    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        PatchedPair.on(weft, 4);
    }

    private static byte[] udp(int from, int fromPort, int to, int toPort) {
        return new FrameBuilder()
                .ethernet(0x5054_0000_0007L, 0x5054_0000_0005L)
                .ipv4(from, to)
                .udp(fromPort, toPort)
                .payload(30)
                .build();
    }

    private static final byte[] REQUEST = udp(A, 1000, B, 53);
    private static final byte[] ANSWER = udp(B, 53, A, 1000);

    private List<String> send(String port, byte[] frame) {
        stepped.send(port, frame);
        List<String> out = new ArrayList<>();
        for (String name : List.of("p1", "p2", "p3", "p4", "q1")) {
            for (byte[] sent = stepped.port(name).poll();
                    sent != null;
                    sent = stepped.port(name).poll()) {
                out.add(Arrays.equals(sent, frame) ? name : name + " changed");
            }
        }
        return out;
    }

    private long packets(int table, long cookie) {
        return weft.flows("br0", FlowFilter.ofTable(table)).stream()
                .filter(entry -> entry.cookie() == cookie)
                .mapToLong(FlowEntry::packets)
                .sum();
    }

    private List<String> megaflows() {
        return weft.megaflows().stream()
                .map(flow -> flow.match(true, false) + " actions:" + flow.actions(true))
                .sorted()
                .toList();
    }

    private void statefulFirewall() {
        stepped.add(
                "br0",
                "table=0,ip,actions=ct(table=1)",
                "table=1,priority=39999,cookie=1,ip,ct_state=+trk+new,in_port=1,actions=ct(commit),output:2",
                "table=1,cookie=2,ip,ct_state=+trk+est,in_port=2,actions=output:1",
                "table=1,cookie=3,ip,ct_state=+trk+est,in_port=1,actions=output:2");
    }

    @Test
    void whatWasAskedForMayComeBack() {
        statefulFirewall();
        assertThat(send("p2", ANSWER)).as("nobody asked").isEmpty();
        assertThat(send("p1", REQUEST)).containsExactly("p2");
        assertThat(send("p2", ANSWER)).containsExactly("p1");
        assertThat(send("p1", REQUEST)).containsExactly("p2");
        assertThat(send("p2", ANSWER)).containsExactly("p1");
        assertThat(send("p2", udp(B, 54, A, 1000))).isEmpty();
        assertThat(packets(1, 1)).isEqualTo(1);
        assertThat(packets(1, 2)).isEqualTo(2);
        assertThat(packets(1, 3)).isEqualTo(1);
        assertThat(packets(0, 0)).isEqualTo(6);
    }

    @Test
    void whatTheTrackerDoesIsCounted() {
        statefulFirewall();
        send("p1", REQUEST);
        send("p2", ANSWER);
        weft.connections().tracker().limit(0, 1);
        send("p1", udp(A, 1001, B, 53));
        assertThat(events("ct_created")).isEqualTo(1);
        assertThat(events("ct_found")).isEqualTo(1);
        assertThat(events("ct_zone_limit")).isEqualTo(1);
        assertThat(events("ct_new")).as("each ct(table=1) before it").isEqualTo(2);
        assertThat(events("ct_flushed")).isZero();
    }

    private long events(String name) {
        List<String> names = TrackerEvent.ALL.stream().map(TrackerEvent::name).toList();
        return weft.connections().events()[names.indexOf(name)];
    }

    @Test
    void megaflowsShowWhereTheyGoOn() {
        statefulFirewall();
        send("p1", REQUEST);
        assertThat(megaflows())
                .containsExactly(
                        "ct_state(+new+trk),recirc_id(0x1),in_port(p1),packet_type(ns=0,id=0),eth_type(0x0800),ipv4(frag=no)"
                                + " actions:ct(commit),p2",
                        "recirc_id(0),in_port(p1),packet_type(ns=0,id=0),eth_type(0x0800),ipv4(frag=no) actions:ct,recirc(0x1)");
    }

    @Test
    void flowsThatChangeAreSeenByPacketsThatComeRound() {
        statefulFirewall();
        send("p1", REQUEST);
        send("p2", ANSWER);
        assertThat(send("p1", REQUEST)).containsExactly("p2");
        stepped.add(
                "br0",
                "table=1,priority=40000,cookie=4,ip,ct_state=+trk+est,in_port=1,nw_dst=10.0.0.2,actions=output:3");
        assertThat(send("p1", REQUEST)).containsExactly("p3");
        assertThat(send("p1", udp(A, 1000, 0x0a000003, 53))).containsExactly("p2");
        assertThat(packets(1, 4)).isEqualTo(1);
    }

    @Test
    void marksLabelsAndZonesAreKeptWithTheConnection() {
        stepped.add(
                "br0",
                "table=0,ip,in_port=1,actions=set_field:7->reg3,ct(commit,zone=NXM_NX_REG3[0..15],table=1,"
                        + "exec(set_field:0x5/0xf->ct_mark,move:NXM_OF_IP_SRC[]->NXM_NX_CT_LABEL[0..31])),output:4",
                "table=0,ip,in_port=2,actions=ct(table=1,zone=7)",
                "table=0,ip,in_port=3,actions=ct(table=1,zone=8)",
                "table=1,ip,ct_state=+trk,ct_zone=7,ct_mark=5,ct_label=0x0a000001,reg3=7,actions=output:2",
                "table=1,ip,ct_state=+rpl,ct_zone=7,ct_mark=5,ct_label=0x0a000001,ct_nw_src=10.0.0.1,ct_nw_proto=17,ct_tp_dst=53,actions=output:1",
                "table=1,ip,ct_state=+new,ct_zone=8,ct_mark=0,actions=output:1,output:2");
        assertThat(send("p1", REQUEST)).containsExactlyInAnyOrder("p4", "p2");
        assertThat(send("p2", ANSWER)).containsExactly("p1");
        assertThat(send("p3", ANSWER)).containsExactlyInAnyOrder("p1", "p2");
    }

    @Test
    void thePacketItselfKnowsNothingAndGoesOn() {
        stepped.add(
                "br0",
                "table=0,ip,actions=write_actions(output:3),goto_table:5",
                "table=5,ip,actions=ct(table=1),resubmit(,2)",
                "table=1,ip,ct_state=+trk,actions=output:2,ct_clear,resubmit(,2)",
                "table=2,ip,ct_state=-trk,actions=output:4");
        assertThat(send("p1", REQUEST)).containsExactlyInAnyOrder("p4", "p3", "p2", "p4", "p3");
    }

    @Test
    void whatWasChangedIsWhatIsTracked() {
        stepped.add(
                "br0",
                "table=0,ip,in_port=1,actions=set_field:10.0.0.9->nw_dst,push_vlan:0x8100,ct(commit,table=1)",
                "table=1,ip,ct_state=+trk+new,ct_nw_dst=10.0.0.9,nw_dst=10.0.0.9,dl_vlan=0,actions=pop_vlan,set_field:10.0.0.2->nw_dst,output:2");
        assertThat(send("p1", REQUEST)).containsExactly("p2");
    }

    @Test
    void atMostEightTimes() {
        stepped.add("br0", "ip,reg1=0,actions=output:2,ct(table=0)");
        assertThat(send("p1", REQUEST)).hasSize(9);
        assertThat(weft.counters().dropped(DropReason.TOO_MANY_RECIRCULATIONS)).isEqualTo(1);
        stepped.add("br0", "ip,reg1=0,actions=output:2,ct(table=0),ct(zone=1,table=0)");
        assertThat(send("p1", REQUEST)).hasSize(511);
        assertThat(weft.counters().dropped(DropReason.TOO_MANY_RECIRCULATIONS)).isEqualTo(513);
    }

    @Test
    void behindAPatchPort() throws InterruptedException {
        BlockingQueue<PacketIn> packetIns = new LinkedBlockingQueue<>();
        weft.subscribePackets("br1", packetIns::add);
        stepped.add("br0", "in_port=1,actions=output:10,output:2");
        stepped.add(
                "br1",
                "table=0,in_port=11,ip,actions=controller(pause),resubmit(,1)",
                "table=1,in_port=11,ip,actions=ct(table=2)",
                "table=2,in_port=11,ip,ct_state=+trk+new,actions=ct(commit,table=3)",
                "table=3,in_port=11,ip,actions=controller,output:21");
        assertThat(send("p1", REQUEST)).containsExactly("p2");
        PacketIn paused = packetIns.poll(10, TimeUnit.SECONDS);
        weft.resume("br1", paused.continuation(), io.weft.flow.match.Match.ANY, paused.frame());
        weft.step();
        assertThat(stepped.port("q1").poll()).isEqualTo(REQUEST);
        PacketIn sent = packetIns.poll(10, TimeUnit.SECONDS);
        assertThat(sent.bridge()).isEqualTo("br1");
        assertThat(sent.inPort()).isEqualTo(11);
        assertThat(FlowText.print(sent.upcall().pipeline(), PortNames.NUMBERS))
                .startsWith("ct_state=new|trk,ct_nw_src=10.0.0.1,");
    }

    @Test
    void aPausedPacketKnowsItsConnectionWhenItGoesOn() throws InterruptedException {
        BlockingQueue<PacketIn> packetIns = new LinkedBlockingQueue<>();
        weft.subscribePackets("br0", packetIns::add);
        stepped.add(
                "br0",
                "table=0,in_port=1,udp,actions=ct(table=1)",
                "table=1,udp,actions=controller(pause),resubmit(,2)",
                "table=2,in_port=1,udp,ct_state=+trk+new,actions=output:2");
        assertThat(send("p1", REQUEST)).isEmpty();
        PacketIn paused = packetIns.poll(10, TimeUnit.SECONDS);
        weft.resume("br0", paused.continuation(), io.weft.flow.match.Match.ANY, paused.frame());
        weft.step();
        assertThat(stepped.port("p2").poll()).isEqualTo(REQUEST);
    }

    /** As Open vSwitch 3.1 prints it, but for the numbers of the places, which here begin anew with each trace. */
    @Test
    void tracesFollowThePacket() {
        stepped.add(
                "br0",
                "table=0,priority=10,ip,in_port=1,nw_dst=10.0.0.2,actions=load:0x7->NXM_NX_REG3[],ct(commit,zone=NXM_NX_REG3[0..15],"
                        + "table=1,exec(load:0x5->NXM_NX_CT_MARK[0..3],move:NXM_OF_IP_SRC[]->NXM_NX_CT_LABEL[0..31])),output:4",
                "table=1,priority=40000,ip,ct_state=+trk+new,actions=ct(commit,zone=4),output:2",
                "table=1,ip,ct_state=+trk+est,ct_mark=5,actions=ct_clear,output:3,resubmit(,2)",
                "table=2,ip,ct_state=-trk,actions=output:4");
        assertThat(trace()).isEqualTo(ARRIVAL + """

                ===============================================================================
                recirc(0x1) - resume conntrack with default ct_state=trk|new (use --ct-next to customize)
                ===============================================================================

                Flow: recirc_id=0x1,ct_state=new|trk,ct_zone=7,ct_mark=0x5,ct_label=0xa000001,eth,udp,reg3=0x7,in_port=1,PACKET

                bridge("br0")
                -------------
                    thaw
                        Resuming from table 1
                 1. ct_state=+new+trk,ip, priority 40000
                    ct(commit,zone=4)
                     -> Sets the packet to an untracked state, and clears all the conntrack fields.
                    output:2

                Final flow: recirc_id=0x1,eth,udp,reg3=0x7,in_port=1,PACKET
                Megaflow: recirc_id=0x1,ct_state=+new+trk,eth,ip,in_port=1,nw_frag=no
                Datapath actions: ct(commit,zone=4),2
                """);
        assertThat(trace(CtState.TRK | CtState.EST)).isEqualTo(ARRIVAL + """

                ===============================================================================
                recirc(0x1) - resume conntrack with ct_state=est|trk
                ===============================================================================

                Flow: recirc_id=0x1,ct_state=est|trk,ct_zone=7,ct_mark=0x5,ct_label=0xa000001,eth,udp,reg3=0x7,in_port=1,PACKET

                bridge("br0")
                -------------
                    thaw
                        Resuming from table 1
                 1. ct_state=+est+trk,ct_mark=0x5,ip, priority 32768
                    ct_clear
                    output:3
                    resubmit(,2)
                 2. ct_state=-trk,ip, priority 32768
                    output:4

                Final flow: recirc_id=0x1,eth,udp,reg3=0x7,in_port=1,PACKET
                Megaflow: recirc_id=0x1,ct_state=-new+est+trk,ct_mark=0x5,eth,ip,in_port=1,nw_frag=no
                Datapath actions: ct_clear,3,4
                """);
    }

    /** As Open vSwitch 3.1 prints it, but for the numbers of the places. */
    @Test
    void tracesShowWhatTranslationWouldDo() {
        stepped.add("br0", "udp,in_port=1,actions=ct(commit,table=1,zone=1,nat(src=10.9.9.1-10.9.9.3:5-9))");
        assertThat(trace()).contains("""
                 0. udp,in_port=1, priority 32768
                    ct(commit,table=1,zone=1,nat(src=10.9.9.1-10.9.9.3:5-9))
                    nat(src=10.9.9.1-10.9.9.3:5-9)
                     -> A clone of the packet is forked to recirculate. The forked pipeline will be resumed at table 1.
                """, """
                Datapath actions: ct(commit,zone=1,nat(src=10.9.9.1-10.9.9.3:5-9)),recirc(0x1)
                """, """
                recirc(0x1) - resume conntrack with default ct_state=trk|new (use --ct-next to customize)
                Replacing src/dst IP/ports to simulate NAT:
                 Initial flow: nw_src=10.0.0.1,tp_src=0,nw_dst=10.0.0.2,tp_dst=0
                 Modified flow: nw_src=10.9.9.1,tp_src=5,nw_dst=10.0.0.2,tp_dst=0
                ===============================================================================

                Flow: recirc_id=0x1,ct_state=new|trk,ct_zone=1,eth,udp,in_port=1,""", "nw_src=10.9.9.1,nw_dst=10.0.0.2");
        stepped.add("br0", "udp,in_port=1,actions=ct(table=1,zone=1,nat)");
        assertThat(trace()).contains("""
                Replacing src/dst IP/ports to simulate NAT:
                 Initial flow:\s
                 Modified flow:\s
                ====""");
    }

    private static final String ARRIVAL = """
                Flow: udp,in_port=1,PACKET

                bridge("br0")
                -------------
                 0. ip,in_port=1,nw_dst=10.0.0.2, priority 10
                    load:0x7->NXM_NX_REG3[]
                    ct(commit,table=1,zone=NXM_NX_REG3[0..15],exec(load:0x5->NXM_NX_CT_MARK[0..3],move:NXM_OF_IP_SRC[]->NXM_NX_CT_LABEL[0..31]))
                    load:0x5->NXM_NX_CT_MARK[0..3]
                    move:NXM_OF_IP_SRC[]->NXM_NX_CT_LABEL[0..31]
                     -> NXM_NX_CT_LABEL[0..31] is now 0xa000001
                     -> A clone of the packet is forked to recirculate. The forked pipeline will be resumed at table 1.
                     -> Sets the packet to an untracked state, and clears all the conntrack fields.
                    output:4

                Final flow: udp,reg3=0x7,in_port=1,PACKET
                Megaflow: recirc_id=0,eth,ip,in_port=1,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_frag=no
                Datapath actions: ct(commit,zone=7,mark=0x5/0xf,label=0xa000001/0xffffffff),recirc(0x1),4
                """;

    private static final String PACKET =
            "vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_tos=0,nw_ecn=0,nw_ttl=64,nw_frag=no,tp_src=0,tp_dst=0";

    private String trace(Integer... answers) {
        long[] key = FlowText.parseKey("in_port=1,udp,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_ttl=64", PortNames.NUMBERS);
        SwitchSnapshot snapshot = weft.snapshot();
        return Trace.of(snapshot, snapshot.bridge("br0"), key, null, List.of(answers), PortNames.NUMBERS)
                .replace(PACKET, "PACKET");
    }

    @Test
    void placesAreForgottenWithTheirMegaflows() {
        statefulFirewall();
        send("p1", REQUEST);
        assertThat(megaflows()).anyMatch(flow -> flow.startsWith("ct_state(+new+trk),recirc_id(0x1)"));
        stepped.clock().advanceMs(11_000);
        weft.step();
        stepped.clock().advanceMs(11_000);
        weft.step();
        assertThat(megaflows()).isEmpty();
        stepped.add("br0", "table=0,priority=40000,ip,actions=ct(table=1,zone=9)");
        send("p1", REQUEST);
        assertThat(megaflows()).anyMatch(flow -> flow.endsWith("actions:ct(zone=9),recirc(0x1)"));
    }

    @Test
    void connectionsExpire() {
        statefulFirewall();
        assertThat(send("p1", REQUEST)).containsExactly("p2");
        stepped.clock().advanceMs(3_600_000);
        assertThat(send("p2", ANSWER)).isEmpty();
    }

    @Test
    void whatIsMissingIsRefused() {
        assertThatThrownBy(() -> stepped.add("br0", "actions=ct(table=1)"))
                .hasMessageContaining("ct(...) needs a match on");
    }
}

package io.weft.vswitch.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.VlanSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of a trace. */
class TraceTest {
    private static final String UDP =
            "in_port=1,udp,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_ttl=64,tp_dst=53";

    private final Scenario scenario = new Scenario()
            .port(1, VlanSettings.access(10))
            .port(2, VlanSettings.trunk())
            .port(3, VlanSettings.access(20));

    private void flow(String text) {
        FlowSpec flow = FlowText.parseAdd(text, PortNames.NUMBERS);
        scenario.flows(
                List.of(FlowMod.add(flow.table(), flow.priority(), flow.match(), flow.cookie(), flow.actions())));
    }

    private String trace(String packet) {
        BridgeSnapshot bridge = scenario.snapshot().bridges().get(0);
        return Trace.of(scenario.snapshot(), bridge, FlowText.parseKey(packet, PortNames.NUMBERS), PortNames.NUMBERS);
    }

    @Test
    void resubmitsAndNormal() {
        flow(
                "table=0,priority=10,cookie=0x2a,ip,nw_src=10.0.0.0/24,actions=resubmit(,1),set_field:5->reg0,resubmit(,2)");
        flow("table=1,priority=1,actions=dec_ttl");
        flow("table=2,priority=0,reg0=5,actions=NORMAL");
        assertThat(trace(UDP)).isEqualTo("""
                Flow: udp,in_port=1,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_tos=0,nw_ecn=0,nw_ttl=64,nw_frag=no,tp_src=0,tp_dst=53

                bridge("br0")
                -------------
                 0. ip,nw_src=10.0.0.0/24, priority 10, cookie 0x2a
                    resubmit(,1)
                     1. priority 1
                            dec_ttl
                    set_field:0x5->reg0
                    resubmit(,2)
                 2. reg0=0x5, priority 0
                    NORMAL
                     -> no learned MAC for destination, flooding

                Final flow: udp,reg0=0x5,in_port=1,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_tos=0,nw_ecn=0,nw_ttl=63,nw_frag=no,tp_src=0,tp_dst=53
                Megaflow: recirc_id=0,eth,ip,in_port=1,vlan_tci=0x0000/0x1fff,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=10.0.0.0/24,nw_ttl=64,nw_frag=no
                Datapath actions: set(ipv4(ttl=63)),push_vlan(vid=10,pcp=0),2
                """);
    }

    @Test
    void missAndDrop() {
        flow("table=0,priority=0,actions=resubmit(,7)");
        assertThat(trace("in_port=1,dl_type=0x88cc")).endsWith("""

                bridge("br0")
                -------------
                 0. priority 0
                    resubmit(,7)
                 7. No match.
                    drop

                Final flow: unchanged
                Megaflow: recirc_id=0,eth,in_port=1,dl_type=0x88cc
                Datapath actions: drop
                """);
    }

    @Test
    void refusedVlanAndExplicitDrop() {
        flow("table=0,priority=0,actions=NORMAL");
        flow("table=0,priority=9,tcp,actions=drop");
        assertThat(trace("in_port=1,dl_vlan=30,dl_type=0x88cc"))
                .contains("     >> disallowed VLAN VID for this input port, dropping\n")
                .endsWith("Datapath actions: drop\n");
        assertThat(trace("in_port=1,tcp")).contains(" 0. tcp, priority 9\n    drop\n");
    }

    @Test
    void namesOfPorts() {
        flow("table=0,priority=0,actions=output:2");
        BridgeSnapshot bridge = scenario.snapshot().bridges().get(0);
        PortNames names = new PortNames() {
            @Override
            public int number(String name) {
                return bridge.port(name).ofPort();
            }

            @Override
            public String name(int number) {
                return bridge.port(number) == null ? null : bridge.port(number).name();
            }
        };
        String trace = Trace.of(scenario.snapshot(), bridge, FlowText.parseKey("in_port=p1", names), names);
        assertThat(trace).contains("in_port=p1").contains("    output:p2\n").endsWith("Datapath actions: p2\n");
    }

    @Test
    void actionsInPlaceOfTables() {
        BridgeSnapshot bridge = scenario.snapshot().bridges().get(0);
        String trace = Trace.of(
                scenario.snapshot(),
                bridge,
                FlowText.parseKey("in_port=1", PortNames.NUMBERS),
                FlowText.parseActions("push_vlan:0x8100,output:3,resubmit(,0)", PortNames.NUMBERS),
                PortNames.NUMBERS);
        assertThat(trace)
                .contains("-\n    push_vlan:0x8100\n    output:3\n    resubmit(,0)\n 0. No match.\n    drop\n");
        assertThat(trace).endsWith("Datapath actions: push_vlan(vid=0,pcp=0),3\n");
    }

    @Test
    void nothingIsLearned() {
        flow("table=0,priority=0,actions=NORMAL");
        trace(UDP);
        assertThat(scenario.macs.size()).isZero();
        assertThat(scenario.entries().get(0).packets()).isZero();
    }
}

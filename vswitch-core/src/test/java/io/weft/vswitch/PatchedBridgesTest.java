package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.patch.PatchDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two bridges joined by a patch port each.
 *
 * <pre>
 *   a1 (1), a2 (2) : br0 : left (3)  ---  right (1) : br1 : b2 (2), b3 (3)
 * </pre>
 */
final class PatchedBridgesTest {
    private static final long A = 0x0200_0000_000aL;
    private static final long B = 0x0200_0000_000bL;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch(new PatchDriver());

    private final MemoryDriver driver = stepped.driver();
    private VirtualSwitch virtualSwitch;

    @BeforeEach
    void launch() {
        virtualSwitch = stepped.get();
        virtualSwitch.apply(config -> config.with(BridgeConfig.of("br0")
                        .with(memory("a1"))
                        .with(memory("a2"))
                        .with(patch("left", "right")))
                .with(BridgeConfig.of("br1")
                        .with(patch("right", "left"))
                        .with(memory("b2"))
                        .with(memory("b3"))));
    }

    private static PortSettings memory(String name) {
        return PortSettings.of(name, "memory");
    }

    private static PortSettings patch(String name, String peer) {
        return PortSettings.of(name, "patch").withOptions(Map.of("peer", peer));
    }

    private static byte[] frame(long destination, long source) {
        return new FrameBuilder()
                .ethernet(destination, source)
                .ipv4(0x0a000001, 0x0a000002)
                .udp(1, 2)
                .payload(10)
                .build();
    }

    private void send(String from, byte[] frame) {
        stepped.send(from, frame);
    }

    private byte[] received(String port) {
        return driver.port(port).orElseThrow().poll();
    }

    private void flows(String bridge, String... flows) {
        virtualSwitch.modifyFlows(bridge, List.of(FlowMod.delete(FlowMod.ALL_TABLES, Match.ANY)));
        virtualSwitch.modifyFlows(
                bridge,
                List.of(flows).stream()
                        .map(flow -> FlowText.parseAdd(flow, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD))
                        .toList());
    }

    @Test
    void normalFloodsAndLearnsAcross() {
        send("a1", frame(B, A));
        assertThat(received("a2")).isEqualTo(frame(B, A));
        assertThat(received("b2")).isEqualTo(frame(B, A));
        assertThat(received("b3")).isEqualTo(frame(B, A));
        assertThat(received("a1")).isNull();
        assertThat(virtualSwitch.macs().entries("br1")).hasSize(1);

        send("b3", frame(A, B));
        assertThat(received("a1")).isEqualTo(frame(A, B));
        assertThat(received("a2")).isNull();
        assertThat(received("b2")).isNull();
        assertThat(virtualSwitch.macs().entries("br0")).hasSize(2);
    }

    @Test
    void aTagIsPutOnAndTakenOffWhereTheConfigurationSaysSo() {
        virtualSwitch.apply(config -> config.withBridge(
                        "br0", bridge -> bridge.with(memory("a1").withVlan(VlanSettings.access(7))))
                .withBridge(
                        "br1",
                        bridge -> bridge.with(memory("b2").withVlan(VlanSettings.access(7)))
                                .with(memory("b3").withVlan(VlanSettings.access(8)))));
        send("a1", frame(B, A));
        assertThat(received("b2")).isEqualTo(frame(B, A));
        assertThat(received("b3")).isNull();
    }

    @Test
    void whatTheOtherBridgeChangesStaysThere() {
        flows("br0", "in_port=1,actions=set_field:5->reg3,mod_dl_src:02:00:00:00:00:01,output:3,output:2");
        flows(
                "br1",
                "priority=9,reg3=5,actions=drop",
                "in_port=1,actions=mod_dl_dst:02:00:00:00:00:99,set_field:1->reg3,output:2,resubmit(,5)",
                "table=5,reg3=1,in_port=1,actions=output:3,exit");
        send("a1", frame(B, A));
        assertThat(received("b2")).isEqualTo(frame(0x0200_0000_0099L, 0x0200_0000_0001L));
        assertThat(received("b3")).isEqualTo(frame(0x0200_0000_0099L, 0x0200_0000_0001L));
        assertThat(received("a2")).isEqualTo(frame(B, 0x0200_0000_0001L));
        assertThat(virtualSwitch.flows("br1", FlowFilter.ofTable(5)).getFirst().packets())
                .isEqualTo(1);
    }

    @Test
    void countsWhatCrosses() {
        flows("br0", "in_port=1,actions=output:3");
        flows("br1", "in_port=1,actions=output:2");
        for (int i = 0; i < 5; i++) {
            send("a1", frame(B, A));
        }
        virtualSwitch.flows("br0", FlowFilter.ALL); // brings statistics up to date
        assertThat(virtualSwitch.counters().totals("left").txPackets()).isEqualTo(5);
        assertThat(virtualSwitch.counters().totals("right").rxPackets()).isEqualTo(5);
        assertThat(virtualSwitch.counters().totals("right").rxBytes()).isEqualTo(5L * frame(B, A).length);
    }

    /** The packet is given up, so no program says that its destination was another: its way depends on the learned address all the same. */
    @Test
    void aDestinationThatIsTheSourceIsLookedUpAgainWhenThatIsLearned() {
        flows("br0", "actions=mod_dl_dst:02:00:00:00:00:0a,normal,push_vlan:0x8100,push_vlan:0x8100,push_vlan:0x8100");
        flows("br1", "actions=drop");
        for (int i = 0; i < 5; i++) {
            send("a1", frame(B, A));
        }
        assertThat(virtualSwitch.counters().dropped(DropReason.TOO_MANY_VLAN_TAGS))
                .isEqualTo(5);
        assertThat(virtualSwitch.flows("br1", FlowFilter.ALL).getFirst().packets())
                .as("flooded while it was unknown, and never since")
                .isEqualTo(1);
    }

    @Test
    void aWireWithoutEndDropsAndALoopEnds() {
        flows("br0", "in_port=1,actions=output:3", "in_port=3,actions=in_port");
        flows("br1", "in_port=1,actions=in_port");
        send("a1", frame(B, A));
        assertThat(virtualSwitch.counters().dropped(DropReason.RECURSION_TOO_DEEP))
                .isEqualTo(1);

        virtualSwitch.apply(config -> config.withBridge("br1", bridge -> bridge.without("right")));
        send("a1", frame(B, A));
        assertThat(virtualSwitch.counters().dropped(DropReason.PATCH_WITHOUT_PEER))
                .isEqualTo(1);
    }

    /** As in Open vSwitch, 64 entries are the way of a packet that goes to and fro: a passage is one level of depth. */
    @Test
    void aPassageIsOneLevelOfDepth() {
        flows("br0", "in_port=1,actions=output:3", "in_port=3,actions=in_port");
        flows("br1", "in_port=1,actions=in_port");
        send("a1", frame(B, A));
        long passed = virtualSwitch.flows("br0", FlowFilter.ALL).stream()
                        .mapToLong(FlowEntry::packets)
                        .sum()
                + virtualSwitch.flows("br1", FlowFilter.ALL).getFirst().packets();
        assertThat(passed).isEqualTo(65);
    }

    /** Two wires from each bridge to the next: two to the power of 40 packets would arrive at the last one. */
    @Test
    void aChainOfDoubledWiresEnds() {
        int count = 40;
        for (int i = 0; i < count; i++) {
            BridgeConfig bridge = BridgeConfig.of("chain" + i);
            bridge = i == 0 ? bridge.with(memory("first")) : bridge;
            for (String wire : List.of("x", "y")) {
                bridge = i == 0 ? bridge : bridge.with(patch(wire + i + "in", wire + i + "out"));
                bridge = bridge.with(patch(wire + (i + 1) + "out", wire + (i + 1) + "in"));
            }
            BridgeConfig next = bridge;
            virtualSwitch.apply(config -> config.with(next));
            flows("chain" + i, i == 0 ? "actions=output:2,output:3" : "actions=output:2,output:4");
        }
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> send("first", frame(B, A)));
        assertThat(virtualSwitch.counters().dropped(DropReason.TOO_MANY_RESUBMITS))
                .isEqualTo(1);
    }

    @Test
    void nothingEndsBehindAPatchPortThatLeadsNowhere() {
        stepped.add("br0", "in_port=1,actions=write_actions(output:2),goto_table:1", "table=1,actions=output:3");
        virtualSwitch.apply(config -> config.withBridge("br1", bridge -> bridge.without("right")));
        send("a1", frame(B, A));

        assertThat(received("a2")).isNotNull();
        assertThat(received("a2")).isNull();
    }
}

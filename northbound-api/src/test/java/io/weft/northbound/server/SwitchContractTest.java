package io.weft.northbound.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Fields;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowLife;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.FlowAggregate;
import io.weft.northbound.control.FlowLine;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.OperationResult;
import io.weft.northbound.control.PacketOut;
import io.weft.northbound.control.PortSpec;
import io.weft.northbound.control.ResumedPacket;
import io.weft.northbound.control.TraceRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client asks reaches the switch unchanged, and what the switch answers reaches the client unchanged: every method. */
class SwitchContractTest {
    private final ServedSwitch served = new ServedSwitch();
    private final ScriptedSwitch control = served.control;

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @Test
    void everyOperationOfATransactionArrives() {
        PortSpec spec = new PortSpec(
                "p1",
                OptionalInt.of(0),
                List.of(7, 9),
                "native-tagged",
                "afxdp",
                Map.of("n_rxq", "2"),
                65279,
                9000,
                Map.of("iface-id", "x y"));
        List<Operation> operations = List.of(
                new Operation.AddBridge("br0", true),
                new Operation.DeleteBridge("br1", true),
                new Operation.AddPort("br0", spec, true),
                new Operation.AddPort("br0", PortSpec.of("p2", ""), false),
                new Operation.DeletePort("", "p3", true),
                new Operation.SetColumn("Interface", "p1", "mtu_request", "", ColumnArgument.of("1400")),
                new Operation.SetColumn("Interface", "p1", "options", "k", ColumnArgument.of("v")),
                new Operation.SetColumn("Port", "p1", "trunks", "", ColumnArgument.EMPTY),
                new Operation.AddToColumn("Port", "p1", "external_ids", ColumnArgument.of(Map.of("a", "b"))),
                new Operation.RemoveFromColumn("port", "p1", "trunks", ColumnArgument.of("1", "2")),
                new Operation.ClearColumn("Open_vSwitch", ".", "external_ids"));
        List<OperationResult> results = served.client.config().transact(operations);
        assertThat(results).hasSize(operations.size()).containsOnly(new OperationResult(true, "warned"));
        assertThat(control.asked).containsExactly(operations);
    }

    @Test
    void viewsArriveAsTheSwitchGaveThem() {
        assertThat(served.client.bridges().list()).isEqualTo(control.bridges());
        assertThat(served.client.ports().list("br0")).isEqualTo(control.ports("br0"));
        assertThat(served.client.ports().list("")).isEqualTo(control.ports(""));
        assertThat(served.client.config().records("Interface", "p1")).isEqualTo(control.records("Interface", "p1"));
        assertThat(served.client.tables().statistics("br0")).isEqualTo(control.tables("br0"));
        assertThat(served.client.ports().statistics("br0", "p1")).isEqualTo(control.portStatistics("br0", "p1"));
        assertThat(served.client.macs().list("br0")).isEqualTo(control.macs("br0"));
        assertThat(served.client.macs().statistics("br0")).isEqualTo(control.macStatistics("br0"));
        assertThat(served.client.macs().flush("", "")).isEqualTo(11);
        assertThat(served.client.datapath().pmdStatistics(true)).isEqualTo(control.pmdStatistics(true));
        assertThat(served.client.datapath().coverage()).isEqualTo(control.coverage());
        assertThat(served.client.datapath().drops()).isEqualTo(control.drops());
        assertThat(served.client.version()).isEqualTo(control.version());
        assertThat(served.client.flows().aggregate("br0", "table=1")).isEqualTo(new FlowAggregate(1, -1, 3));
        assertThat(served.client.datapath().megaflows(OptionalInt.of(3), true, false))
                .toIterable()
                .containsExactlyElementsOf(() -> control.megaflows(OptionalInt.empty(), false, false));
        control.commandAnswer = "line 1\nline 2 é\n";
        assertThat(served.client.runCommand("time/warp", List.of("10", ""))).isEqualTo(control.commandAnswer);
        assertThat(control.asked).contains(List.of("time/warp", List.of("10", "")));
    }

    @Test
    void staticAddressesArrive() {
        served.client.macs().addStatic("br0", "p1", 4095, 0x0000_5E00_0101L);
        served.client.macs().deleteStatic("br0", 4095, 0x0000_5E00_0101L);
        assertThat(control.asked)
                .containsExactly(
                        List.of("br0", "p1", 4095, 0x0000_5E00_0101L), List.of("br0", 4095, 0x0000_5E00_0101L));
    }

    @Test
    void flowTextsBecomeChanges() {
        int applied = served.client
                .flows()
                .modifyTexts(
                        "br0",
                        List.of(
                                new FlowModText(
                                        FlowMod.Kind.ADD, "table=3,priority=7,cookie=0x5,in_port=p2,ip,actions=p1"),
                                new FlowModText(FlowMod.Kind.MODIFY, "ip,actions=drop"),
                                new FlowModText(FlowMod.Kind.DELETE, "cookie=1/-1,out_port=2"),
                                new FlowModText(FlowMod.Kind.DELETE_STRICT, "priority=7")),
                        true);
        assertThat(applied).isEqualTo(4);
        Match ip = match("ip");
        List<Action> output = List.of(new Action.Output(1));
        assertThat(control.asked)
                .containsExactly(List.of(
                        FlowMod.add(3, 7, match("in_port=2,ip"), 5, output),
                        FlowMod.modify(FlowMod.ALL_TABLES, ip, List.of(new Action.Drop())),
                        FlowMod.delete(FlowMod.ALL_TABLES, Match.ANY)
                                .withCookie(1, -1)
                                .withOutPort(2),
                        FlowMod.deleteStrict(FlowMod.ALL_TABLES, 7, Match.ANY)));
    }

    @Test
    void typedChangesArriveUnchanged() {
        List<FlowMod> mods = List.of(
                FlowMod.add(0, 65535, match("tcp,tp_dst=80/0xfff0"), -2, List.of(new Action.Output(Ports.LOCAL))),
                FlowMod.modify(FlowMod.ALL_TABLES, Match.ANY, List.of()),
                FlowMod.modifyStrict(9, 0, match("arp"), List.of(new Action.Normal())),
                FlowMod.delete(9, Match.ANY).withCookie(3, 3).withOutPort(5),
                FlowMod.deleteStrict(253, 5, match("reg15=1")));
        assertThat(served.client.flows().modify("br0", mods, false)).isEqualTo(5);
        assertThat(control.asked).containsExactly(mods);
    }

    @Test
    void aLargeListOfChangesTravelsInSeveralMessages() {
        List<FlowModText> mods = new ArrayList<>();
        for (int i = 0; i < 70_000; i++) {
            mods.add(new FlowModText(FlowMod.Kind.ADD, "priority=1,reg0=" + i + ",actions=drop"));
        }
        assertThat(served.client.flows().modifyTexts("br0", mods, false)).isEqualTo(70_000);
        assertThat(control.asked).hasSize(2);
    }

    @Test
    void dumpsOfAllSizesArriveWholeAndInOrder() {
        for (int size : new int[] {0, 1, 255, 256, 257, 10_000}) {
            List<FlowView> flows = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                flows.add(flow(i));
            }
            control.flows = flows;
            assertThat(served.client.flows().dump("br0", FlowFilter.ALL))
                    .toIterable()
                    .containsExactlyElementsOf(flows);
            List<FlowLine> lines = new ArrayList<>();
            served.client.flows().dumpLines("br0", "", true).forEachRemaining(lines::add);
            assertThat(lines).hasSize(size);
            if (size > 0) {
                assertThat(lines.getFirst())
                        .isEqualTo(new FlowLine(
                                0, "", 1, "ip,reg0=0,in_port=p1", "output:p2", -1, 0, 2, 3, 4, 5, FlowLife.FOREVER));
            }
        }
    }

    @Test
    void filtersArrive() {
        FlowFilter filter = new FlowFilter(7, match("udp"), 0x10, 0xF0, 2, FlowMod.ANY_GROUP);
        assertThat(served.client.flows().dump("br0", filter).hasNext()).isFalse();
        assertThat(served.client
                        .flows()
                        .dumpLines("br0", "table=7,cookie=0x10/0xf0,udp,out_port=p2", false)
                        .hasNext())
                .isFalse();
        assertThat(served.client.flows().dumpLines("br0", "", false).hasNext()).isFalse();
        assertThat(control.asked).containsExactly(filter, filter, FlowFilter.ALL);
    }

    @Test
    void pausedPacketsGoOn() {
        byte[] frame = new byte[60];
        served.client.packets().resume("br0", new byte[] {1, 2}, "reg0=5/0xff", frame);
        ResumedPacket resumed = (ResumedPacket) control.asked.peek();
        assertThat(resumed.continuation()).containsExactly(1, 2);
        assertThat(resumed.frame()).isEqualTo(frame);
        assertThat(FlowText.print(resumed.changes(), PortNames.NUMBERS)).isEqualTo("reg0=0x5/0xff");
    }

    @Test
    void packetsArrive() {
        byte[] frame = new byte[60];
        frame[59] = -1;
        served.client.packets().send("br0", "p2", "output:p1", frame);
        served.client.packets().send("br0", "", "", frame);
        assertThat(served.client.packets().inject("p1", List.of(frame, new byte[0])))
                .isEqualTo(2);
        assertThat(served.client.packets().trace("br0", "in_port=1,tcp", frame, "p2", true))
                .isEqualTo(control.trace(new TraceRequest("br0", new long[0], frame, false)));
        List<Object> asked = new ArrayList<>(control.asked);
        PacketOut out = (PacketOut) asked.get(0);
        assertThat(out.inPort()).isEqualTo(2);
        assertThat(out.actions()).containsExactly(new Action.Output(1));
        assertThat(out.frame()).isEqualTo(frame);
        assertThat(((PacketOut) asked.get(1)).inPort()).isEqualTo(Ports.CONTROLLER);
        TraceRequest trace = (TraceRequest) asked.get(3);
        assertThat(Fields.IN_PORT.low(trace.key())).isEqualTo(2);
        assertThat(Fields.NW_PROTO.low(trace.key())).isEqualTo(6);
        assertThat(trace.frame()).isEqualTo(frame);
        assertThat(trace.portNames()).isTrue();
    }

    static FlowView flow(int i) {
        return new FlowView(
                i % 254,
                1,
                match("in_port=1,ip,reg0=" + i),
                List.of(new Action.Output(2)),
                -1,
                i,
                2,
                3,
                4,
                5,
                FlowLife.FOREVER);
    }

    private static Match match(String text) {
        return FlowText.parseMatch(text, PortNames.NUMBERS);
    }
}

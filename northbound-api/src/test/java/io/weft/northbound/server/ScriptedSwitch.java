package io.weft.northbound.server;

import io.weft.flow.action.Ports;
import io.weft.flow.group.GroupMod;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.VacancyRange;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.BundleItem;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.ConnectionControl;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.CoverageCounter;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.FlowAggregate;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowListener;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.control.FragmentMode;
import io.weft.northbound.control.GroupView;
import io.weft.northbound.control.MacEntry;
import io.weft.northbound.control.MacStatistics;
import io.weft.northbound.control.Megaflow;
import io.weft.northbound.control.MeterView;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.OperationResult;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.PacketOut;
import io.weft.northbound.control.PacketSample;
import io.weft.northbound.control.PmdStatistics;
import io.weft.northbound.control.PortFlag;
import io.weft.northbound.control.PortSpec;
import io.weft.northbound.control.PortStatistics;
import io.weft.northbound.control.PortView;
import io.weft.northbound.control.RemovedFlow;
import io.weft.northbound.control.ResumedPacket;
import io.weft.northbound.control.StreamListener;
import io.weft.northbound.control.Subscription;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.control.SwitchVersion;
import io.weft.northbound.control.TableChange;
import io.weft.northbound.control.TableStatistics;
import io.weft.northbound.control.TableStatus;
import io.weft.northbound.control.TlvChange;
import io.weft.northbound.control.TraceRequest;
import io.weft.northbound.control.TraceResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A switch that a test scripts: it has the bridge {@code br0} with the ports {@code p1} and {@code p2}, remembers what it was asked,
 * answers from its fields, and fails when told to.
 */
final class ScriptedSwitch implements SwitchControl {
    static final PortNames NAMES = new PortNames() {
        @Override
        public int number(String name) {
            return switch (name) {
                case "p1" -> 1;
                case "p2" -> 2;
                default -> Ports.NONE;
            };
        }

        @Override
        public String name(int number) {
            return number == 1 || number == 2 ? "p" + number : null;
        }
    };

    final ConcurrentLinkedQueue<Object> asked = new ConcurrentLinkedQueue<>();
    final List<FlowListener> flowListeners = new CopyOnWriteArrayList<>();
    final List<StreamListener<RemovedFlow>> removedFlowListeners = new CopyOnWriteArrayList<>();
    final List<StreamListener<TableStatus>> tableListeners = new CopyOnWriteArrayList<>();
    final List<StreamListener<PacketIn>> packetListeners = new CopyOnWriteArrayList<>();
    volatile List<FlowView> flows = List.of();
    volatile List<GroupView> groups = List.of();
    volatile List<MeterView> meters = List.of();
    /** What every call does first; may throw or wait. */
    volatile Runnable before = () -> {};

    volatile String commandAnswer = "";

    private <T> T answer(Object question, T answer) {
        asked.add(question);
        before.run();
        return answer;
    }

    private <T> T ofBridge(String bridge, Supplier<T> answer) {
        before.run();
        if (!bridge.equals("br0")) {
            throw new ControlException(
                    Kind.NOT_FOUND,
                    new FieldViolation("bridge", bridge, "", "there is no bridge named \"" + bridge + "\""));
        }
        return answer.get();
    }

    @Override
    public List<OperationResult> transact(List<Operation> operations) {
        return answer(
                operations,
                operations.stream()
                        .map(_ -> new OperationResult(true, "warned"))
                        .toList());
    }

    @Override
    public List<BridgeView> bridges() {
        return answer(
                "bridges",
                List.of(new BridgeView(
                        "br0", List.of("p1", "p2"), -2L, 0x0200_0000_0001L, 7, Map.of("a", "b"), Map.of())));
    }

    @Override
    public List<PortView> ports(String bridge) {
        PortSpec spec = new PortSpec(
                "p1",
                OptionalInt.of(5),
                List.of(1, 4095),
                "access",
                "dummy",
                Map.of("o", "v"),
                1,
                1500,
                Map.of("e", "i"));
        return answer(
                bridge,
                List.of(new PortView(
                        "br0",
                        spec,
                        -1,
                        0xFFFF_FFFF_FFFFL,
                        true,
                        false,
                        1500,
                        Map.of("s", "t"),
                        "broken",
                        Map.of("rx", -1L))));
    }

    @Override
    public List<ConfigRecord> records(String table, String record) {
        return answer(
                List.of(table, record),
                List.of(new ConfigRecord(
                        "00000000-0000-0000-0000-000000000001",
                        "p1",
                        List.of(
                                Column.scalar("mtu", Column.Type.INTEGER, "1500"),
                                Column.set("trunks", Column.Type.INTEGER, List.of()),
                                Column.map("options", Column.Type.STRING, Map.of("k", "v"))))));
    }

    @Override
    public PortNames portNames(String bridge) {
        return ofBridge(bridge, () -> NAMES);
    }

    @Override
    public int modifyFlows(String bridge, List<FlowMod> mods, boolean atomic) {
        return ofBridge(bridge, () -> answer(mods, mods.size()));
    }

    @Override
    public int replaceFlows(String bridge, List<FlowMod> flows, boolean readd) {
        return ofBridge(bridge, () -> answer(List.of("replace", readd, flows), flows.size()));
    }

    @Override
    public int commit(String bridge, List<BundleItem> items) {
        return ofBridge(bridge, () -> answer(items, items.size()));
    }

    @Override
    public int modifyGroups(String bridge, List<GroupMod> mods, boolean atomic) {
        return ofBridge(bridge, () -> answer(mods, mods.size()));
    }

    @Override
    public Iterator<GroupView> groups(String bridge, OptionalLong id) {
        return ofBridge(bridge, () -> answer(id, new ArrayList<>(groups).iterator()));
    }

    @Override
    public int modifyMeters(String bridge, List<MeterMod> mods) {
        return ofBridge(bridge, () -> answer(mods, mods.size()));
    }

    @Override
    public Iterator<MeterView> meters(String bridge, OptionalLong id) {
        return ofBridge(bridge, () -> answer(id, new ArrayList<>(meters).iterator()));
    }

    @Override
    public Iterator<FlowView> flows(String bridge, FlowFilter filter) {
        return ofBridge(bridge, () -> answer(filter, new ArrayList<>(flows).iterator()));
    }

    @Override
    public FlowAggregate aggregateFlows(String bridge, FlowFilter filter) {
        return ofBridge(bridge, () -> answer(filter, new FlowAggregate(1, -1, 3)));
    }

    @Override
    public List<TableStatistics> tables(String bridge) {
        return ofBridge(
                bridge,
                () -> List.of(new TableStatistics(
                        253, "last", 1, 2, 3, OptionalInt.of(9), true, Optional.of(new VacancyRange(10, 90)))));
    }

    @Override
    public Subscription watchFlows(String bridge, FlowFilter filter, FlowListener listener) {
        return ofBridge(bridge, () -> {
            flowListeners.add(listener);
            return () -> flowListeners.remove(listener);
        });
    }

    @Override
    public void modifyTable(String bridge, int table, TableChange change) {
        ofBridge(bridge, () -> answer(List.of(table, change), true));
    }

    @Override
    public void setVacancy(String bridge, int table, Optional<VacancyRange> range) {
        ofBridge(bridge, () -> answer(List.of(table, range), true));
    }

    @Override
    public Subscription watchTables(String bridge, StreamListener<TableStatus> listener) {
        return ofBridge(bridge, () -> {
            tableListeners.add(listener);
            return () -> tableListeners.remove(listener);
        });
    }

    @Override
    public Subscription watchRemovedFlows(String bridge, StreamListener<RemovedFlow> listener) {
        return ofBridge(bridge, () -> {
            removedFlowListeners.add(listener);
            return () -> removedFlowListeners.remove(listener);
        });
    }

    void changed(FlowEvent event) {
        flowListeners.forEach(listener -> listener.changed(event));
    }

    @Override
    public List<PortStatistics> portStatistics(String bridge, String port) {
        return ofBridge(bridge, () -> answer(port, List.of(new PortStatistics(1, "p1", 1, 2, 3, 4, 5, 6, 7, 8, 9))));
    }

    @Override
    public void modifyPort(String bridge, String port, Set<PortFlag> set, Set<PortFlag> clear) {}

    @Override
    public void setFragmentMode(String bridge, FragmentMode mode) {}

    @Override
    public List<TlvMapping> tlvMap(String bridge, TlvChange change) {
        return change.mappings();
    }

    @Override
    public List<MacEntry> macs(String bridge) {
        return ofBridge(bridge, () -> List.of(new MacEntry(1, "p1", 4095, 0xFFFF_FFFF_FFFFL, 300, true)));
    }

    @Override
    public long flushMacs(String bridge, String port) {
        return answer(List.of(bridge, port), 11L);
    }

    @Override
    public void addStaticMac(String bridge, String port, int vlan, long mac) {
        answer(List.of(bridge, port, vlan, mac), null);
    }

    @Override
    public void deleteStaticMac(String bridge, int vlan, long mac) {
        answer(List.of(bridge, vlan, mac), null);
    }

    @Override
    public MacStatistics macStatistics(String bridge) {
        return ofBridge(bridge, () -> new MacStatistics(1, 2, 3, 4, 5, 6, 7));
    }

    @Override
    public TraceResult trace(TraceRequest request) {
        TraceResult.Step step = new TraceResult.Step("br0", 3, 1, true, 65535, -1L, "ip", "drop");
        return answer(request, new TraceResult("text", List.of(step), "final", "mega", "actions", "no_match"));
    }

    @Override
    public int injectFrames(String port, List<byte[]> frames) {
        return answer(frames, frames.size());
    }

    @Override
    public void packetOut(PacketOut packet) {
        answer(packet, null);
    }

    @Override
    public void resume(ResumedPacket packet) {
        answer(packet, null);
    }

    @Override
    public Subscription watchSamples(String bridge, StreamListener<PacketSample> listener) {
        return () -> {};
    }

    @Override
    public Subscription watchPackets(String bridge, boolean takesMisses, StreamListener<PacketIn> listener) {
        return ofBridge(bridge, () -> {
            packetListeners.add(listener);
            return () -> packetListeners.remove(listener);
        });
    }

    void arrived(PacketIn packet) {
        packetListeners.forEach(listener -> listener.arrived(packet));
    }

    @Override
    public Iterator<Megaflow> megaflows(OptionalInt pmd, boolean portNames, boolean more) {
        return answer(
                        pmd,
                        List.of(
                                new Megaflow(
                                        0,
                                        "28a64040-ebd5-4a04-a0e1-702aa4bc458f",
                                        "m",
                                        "a",
                                        1,
                                        2,
                                        OptionalLong.empty()),
                                new Megaflow(
                                        1, "28a64040-ebd5-4a04-a0e1-702aa4bc458f", "n", "b", 3, 4, OptionalLong.of(5))))
                .iterator();
    }

    @Override
    public List<PmdStatistics> pmdStatistics(boolean clear) {
        return answer(
                clear,
                List.of(new PmdStatistics(
                        0, -1, 5, Map.of("rx_packets", 9L), List.of(new PmdStatistics.RxQueue("p1", 3, 12.5)))));
    }

    @Override
    public List<CoverageCounter> coverage() {
        return answer("coverage", List.of(new CoverageCounter("upcall", 1, 0.5, 1.5, 2.5)));
    }

    @Override
    public List<DropCount> drops() {
        return answer("drops", List.of(new DropCount("no_match", "No flow matched.", 4)));
    }

    @Override
    public ConnectionControl connections() {
        return new ScriptedConnections(asked, () -> before.run());
    }

    @Override
    public SwitchVersion version() {
        return answer("version", new SwitchVersion("0.1", 42, 43, "25"));
    }

    @Override
    public String runCommand(String name, List<String> arguments) {
        return answer(List.of(name, arguments), commandAnswer);
    }
}

package io.weft.cli;

import io.weft.flow.action.Ports;
import io.weft.flow.group.GroupChanges;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupModException;
import io.weft.flow.group.GroupTable;
import io.weft.flow.match.Match;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.meter.MeterModException;
import io.weft.flow.meter.MeterTable;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.VacancyRange;
import io.weft.flow.text.PortNames;
import io.weft.northbound.codec.PacketText;
import io.weft.northbound.codec.Refusal;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.BundleItem;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.CoverageCounter;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.FlowAggregate;
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
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A switch for tests of verbs: one bridge {@code br0} with ports {@code p1} (1) and {@code p2} (2). It keeps flows and writes down what
 * it was told; everything else is a constant answer.
 */
public final class FakeSwitch implements SwitchControl {
    private static final Map<String, Integer> BY_NAME = Map.of("br0", Ports.LOCAL, "p1", 1, "p2", 2);
    private static final String UUID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

    private static final PortNames PORTS = new PortNames() {
        @Override
        public int number(String name) {
            return BY_NAME.getOrDefault(name, Ports.NONE);
        }

        @Override
        public String name(int number) {
            return BY_NAME.entrySet().stream()
                    .filter(entry -> entry.getValue() == number)
                    .findFirst()
                    .map(Map.Entry::getKey)
                    .orElse(null);
        }
    };

    public final List<Operation> operations = Collections.synchronizedList(new ArrayList<>());
    public final List<FlowView> flows = Collections.synchronizedList(new ArrayList<>());
    private volatile GroupTable groups = GroupTable.EMPTY;
    private volatile MeterTable meters = MeterTable.EMPTY;
    public final List<byte[]> frames = Collections.synchronizedList(new ArrayList<>());
    public final List<String> commands = Collections.synchronizedList(new ArrayList<>());
    public final List<PacketOut> packetsOut = Collections.synchronizedList(new ArrayList<>());
    public final List<PacketIn> packetsIn = Collections.synchronizedList(new ArrayList<>());
    public final List<ResumedPacket> resumed = Collections.synchronizedList(new ArrayList<>());

    private static ControlException absent(String what) {
        return new ControlException(Kind.NOT_FOUND, "no " + what);
    }

    private static void requireBridge(String bridge) {
        if (!bridge.equals("br0")) {
            throw absent("bridge named \"" + bridge + "\"");
        }
    }

    @Override
    public List<OperationResult> transact(List<Operation> asked) {
        List<OperationResult> results = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i) instanceof Operation.SetColumn set && set.column().equals("taag")) {
                String sentence = "table Port has no column \"taag\" (did you mean \"tag\"?)";
                FieldViolation violation = new FieldViolation("operations[" + i + "].set.column", "taag", "", sentence);
                throw new ControlException(Kind.INVALID, violation);
            }
            boolean waits = asked.get(i) instanceof Operation.AddPort add
                    && add.port().name().equals("eth7");
            results.add(new OperationResult(true, waits ? "device eth7 is absent; waiting for it" : ""));
        }
        operations.addAll(asked);
        return results;
    }

    @Override
    public List<BridgeView> bridges() {
        return List.of(new BridgeView(
                "br0", List.of("p1", "p2"), 0x0000aa55aa550000L, 0xaa55aa550000L, flows.size(), Map.of(), Map.of()));
    }

    private static PortView port(int number, PortSpec config, String error) {
        return new PortView(
                "br0",
                config,
                number,
                0xaa55aa550000L + number,
                true,
                error.isEmpty(),
                1500,
                error.isEmpty() ? Map.of("xdp-mode", "native") : Map.of(),
                error,
                Map.of("rx_packets", 3L));
    }

    @Override
    public List<PortView> ports(String bridge) {
        if (!bridge.isEmpty()) {
            requireBridge(bridge);
        }
        PortSpec tagged = new PortSpec(
                "p1", OptionalInt.of(10), List.of(), "access", "dummy", Map.of("tx_pcap", "/tmp/a b"), 0, 0, Map.of());
        PortSpec trunk = new PortSpec("p2", OptionalInt.empty(), List.of(10, 20), "", "", Map.of(), 0, 0, Map.of());
        return List.of(
                port(PortView.LOCAL, PortSpec.of("br0", "internal"), ""),
                port(1, tagged, ""),
                port(2, trunk, "device p2 is absent; waiting for it"));
    }

    @Override
    public List<ConfigRecord> records(String table, String record) {
        List<ConfigRecord> all = switch (table.toLowerCase(java.util.Locale.ROOT)) {
            case "open_vswitch" ->
                List.of(new ConfigRecord(
                        UUID, ".", List.of(Column.scalar("ovs_version", Column.Type.STRING, "0.1.0"))));
            case "interface" -> List.of(interfaceRecord("p1", 1), interfaceRecord("p2", 2));
            default -> throw absent("table \"" + table + "\"");
        };
        List<ConfigRecord> found = all.stream()
                .filter(one -> record.isEmpty() || one.name().equals(record))
                .toList();
        if (found.isEmpty()) {
            throw absent("record \"" + record + "\" in table " + table);
        }
        return found;
    }

    private static ConfigRecord interfaceRecord(String name, int number) {
        return new ConfigRecord(
                UUID.substring(0, 35) + number,
                name,
                List.of(
                        Column.scalar("admin_state", Column.Type.STRING, "up"),
                        Column.optional("error", Column.Type.STRING, ""),
                        Column.map("external_ids", Column.Type.STRING, Map.of("iface-id", "vm 1", "b", "2x")),
                        Column.scalar("name", Column.Type.STRING, name),
                        Column.optional("ofport", Column.Type.INTEGER, Integer.toString(number)),
                        Column.map("statistics", Column.Type.INTEGER, Map.of("rx_packets", "3", "tx_packets", "4"))));
    }

    @Override
    public PortNames portNames(String bridge) {
        requireBridge(bridge);
        return PORTS;
    }

    @Override
    public int modifyFlows(String bridge, List<FlowMod> mods, boolean atomic) {
        requireBridge(bridge);
        for (FlowMod mod : mods) {
            switch (mod.kind()) {
                case ADD -> {
                    flows.removeIf(flow -> same(flow, mod));
                    flows.add(new FlowView(
                            mod.table(),
                            mod.priority(),
                            mod.match(),
                            mod.actions(),
                            mod.cookie(),
                            3,
                            180,
                            1_200_000_000L,
                            0,
                            1_200_000_000L,
                            mod.life()));
                }
                case DELETE -> flows.removeIf(flow -> covers(mod, flow));
                case DELETE_STRICT -> flows.removeIf(flow -> same(flow, mod));
                case MODIFY, MODIFY_STRICT -> flows.replaceAll(flow -> covers(mod, flow) ? with(flow, mod) : flow);
            }
        }
        return mods.size();
    }

    private static boolean covers(FlowMod mod, FlowView flow) {
        return (mod.table() == FlowMod.ALL_TABLES || mod.table() == flow.table())
                && flow.match().isSubsetOf(mod.match());
    }

    @Override
    public int replaceFlows(String bridge, List<FlowMod> all, boolean readd) {
        requireBridge(bridge);
        flows.clear();
        return modifyFlows(bridge, all, true);
    }

    @Override
    public int commit(String bridge, List<BundleItem> items) {
        List<FlowMod> mods = new ArrayList<>();
        List<GroupMod> groupMods = new ArrayList<>();
        for (BundleItem item : items) {
            if (item instanceof BundleItem.Flow(FlowMod mod)) {
                mods.add(mod);
            } else if (item instanceof BundleItem.Group(GroupMod mod)) {
                groupMods.add(mod);
            }
        }
        return modifyGroups(bridge, groupMods, true) + modifyFlows(bridge, mods, true);
    }

    @Override
    public int modifyGroups(String bridge, List<GroupMod> mods, boolean atomic) {
        requireBridge(bridge);
        GroupChanges changes = groups.change(0);
        for (int i = 0; i < mods.size(); i++) {
            try {
                changes.apply(i, mods.get(i));
            } catch (GroupModException e) {
                throw Refusal.of(e);
            }
        }
        groups = changes.table();
        return mods.size();
    }

    @Override
    public Iterator<GroupView> groups(String bridge, OptionalLong id) {
        requireBridge(bridge);
        return groups.list().stream()
                .filter(entry -> id.isEmpty() || entry.id() == id.getAsLong())
                .map(entry -> new GroupView(
                        entry.group(),
                        1_181_000_000L,
                        2,
                        5,
                        500,
                        entry.group().buckets().stream()
                                .map(bucket -> new GroupView.Traffic(bucket.id(), 100 * bucket.id()))
                                .toList()))
                .iterator();
    }

    @Override
    public int modifyMeters(String bridge, List<MeterMod> mods) {
        requireBridge(bridge);
        for (MeterMod mod : mods) {
            try {
                meters = meters.apply(mod, new BitSet(), 0);
            } catch (MeterModException e) {
                throw Refusal.of(e);
            }
        }
        return mods.size();
    }

    @Override
    public Iterator<MeterView> meters(String bridge, OptionalLong id) {
        requireBridge(bridge);
        return meters.list().stream()
                .filter(entry -> id.isEmpty() || entry.id() == id.getAsLong())
                .map(entry -> new MeterView(
                        entry.meter(),
                        303_000_000L,
                        1,
                        5,
                        530,
                        entry.meter().bands().stream()
                                .map(_ -> new GroupView.Traffic(4, 424))
                                .toList()))
                .iterator();
    }

    private static boolean same(FlowView flow, FlowMod mod) {
        return flow.table() == mod.table()
                && flow.priority() == mod.priority()
                && flow.match().equals(mod.match());
    }

    private static FlowView with(FlowView flow, FlowMod mod) {
        return new FlowView(
                flow.table(),
                flow.priority(),
                flow.match(),
                mod.actions(),
                flow.cookie(),
                flow.packets(),
                flow.bytes(),
                flow.durationNs(),
                flow.idleNs(),
                flow.hardNs(),
                flow.life());
    }

    @Override
    public Iterator<FlowView> flows(String bridge, FlowFilter filter) {
        requireBridge(bridge);
        Match wanted = filter.match();
        return List.copyOf(flows).stream()
                .filter(flow -> flow.match().isSubsetOf(wanted))
                .toList()
                .iterator();
    }

    @Override
    public FlowAggregate aggregateFlows(String bridge, FlowFilter filter) {
        return new FlowAggregate(7, 420, flows.size());
    }

    @Override
    public List<TableStatistics> tables(String bridge) {
        return List.of(
                new TableStatistics(0, "", 2, 10, 9, OptionalInt.empty(), false, Optional.empty()),
                new TableStatistics(
                        2, "acl", 9, 0, 0, OptionalInt.of(10), true, Optional.of(new VacancyRange(20, 80))));
    }

    @Override
    public Subscription watchFlows(String bridge, FlowFilter filter, FlowListener listener) {
        return () -> {};
    }

    @Override
    public void modifyTable(String bridge, int table, TableChange change) {
        requireBridge(bridge);
    }

    @Override
    public void setVacancy(String bridge, int table, Optional<VacancyRange> range) {
        requireBridge(bridge);
        commands.add("vacancy " + table + " " + range);
    }

    @Override
    public Subscription watchTables(String bridge, StreamListener<TableStatus> listener) {
        return () -> {};
    }

    @Override
    public Subscription watchRemovedFlows(String bridge, StreamListener<RemovedFlow> listener) {
        return () -> {};
    }

    @Override
    public List<PortStatistics> portStatistics(String bridge, String port) {
        requireBridge(bridge);
        return List.of(
                new PortStatistics(1, "p1", 3, 180, 0, 0, 4, 240, 1, 0, 2_000_000_000L),
                new PortStatistics(PortView.LOCAL, "br0", 0, 0, 0, 0, 0, 0, 0, 0, 2_000_000_000L));
    }

    @Override
    public void modifyPort(String bridge, String port, Set<PortFlag> set, Set<PortFlag> clear) {
        commands.add("mod-port " + bridge + " " + port + " " + set + " " + clear);
    }

    @Override
    public void setFragmentMode(String bridge, FragmentMode mode) {
        commands.add("set-frags " + bridge + " " + mode);
    }

    @Override
    public List<TlvMapping> tlvMap(String bridge, TlvChange change) {
        commands.add("tlv-map " + bridge + " " + change.kind());
        return change.mappings();
    }

    @Override
    public List<MacEntry> macs(String bridge) {
        requireBridge(bridge);
        return List.of(
                new MacEntry(1, "p1", 0, 0x505400000005L, 7, false),
                new MacEntry(PortView.LOCAL, "br0", 10, 0x505400000006L, 0, true));
    }

    @Override
    public long flushMacs(String bridge, String port) {
        commands.add("flush " + bridge + " " + port);
        return 2;
    }

    @Override
    public void addStaticMac(String bridge, String port, int vlan, long mac) {
        commands.add("add " + bridge + " " + port + " " + vlan + " " + Long.toHexString(mac));
    }

    @Override
    public void deleteStaticMac(String bridge, int vlan, long mac) {
        commands.add("del " + bridge + " " + vlan + " " + Long.toHexString(mac));
    }

    @Override
    public MacStatistics macStatistics(String bridge) {
        return new MacStatistics(2, 8192, 1, 5, 3, 0, 1);
    }

    @Override
    public TraceResult trace(TraceRequest request) {
        return new TraceResult("Datapath actions: 2\n", List.of(), "in_port=1", "in_port=1", "2", "");
    }

    @Override
    public int injectFrames(String port, List<byte[]> more) {
        if (!port.equals("p1")) {
            throw absent("dummy port named \"" + port + "\"");
        }
        frames.addAll(more);
        return more.size();
    }

    @Override
    public void packetOut(PacketOut packet) {
        packetsOut.add(packet);
    }

    @Override
    public void resume(ResumedPacket packet) {
        resumed.add(packet);
    }

    @Override
    public Subscription watchSamples(String bridge, StreamListener<PacketSample> listener) {
        return () -> {};
    }

    @Override
    public Subscription watchPackets(String bridge, StreamListener<PacketIn> listener) {
        packetsIn.forEach(listener::arrived);
        return () -> {};
    }

    @Override
    public Iterator<Megaflow> megaflows(OptionalInt pmd, boolean portNames, boolean more) {
        return List.of(
                        new Megaflow(
                                0,
                                "28a64040-ebd5-4a04-a0e1-702aa4bc458f",
                                "recirc_id(0),in_port(1),eth_type(0x0800)",
                                "2",
                                3,
                                180,
                                OptionalLong.empty()),
                        new Megaflow(
                                0,
                                "28a64040-ebd5-4a04-a0e1-702aa4bc458f",
                                "recirc_id(0),in_port(2)",
                                "drop",
                                1,
                                60,
                                OptionalLong.of(512_000_000L)))
                .iterator();
    }

    @Override
    public List<PmdStatistics> pmdStatistics(boolean clear) {
        Map<String, Long> counters = Map.of(
                "rx_packets",
                2000L,
                "smc_hits",
                1500L,
                "megaflow_hits",
                400L,
                "misses",
                100L,
                "translation_ns",
                250_000L,
                "bursts",
                4L,
                "bursts_to_8",
                1L,
                "bursts_to_16",
                3L);
        return List.of(new PmdStatistics(0, -1, 2_000_000_000L, counters, List.of()));
    }

    @Override
    public List<CoverageCounter> coverage() {
        return List.of(
                new CoverageCounter("netdev_received", 12, 2.4, 0.2, 0.0033), new CoverageCounter("never", 0, 0, 0, 0));
    }

    @Override
    public List<DropCount> drops() {
        return List.of(new DropCount("no_match", "no flow matched", 5), new DropCount("mtu", "too long", 0));
    }

    @Override
    public SwitchVersion version() {
        return new SwitchVersion("0.1.0", 4711, 3_000_000_000L, "25.0.3");
    }

    @Override
    public String runCommand(String name, List<String> arguments) {
        return switch (name) {
            case "" -> "time/warp\nmemory/show\n";
            case "time/warp", "netdev-dummy/set-admin-state" -> {
                commands.add(name + " " + String.join(" ", arguments));
                yield name.equals("time/warp") ? "warped" : "OK\n";
            }
            case "ofproto/trace" ->
                trace(new TraceRequest(
                                arguments.getFirst(),
                                PacketText.key(arguments.get(1), "", portNames(arguments.getFirst())),
                                new byte[0],
                                arguments.contains("--names")))
                        .text();
            default -> throw absent("command \"" + name + "\"");
        };
    }
}

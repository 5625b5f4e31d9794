package io.weft.cli.daemon;

import io.weft.cli.config.Rows;
import io.weft.flow.group.GroupMod;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.VacancyRange;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.BundleItem;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.ConnectionControl;
import io.weft.northbound.control.CoverageCounter;
import io.weft.northbound.control.DropCount;
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
import io.weft.vswitch.VirtualSwitch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The API over the switch of this process: each theme in a class of its own, this one only hands out.
 *
 * <p>Thread-safety: any thread.
 */
final class LocalSwitch implements SwitchControl {
    private final LocalConfig config;
    private final LocalPorts ports;
    private final LocalFlows flows;
    private final LocalGroups groups;
    private final LocalDatapath datapath;
    private final LocalPackets packets;
    private final LocalConnections connections;
    private final OperatorCommands commands;
    private final LocalVersion version;

    LocalSwitch(VirtualSwitch weft, ConfigStore store, OperatorCommands commands) {
        this.commands = commands;
        config = new LocalConfig(weft, store);
        ports = new LocalPorts(weft, config);
        flows = new LocalFlows(weft, config);
        groups = new LocalGroups(weft, config);
        datapath = new LocalDatapath(weft, config);
        packets = new LocalPackets(weft, config, commands);
        connections = new LocalConnections(weft.connections());
        version = new LocalVersion();
    }

    /** Makes what follows from a file while there is time, in case it is restored. */
    void prepare(Rows rows) {
        config.prepare(rows);
    }

    /** Makes the switch what a file says. */
    void restore(Rows rows) {
        config.restore(rows);
    }

    /** To be called every {@link CoverageHistory#SAMPLE_NS}. */
    void sample() {
        datapath.sample();
    }

    @Override
    public List<OperationResult> transact(List<Operation> operations) {
        return config.transact(operations);
    }

    @Override
    public List<BridgeView> bridges() {
        return config.bridges();
    }

    @Override
    public List<PortView> ports(String bridge) {
        return config.ports(bridge);
    }

    @Override
    public List<ConfigRecord> records(String table, String record) {
        return config.records(table, record);
    }

    @Override
    public PortNames portNames(String bridge) {
        return config.portNames(bridge);
    }

    @Override
    public int modifyFlows(String bridge, List<FlowMod> mods, boolean atomic) {
        return flows.modify(bridge, mods, atomic);
    }

    @Override
    public int replaceFlows(String bridge, List<FlowMod> all, boolean readd) {
        return flows.replace(bridge, all, readd);
    }

    @Override
    public int commit(String bridge, List<BundleItem> items) {
        List<BundleMod> mods = new ArrayList<>(items.size());
        List<PacketOut> sent = new ArrayList<>();
        for (BundleItem item : items) {
            switch (item) {
                case BundleItem.Flow(FlowMod mod) -> mods.add(new BundleMod.Flow(mod));
                case BundleItem.Group(GroupMod mod) -> mods.add(new BundleMod.Group(mod));
                case BundleItem.Packet(PacketOut packet) -> sent.add(packet);
            }
        }
        groups.commit(bridge, mods);
        sent.forEach(packets::send);
        return items.size();
    }

    @Override
    public int modifyGroups(String bridge, List<GroupMod> mods, boolean atomic) {
        return groups.modify(bridge, mods, atomic);
    }

    @Override
    public Iterator<GroupView> groups(String bridge, OptionalLong id) {
        return groups.list(bridge, id);
    }

    @Override
    public int modifyMeters(String bridge, List<MeterMod> mods) {
        return groups.modifyMeters(bridge, mods);
    }

    @Override
    public Iterator<MeterView> meters(String bridge, OptionalLong id) {
        return groups.listMeters(bridge, id);
    }

    @Override
    public Iterator<FlowView> flows(String bridge, FlowFilter filter) {
        return flows.list(bridge, filter);
    }

    @Override
    public FlowAggregate aggregateFlows(String bridge, FlowFilter filter) {
        return flows.aggregate(bridge, filter);
    }

    @Override
    public List<TableStatistics> tables(String bridge) {
        return flows.tables(bridge);
    }

    @Override
    public void modifyTable(String bridge, int table, TableChange change) {
        flows.modifyTable(bridge, table, change);
    }

    @Override
    public Subscription watchFlows(String bridge, FlowFilter filter, FlowListener listener) {
        return flows.watch(bridge, filter, listener);
    }

    @Override
    public void setVacancy(String bridge, int table, Optional<VacancyRange> range) {
        flows.setVacancy(bridge, table, range);
    }

    @Override
    public Subscription watchTables(String bridge, StreamListener<TableStatus> listener) {
        return flows.watchTables(bridge, listener);
    }

    @Override
    public Subscription watchRemovedFlows(String bridge, StreamListener<RemovedFlow> listener) {
        return flows.watchRemoved(bridge, listener);
    }

    @Override
    public List<PortStatistics> portStatistics(String bridge, String port) {
        return config.portStatistics(bridge, port);
    }

    @Override
    public void modifyPort(String bridge, String port, Set<PortFlag> set, Set<PortFlag> clear) {
        ports.modify(bridge, port, set, clear);
    }

    @Override
    public void setFragmentMode(String bridge, FragmentMode mode) {
        ports.setFragmentMode(bridge, mode);
    }

    @Override
    public List<TlvMapping> tlvMap(String bridge, TlvChange change) {
        return ports.tlvMap(bridge, change);
    }

    @Override
    public List<MacEntry> macs(String bridge) {
        return datapath.macs(bridge);
    }

    @Override
    public long flushMacs(String bridge, String port) {
        return datapath.flushMacs(bridge, port);
    }

    @Override
    public void addStaticMac(String bridge, String port, int vlan, long mac) {
        datapath.addStaticMac(bridge, port, vlan, mac);
    }

    @Override
    public void deleteStaticMac(String bridge, int vlan, long mac) {
        datapath.deleteStaticMac(bridge, vlan, mac);
    }

    @Override
    public MacStatistics macStatistics(String bridge) {
        return datapath.macStatistics(bridge);
    }

    @Override
    public TraceResult trace(TraceRequest request) {
        return packets.trace(request);
    }

    @Override
    public int injectFrames(String port, List<byte[]> frames) {
        return packets.inject(port, frames);
    }

    @Override
    public void packetOut(PacketOut packet) {
        packets.send(packet);
    }

    @Override
    public void resume(ResumedPacket packet) {
        packets.resume(packet);
    }

    @Override
    public Subscription watchPackets(String bridge, boolean takesMisses, StreamListener<PacketIn> listener) {
        return packets.watch(bridge, takesMisses, listener);
    }

    @Override
    public Subscription watchSamples(String bridge, StreamListener<PacketSample> listener) {
        return packets.watchSamples(bridge, listener);
    }

    @Override
    public Iterator<Megaflow> megaflows(OptionalInt pmd, boolean portNames, boolean more) {
        return datapath.megaflows(pmd, portNames, more);
    }

    @Override
    public List<PmdStatistics> pmdStatistics(boolean clear) {
        return datapath.pmdStatistics(clear);
    }

    @Override
    public List<CoverageCounter> coverage() {
        return datapath.coverage();
    }

    @Override
    public List<DropCount> drops() {
        return datapath.drops();
    }

    @Override
    public ConnectionControl connections() {
        return connections;
    }

    @Override
    public SwitchVersion version() {
        return version.now();
    }

    @Override
    public String runCommand(String name, List<String> arguments) {
        return commands.run(name, arguments);
    }
}

package io.weft.northbound.client;

import com.google.protobuf.ByteString;
import io.weft.flow.group.GroupMod;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.VacancyRange;
import io.weft.northbound.codec.ConfigCodec;
import io.weft.northbound.codec.DatapathCodec;
import io.weft.northbound.codec.FlowCodec;
import io.weft.northbound.codec.FlowViewCodec;
import io.weft.northbound.codec.GroupCodec;
import io.weft.northbound.codec.MeterCodec;
import io.weft.northbound.codec.PacketCodec;
import io.weft.northbound.codec.SampleCodec;
import io.weft.northbound.codec.TableCodec;
import io.weft.northbound.codec.TlvCodec;
import io.weft.northbound.codec.ViewCodec;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.BundleText;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.CoverageCounter;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.FlowAggregate;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowLine;
import io.weft.northbound.control.FlowLineEvent;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.control.FragmentMode;
import io.weft.northbound.control.GroupLine;
import io.weft.northbound.control.GroupModText;
import io.weft.northbound.control.GroupView;
import io.weft.northbound.control.MacEntry;
import io.weft.northbound.control.MacStatistics;
import io.weft.northbound.control.Megaflow;
import io.weft.northbound.control.MeterView;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.OperationResult;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.PacketSample;
import io.weft.northbound.control.PmdStatistics;
import io.weft.northbound.control.PortFlag;
import io.weft.northbound.control.PortStatistics;
import io.weft.northbound.control.PortView;
import io.weft.northbound.control.RemovedFlow;
import io.weft.northbound.control.RemovedFlowLine;
import io.weft.northbound.control.SwitchVersion;
import io.weft.northbound.control.TableChange;
import io.weft.northbound.control.TableStatistics;
import io.weft.northbound.control.TableStatus;
import io.weft.northbound.control.TraceResult;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import io.weft.northbound.transport.SwitchAddress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * A switch behind its API. Calls block, at most as long as the deadline, and throw
 * {@link io.weft.northbound.control.ControlException} with a sentence for people; dumps and watches are {@link Stream}s.
 *
 * <p>Flows come in two forms: as text, for tools (methods with {@code Line} or {@code Text}), and as {@code io.weft.flow} objects, for
 * programs. The text form loads neither grammar nor fields, so a tool starts fast.
 *
 * <p>Making a client connects to nothing; the first call does. Thread-safety: any number of threads.
 */
public final class SwitchClient implements AutoCloseable {
    /** How long a call may take unless the caller says otherwise. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

    private final Connection connection;

    public SwitchClient(SwitchAddress address) {
        this(address, DEFAULT_DEADLINE);
    }

    /** @param deadline of each call; longer than zero */
    public SwitchClient(SwitchAddress address, Duration deadline) {
        connection = new Connection(address, deadline);
    }

    public SwitchAddress address() {
        return connection.address();
    }

    /** Applies all operations or none; one result per operation. */
    public List<OperationResult> transact(List<Operation> operations) {
        return ConfigCodec.decode(connection.call(SwitchGrpc.getTransactMethod(), ConfigCodec.encode(operations)));
    }

    /** All bridges, by name. */
    public List<BridgeView> bridges() {
        return connection
                .call(SwitchGrpc.getListBridgesMethod(), SwitchProto.ListBridgesRequest.getDefaultInstance())
                .getBridgesList()
                .stream()
                .map(ViewCodec::decode)
                .toList();
    }

    /** Ports by bridge and name; an empty {@code bridge} means all bridges. */
    public List<PortView> ports(String bridge) {
        var request =
                SwitchProto.ListPortsRequest.newBuilder().setBridge(bridge).build();
        return connection.call(SwitchGrpc.getListPortsMethod(), request).getPortsList().stream()
                .map(ViewCodec::decode)
                .toList();
    }

    /** Records of a configuration table with all columns; an empty {@code record} means all records. */
    public List<ConfigRecord> records(String table, String record) {
        var request = SwitchProto.ListRecordsRequest.newBuilder()
                .setTable(table)
                .setRecord(record)
                .build();
        return connection.call(SwitchGrpc.getListRecordsMethod(), request).getRecordsList().stream()
                .map(ViewCodec::decode)
                .toList();
    }

    /** Applies changes; when not {@code atomic}, in order up to the first that is refused. Returns how many: all. */
    public int modifyFlows(String bridge, List<FlowMod> mods, boolean atomic) {
        return FlowBatches.send(connection, bridge, mods.stream().map(FlowCodec::encode), atomic);
    }

    /** The same with flows as text. A violation's field says which: {@code flow_mods[3].text}. */
    public int modifyFlowTexts(String bridge, List<FlowModText> mods, boolean atomic) {
        return FlowBatches.send(connection, bridge, mods.stream().map(FlowCodec::encode), atomic);
    }

    /**
     * Changes of flows ({@link FlowModText}) and groups ({@link GroupModText}) in their order, all or nothing, in one version; packets to
     * send follow. A violation's field counts the changes of its kind: {@code group_mods[3].text}. Returns how many there were.
     */
    public int bundle(String bridge, List<BundleText> items) {
        return FlowBatches.bundle(connection, bridge, items);
    }

    /**
     * The changes of flows that are the lines of a file ({@link FlowModText#of}), all or nothing, in one version. Lines are sent as they are read,
     * whatever their number. A violation's field counts them from 0: {@code flow_lines[3].text}. Returns how many changes there were.
     */
    public int bundleLines(String bridge, InputStream lines) throws IOException {
        return bundleLines(bridge, lines, false);
    }

    /** @param firstTable whether lines to modify that name no table are about table 0 alone, as in OpenFlow 1.1 and later */
    public int bundleLines(String bridge, InputStream lines, boolean firstTable) throws IOException {
        SwitchProto.BundlePart.Builder every = part(bridge, SwitchProto.BundlePart.Mode.CHANGE);
        return FlowBatches.bundle(connection, every.setFirstTable(firstTable), lines);
    }

    /**
     * Makes the flows of a bridge those that the lines of a file add, in one version, or changes nothing. Flows that are there already keep
     * their counters. Otherwise as {@link #bundleLines}.
     *
     * @param readd whether flows that are there already are added anew
     * @param resetsCounts whether flows that take the place of others start with counters of 0, whatever their lines say
     */
    public int replaceFlows(String bridge, InputStream lines, boolean readd, boolean resetsCounts) throws IOException {
        SwitchProto.BundlePart.Mode mode =
                readd ? SwitchProto.BundlePart.Mode.READD : SwitchProto.BundlePart.Mode.REPLACE;
        return FlowBatches.bundle(connection, part(bridge, mode).setResetCounts(resetsCounts), lines);
    }

    private static SwitchProto.BundlePart.Builder part(String bridge, SwitchProto.BundlePart.Mode mode) {
        return SwitchProto.BundlePart.newBuilder().setBridge(bridge).setMode(mode);
    }

    /** Changes groups; when not {@code atomic}, in order up to the first that is refused. Returns how many: all. */
    public int modifyGroups(String bridge, List<GroupMod> mods, boolean atomic) {
        return sendGroups(bridge, mods.stream().map(GroupCodec::encode).toList(), atomic);
    }

    /** The same with groups as text. A violation's field says which: {@code group_mods[3].text}. */
    public int modifyGroupTexts(String bridge, List<GroupModText> mods, boolean atomic) {
        return sendGroups(bridge, mods.stream().map(GroupCodec::encode).toList(), atomic);
    }

    private int sendGroups(String bridge, List<SwitchProto.GroupMod> mods, boolean atomic) {
        var request = SwitchProto.GroupModBatch.newBuilder()
                .setBridge(bridge)
                .addAllGroupMods(mods)
                .setAtomic(atomic);
        return connection
                .call(SwitchGrpc.getModifyGroupsMethod(), request.build())
                .getApplied();
    }

    /** One group, or all by id. */
    public Stream<GroupView> groups(String bridge, OptionalLong id) {
        return dumpGroups(bridge, id, false, GroupCodec::decode);
    }

    /** The same as text; {@code portNames}: ports by name. */
    public Stream<GroupLine> groupLines(String bridge, OptionalLong id, boolean portNames) {
        return dumpGroups(bridge, id, portNames, GroupCodec::decodeLine);
    }

    private <T> Stream<T> dumpGroups(
            String bridge, OptionalLong id, boolean portNames, Function<SwitchProto.GroupView, T> decode) {
        var request =
                SwitchProto.DumpGroupsRequest.newBuilder().setBridge(bridge).setPortNames(portNames);
        id.ifPresent(one -> request.setGroupId((int) one));
        return connection.dump(
                SwitchGrpc.getDumpGroupsMethod(),
                request.build(),
                chunk -> chunk.getGroupsList().stream().map(decode).toList());
    }

    /** Changes meters, all or nothing. Returns how many. */
    public int modifyMeters(String bridge, List<MeterMod> mods) {
        return sendMeters(bridge, mods.stream().map(MeterCodec::encode).toList());
    }

    /** Changes a meter that is text, as in ovs-ofctl(8), "Meter Syntax". */
    public void modifyMeter(String bridge, MeterMod.Kind kind, String text) {
        sendMeters(bridge, List.of(MeterCodec.encode(kind, text)));
    }

    private int sendMeters(String bridge, List<SwitchProto.MeterMod> mods) {
        var request = SwitchProto.MeterModBatch.newBuilder().setBridge(bridge).addAllMeterMods(mods);
        return connection
                .call(SwitchGrpc.getModifyMetersMethod(), request.build())
                .getApplied();
    }

    /** One meter, or all by id. */
    public Stream<MeterView> meters(String bridge, OptionalLong id) {
        var request = SwitchProto.DumpMetersRequest.newBuilder().setBridge(bridge);
        id.ifPresent(one -> request.setMeterId((int) one));
        return connection.dump(
                SwitchGrpc.getDumpMetersMethod(),
                request.build(),
                chunk -> chunk.getMetersList().stream().map(MeterCodec::decode).toList());
    }

    /** Flows of one version of the tables, by table and falling priority. */
    public Stream<FlowView> flows(String bridge, FlowFilter filter) {
        var request = SwitchProto.DumpFlowsRequest.newBuilder()
                .setBridge(bridge)
                .setFilter(FlowCodec.encode(filter))
                .setForm(SwitchProto.FlowForm.TYPED)
                .build();
        return connection.dump(
                SwitchGrpc.getDumpFlowsMethod(),
                request,
                chunk ->
                        chunk.getFlowsList().stream().map(FlowViewCodec::decode).toList());
    }

    /** The same as text; {@code filter} as for {@code ofctl dump-flows}, empty for all; {@code portNames}: ports by name. */
    public Stream<FlowLine> flowLines(String bridge, String filter, boolean portNames) {
        var request = SwitchProto.DumpFlowsRequest.newBuilder()
                .setBridge(bridge)
                .setFilter(SwitchProto.FlowFilter.newBuilder().setText(filter))
                .setPortNames(portNames)
                .build();
        return connection.dump(
                SwitchGrpc.getDumpFlowsMethod(),
                request,
                chunk -> chunk.getFlowsList().stream()
                        .map(FlowViewCodec::decodeLine)
                        .toList());
    }

    /** Sums over the flows that the filter text chooses; empty: all. */
    public FlowAggregate aggregateFlows(String bridge, String filter) {
        var request = SwitchProto.AggregateFlowsRequest.newBuilder()
                .setBridge(bridge)
                .setFilter(SwitchProto.FlowFilter.newBuilder().setText(filter))
                .build();
        var sums = connection.call(SwitchGrpc.getAggregateFlowsMethod(), request);
        return new FlowAggregate(sums.getPackets(), sums.getBytes(), sums.getFlows());
    }

    /** Tables that hold flows, were looked up or have settings, by number. */
    public List<TableStatistics> tables(String bridge) {
        var request =
                SwitchProto.DumpTablesRequest.newBuilder().setBridge(bridge).build();
        return connection.call(SwitchGrpc.getDumpTablesMethod(), request).getTablesList().stream()
                .map(TableCodec::decode)
                .toList();
    }

    /** Changes what a table (number, name or "all") does when it is full or nothing matches. */
    public void modifyTable(String bridge, String table, TableChange change) {
        var request = SwitchProto.ModifyTableRequest.newBuilder()
                .setBridge(bridge)
                .setTable(table)
                .setChange(SwitchProto.ModifyTableRequest.Change.valueOf(change.name()))
                .build();
        connection.call(SwitchGrpc.getModifyTableMethod(), request);
    }

    /** Makes a table (number, name or "all") tell when it gets full, or with an empty {@code range} not any more. */
    public void setVacancy(String bridge, String table, Optional<VacancyRange> range) {
        connection.call(SwitchGrpc.getModifyTableMethod(), TableCodec.encode(bridge, table, range));
    }

    /** Tables that get full or have room again from now on; ends when closed. */
    public Stream<TableStatus> watchTables(String bridge) {
        var request =
                SwitchProto.WatchTablesRequest.newBuilder().setBridge(bridge).build();
        return connection.watch(
                SwitchGrpc.getWatchTablesMethod(), request, status -> List.of(TableCodec.decode(status)));
    }

    /** The present flows and then every change, as {@code WatchFlows} in {@code switch.proto} says; ends when closed. */
    public Stream<FlowEvent> watchFlows(String bridge, FlowFilter filter) {
        var request = SwitchProto.WatchFlowsRequest.newBuilder()
                .setBridge(bridge)
                .setFilter(FlowCodec.encode(filter))
                .setForm(SwitchProto.FlowForm.TYPED)
                .build();
        return connection.watch(
                SwitchGrpc.getWatchFlowsMethod(),
                request,
                chunk -> chunk.getEventsList().stream()
                        .map(event -> FlowViewCodec.decode(event))
                        .toList());
    }

    /** The same as text, message by message; {@code initial}: whether the present flows come first. */
    public Stream<List<FlowLineEvent>> watchFlowLines(
            String bridge, String filter, boolean portNames, boolean initial) {
        var request = SwitchProto.WatchFlowsRequest.newBuilder()
                .setBridge(bridge)
                .setFilter(SwitchProto.FlowFilter.newBuilder().setText(filter))
                .setPortNames(portNames)
                .setWithoutInitial(!initial)
                .build();
        return connection.watch(
                SwitchGrpc.getWatchFlowsMethod(),
                request,
                chunk -> List.of(chunk.getEventsList().stream()
                        .map(event -> FlowViewCodec.decodeLine(event))
                        .toList()));
    }

    /** Flows with send_flow_rem that end from now on; ends when closed. */
    public Stream<RemovedFlow> watchRemovedFlows(String bridge) {
        return removedFlows(bridge, SwitchProto.FlowForm.TYPED, false, FlowViewCodec::decode);
    }

    /** The same as text. */
    public Stream<RemovedFlowLine> watchRemovedFlowLines(String bridge, boolean portNames) {
        return removedFlows(bridge, SwitchProto.FlowForm.TEXT, portNames, FlowViewCodec::decodeLine);
    }

    private <T> Stream<T> removedFlows(
            String bridge, SwitchProto.FlowForm form, boolean portNames, Function<SwitchProto.RemovedFlow, T> decode) {
        var request = SwitchProto.WatchRemovedFlowsRequest.newBuilder()
                .setBridge(bridge)
                .setForm(form)
                .setPortNames(portNames)
                .build();
        return connection.watch(SwitchGrpc.getWatchRemovedFlowsMethod(), request, flow -> List.of(decode.apply(flow)));
    }

    /** Counters of one port (name or number) or, when empty, of all, by number. */
    public List<PortStatistics> portStatistics(String bridge, String port) {
        var request = SwitchProto.DumpPortsRequest.newBuilder()
                .setBridge(bridge)
                .setPort(port)
                .build();
        return connection.call(SwitchGrpc.getDumpPortsMethod(), request).getPortsList().stream()
                .map(ViewCodec::decode)
                .toList();
    }

    /** Sets and clears flags of a port, a name or a number. */
    public void modifyPort(String bridge, String port, Set<PortFlag> set, Set<PortFlag> clear) {
        var request = SwitchProto.ModifyPortRequest.newBuilder()
                .setBridge(bridge)
                .setPort(port)
                .addAllSet(ViewCodec.encode(set))
                .addAllClear(ViewCodec.encode(clear))
                .build();
        connection.call(SwitchGrpc.getModifyPortMethod(), request);
    }

    /** Changes what the tables of a bridge see of IP fragments. */
    public void setFragmentMode(String bridge, FragmentMode mode) {
        var request = SwitchProto.SetFragmentModeRequest.newBuilder()
                .setBridge(bridge)
                .setMode(SwitchProto.FragmentMode.valueOf(mode.name()))
                .build();
        connection.call(SwitchGrpc.getSetFragmentModeMethod(), request);
    }

    /** Adds mappings of tunnel options, written as {@code {class=0xffff,type=0x80,len=4}->tun_metadata0}; returns all by field. */
    public List<TlvMapping> addTlvMappings(String bridge, String text) {
        return tlvMap(bridge, SwitchProto.TlvMapRequest.Command.ADD, text);
    }

    /** Removes mappings of tunnel options, all for blank {@code text}; returns those that are left. */
    public List<TlvMapping> removeTlvMappings(String bridge, String text) {
        return tlvMap(bridge, SwitchProto.TlvMapRequest.Command.REMOVE, text);
    }

    /** The mappings of tunnel options, by field. */
    public List<TlvMapping> tlvMappings(String bridge) {
        return tlvMap(bridge, SwitchProto.TlvMapRequest.Command.LIST, "");
    }

    private List<TlvMapping> tlvMap(String bridge, SwitchProto.TlvMapRequest.Command command, String text) {
        var request = SwitchProto.TlvMapRequest.newBuilder()
                .setBridge(bridge)
                .setCommand(command)
                .setText(text)
                .build();
        return TlvCodec.decode(connection.call(SwitchGrpc.getTlvMapMethod(), request));
    }

    public List<MacEntry> macs(String bridge) {
        var request = SwitchProto.ListMacsRequest.newBuilder().setBridge(bridge).build();
        return connection.call(SwitchGrpc.getListMacsMethod(), request).getMacsList().stream()
                .map(ViewCodec::decode)
                .toList();
    }

    /** Forgets what was learned and returns how many entries. Empty {@code bridge}: everywhere; empty {@code port}: at every port. */
    public long flushMacs(String bridge, String port) {
        var request = SwitchProto.FlushMacsRequest.newBuilder()
                .setBridge(bridge)
                .setPort(port)
                .build();
        return connection.call(SwitchGrpc.getFlushMacsMethod(), request).getFlushed();
    }

    /** Adds an entry that does not age. */
    public void addStaticMac(String bridge, String port, int vlan, long mac) {
        var request = SwitchProto.AddStaticMacRequest.newBuilder()
                .setBridge(bridge)
                .setPort(port)
                .setVlan(vlan)
                .setMac(mac)
                .build();
        connection.call(SwitchGrpc.getAddStaticMacMethod(), request);
    }

    public void deleteStaticMac(String bridge, int vlan, long mac) {
        var request = SwitchProto.DeleteStaticMacRequest.newBuilder()
                .setBridge(bridge)
                .setVlan(vlan)
                .setMac(mac)
                .build();
        connection.call(SwitchGrpc.getDeleteStaticMacMethod(), request);
    }

    public MacStatistics macStatistics(String bridge) {
        var request =
                SwitchProto.MacStatisticsRequest.newBuilder().setBridge(bridge).build();
        return ViewCodec.decode(connection.call(SwitchGrpc.getMacStatisticsMethod(), request));
    }

    /**
     * What would happen to a packet; changes nothing.
     *
     * @param flow the packet as fields; what is not named is zero
     * @param frame the packet as bytes, or empty; then only metadata is taken from {@code flow}
     * @param inPort name or number; empty: as in {@code flow}
     */
    public TraceResult trace(String bridge, String flow, byte[] frame, String inPort, boolean portNames) {
        var request = SwitchProto.TraceRequest.newBuilder()
                .setBridge(bridge)
                .setFlow(flow)
                .setFrame(ByteString.copyFrom(frame))
                .setInPort(inPort)
                .setPortNames(portNames)
                .build();
        return PacketCodec.decode(connection.call(SwitchGrpc.getTraceMethod(), request));
    }

    /** Lets 1 to 32 frames arrive at a dummy port, in order, and returns how many its queue took. */
    public int injectFrames(String port, List<byte[]> frames) {
        var request = SwitchProto.InjectFramesRequest.newBuilder()
                .setPort(port)
                .addAllFrames(frames.stream().map(ByteString::copyFrom).toList())
                .build();
        return connection.call(SwitchGrpc.getInjectFramesMethod(), request).getAccepted();
    }

    /** Runs actions over a frame; {@code inPort} is a name, a number, or empty for the controller. */
    public void packetOut(String bridge, String inPort, String actions, byte[] frame) {
        var request = SwitchProto.PacketOutRequest.newBuilder()
                .setBridge(bridge)
                .setInPort(inPort)
                .setActions(actions)
                .setFrame(ByteString.copyFrom(frame))
                .build();
        connection.call(SwitchGrpc.getPacketOutMethod(), request);
    }

    /** Lets a packet that the bridge paused go on; {@code changes} of its metadata as a match, or empty. */
    public void resume(String bridge, byte[] continuation, String changes, byte[] frame) {
        var request = SwitchProto.ResumeRequest.newBuilder()
                .setBridge(bridge)
                .setContinuation(ByteString.copyFrom(continuation))
                .setChanges(changes)
                .setFrame(ByteString.copyFrom(frame))
                .build();
        connection.call(SwitchGrpc.getResumeMethod(), request);
    }

    /** Packets that the bridge sends to the controller, from now on; ends when closed. */
    public Stream<PacketIn> watchPackets(String bridge) {
        var request =
                SwitchProto.WatchPacketsRequest.newBuilder().setBridge(bridge).build();
        return connection.watch(
                SwitchGrpc.getWatchPacketsMethod(), request, packet -> List.of(PacketCodec.decode(packet)));
    }

    /** Packets that the sample actions of the bridge draw, from now on; ends when closed. */
    public Stream<PacketSample> watchSamples(String bridge) {
        var request =
                SwitchProto.WatchSamplesRequest.newBuilder().setBridge(bridge).build();
        return connection.watch(
                SwitchGrpc.getWatchSamplesMethod(), request, sample -> List.of(SampleCodec.decode(sample)));
    }

    /** Entries of the megaflow caches, of one PMD or all. */
    public Stream<Megaflow> megaflows(OptionalInt pmd, boolean portNames, boolean more) {
        var request = SwitchProto.DumpMegaflowsRequest.newBuilder()
                .setPortNames(portNames)
                .setMore(more);
        pmd.ifPresent(request::setPmd);
        return connection.dump(
                SwitchGrpc.getDumpMegaflowsMethod(),
                request.build(),
                chunk -> chunk.getMegaflowsList().stream()
                        .map(DatapathCodec::decode)
                        .toList());
    }

    /** What each PMD did; {@code clear} starts counting anew. */
    public List<PmdStatistics> pmdStatistics(boolean clear) {
        var request =
                SwitchProto.PmdStatisticsRequest.newBuilder().setClear(clear).build();
        return connection.call(SwitchGrpc.getPmdStatisticsMethod(), request).getPmdsList().stream()
                .map(DatapathCodec::decode)
                .toList();
    }

    public List<CoverageCounter> coverage() {
        return connection
                .call(SwitchGrpc.getCoverageShowMethod(), SwitchProto.CoverageShowRequest.getDefaultInstance())
                .getCountersList()
                .stream()
                .map(DatapathCodec::decode)
                .toList();
    }

    /** Every drop reason with its count. */
    public List<DropCount> drops() {
        return connection
                .call(SwitchGrpc.getDropsMethod(), SwitchProto.DropsRequest.getDefaultInstance())
                .getDropsList()
                .stream()
                .map(DatapathCodec::decode)
                .toList();
    }

    public SwitchVersion version() {
        return DatapathCodec.decode(
                connection.call(SwitchGrpc.getGetVersionMethod(), SwitchProto.GetVersionRequest.getDefaultInstance()));
    }

    /** Runs an operator command such as {@code time/warp} and returns its text; an empty name lists the commands. */
    public String runCommand(String name, List<String> arguments) {
        var request = SwitchProto.RunCommandRequest.newBuilder()
                .setName(name)
                .addAllArguments(arguments)
                .build();
        return connection.call(SwitchGrpc.getRunCommandMethod(), request).getText();
    }

    /** Ends calls that are under way. Idempotent. */
    @Override
    public void close() {
        connection.close();
    }
}

package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.northbound.codec.StatusCodec;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The methods of the service, each one line: which call answers it. A refusal becomes a status here; a defect is left to
 * {@link CallGuard}.
 */
final class SwitchService extends SwitchGrpc.SwitchImplBase {
    private final ConfigCalls config;
    private final FlowCalls flows;
    private final GroupCalls groups;
    private final PacketCalls packets;
    private final DatapathCalls datapath;
    private final TrackerCalls tracker;

    /** @param executor runs what pushed streams have to send */
    SwitchService(SwitchControl control, Executor executor) {
        config = new ConfigCalls(control);
        flows = new FlowCalls(control, executor);
        groups = new GroupCalls(control);
        packets = new PacketCalls(control, executor);
        datapath = new DatapathCalls(control);
        tracker = new TrackerCalls(control);
    }

    private static <R> void answer(StreamObserver<R> out, Supplier<R> work) {
        R response;
        try {
            response = work.get();
        } catch (ControlException e) {
            out.onError(StatusCodec.encode(e));
            return;
        }
        out.onNext(response);
        out.onCompleted();
    }

    private static void stream(StreamObserver<?> out, Runnable start) {
        try {
            start.run();
        } catch (ControlException e) {
            out.onError(StatusCodec.encode(e));
        }
    }

    @Override
    public void transact(SwitchProto.TransactRequest request, StreamObserver<SwitchProto.TransactResponse> out) {
        answer(out, () -> config.transact(request));
    }

    @Override
    public void listBridges(
            SwitchProto.ListBridgesRequest request, StreamObserver<SwitchProto.ListBridgesResponse> out) {
        answer(out, config::bridges);
    }

    @Override
    public void listPorts(SwitchProto.ListPortsRequest request, StreamObserver<SwitchProto.ListPortsResponse> out) {
        answer(out, () -> config.ports(request));
    }

    @Override
    public void listRecords(
            SwitchProto.ListRecordsRequest request, StreamObserver<SwitchProto.ListRecordsResponse> out) {
        answer(out, () -> config.records(request));
    }

    @Override
    public void modifyFlows(SwitchProto.FlowModBatch request, StreamObserver<SwitchProto.FlowModResult> out) {
        answer(out, () -> flows.modify(request));
    }

    @Override
    public void watchRemovedFlows(
            SwitchProto.WatchRemovedFlowsRequest request, StreamObserver<SwitchProto.RemovedFlow> out) {
        stream(out, () -> flows.watchRemoved(request, out));
    }

    @Override
    public void watchTables(SwitchProto.WatchTablesRequest request, StreamObserver<SwitchProto.TableStatus> out) {
        stream(out, () -> flows.watchTables(request, out));
    }

    @Override
    public void modifyTable(
            SwitchProto.ModifyTableRequest request, StreamObserver<SwitchProto.ModifyTableResponse> out) {
        answer(out, () -> flows.modifyTable(request));
    }

    @Override
    public StreamObserver<SwitchProto.BundlePart> bundle(StreamObserver<SwitchProto.FlowModResult> out) {
        return flows.bundle(out);
    }

    @Override
    public void dumpFlows(SwitchProto.DumpFlowsRequest request, StreamObserver<SwitchProto.FlowChunk> out) {
        stream(out, () -> flows.dump(request, out));
    }

    @Override
    public void aggregateFlows(
            SwitchProto.AggregateFlowsRequest request, StreamObserver<SwitchProto.AggregateFlowsResponse> out) {
        answer(out, () -> flows.aggregate(request));
    }

    @Override
    public void dumpTables(SwitchProto.DumpTablesRequest request, StreamObserver<SwitchProto.DumpTablesResponse> out) {
        answer(out, () -> flows.tables(request));
    }

    @Override
    public void watchFlows(SwitchProto.WatchFlowsRequest request, StreamObserver<SwitchProto.FlowEventChunk> out) {
        stream(out, () -> flows.watch(request, out));
    }

    @Override
    public void modifyGroups(SwitchProto.GroupModBatch request, StreamObserver<SwitchProto.GroupModResult> out) {
        answer(out, () -> groups.modify(request));
    }

    @Override
    public void dumpGroups(SwitchProto.DumpGroupsRequest request, StreamObserver<SwitchProto.GroupChunk> out) {
        stream(out, () -> groups.dump(request, out));
    }

    @Override
    public void modifyMeters(SwitchProto.MeterModBatch request, StreamObserver<SwitchProto.MeterModResult> out) {
        answer(out, () -> groups.modifyMeters(request));
    }

    @Override
    public void dumpMeters(SwitchProto.DumpMetersRequest request, StreamObserver<SwitchProto.MeterChunk> out) {
        stream(out, () -> groups.dumpMeters(request, out));
    }

    @Override
    public void dumpPorts(SwitchProto.DumpPortsRequest request, StreamObserver<SwitchProto.DumpPortsResponse> out) {
        answer(out, () -> config.portStatistics(request));
    }

    @Override
    public void modifyPort(SwitchProto.ModifyPortRequest request, StreamObserver<SwitchProto.ModifyPortResponse> out) {
        answer(out, () -> config.modifyPort(request));
    }

    @Override
    public void setFragmentMode(
            SwitchProto.SetFragmentModeRequest request, StreamObserver<SwitchProto.SetFragmentModeResponse> out) {
        answer(out, () -> config.setFragmentMode(request));
    }

    @Override
    public void tlvMap(SwitchProto.TlvMapRequest request, StreamObserver<SwitchProto.TlvMapResponse> out) {
        answer(out, () -> config.tlvMap(request));
    }

    @Override
    public void listMacs(SwitchProto.ListMacsRequest request, StreamObserver<SwitchProto.ListMacsResponse> out) {
        answer(out, () -> config.macs(request));
    }

    @Override
    public void flushMacs(SwitchProto.FlushMacsRequest request, StreamObserver<SwitchProto.FlushMacsResponse> out) {
        answer(out, () -> config.flushMacs(request));
    }

    @Override
    public void addStaticMac(
            SwitchProto.AddStaticMacRequest request, StreamObserver<SwitchProto.AddStaticMacResponse> out) {
        answer(out, () -> config.addStaticMac(request));
    }

    @Override
    public void deleteStaticMac(
            SwitchProto.DeleteStaticMacRequest request, StreamObserver<SwitchProto.DeleteStaticMacResponse> out) {
        answer(out, () -> config.deleteStaticMac(request));
    }

    @Override
    public void macStatistics(
            SwitchProto.MacStatisticsRequest request, StreamObserver<SwitchProto.MacStatisticsResponse> out) {
        answer(out, () -> config.macStatistics(request));
    }

    @Override
    public void trace(SwitchProto.TraceRequest request, StreamObserver<SwitchProto.TraceResponse> out) {
        answer(out, () -> packets.trace(request));
    }

    @Override
    public void injectFrames(
            SwitchProto.InjectFramesRequest request, StreamObserver<SwitchProto.InjectFramesResponse> out) {
        answer(out, () -> packets.inject(request));
    }

    @Override
    public void packetOut(SwitchProto.PacketOutRequest request, StreamObserver<SwitchProto.PacketOutResponse> out) {
        answer(out, () -> packets.packetOut(request));
    }

    @Override
    public void resume(SwitchProto.ResumeRequest request, StreamObserver<SwitchProto.ResumeResponse> out) {
        answer(out, () -> packets.resume(request));
    }

    @Override
    public void watchPackets(SwitchProto.WatchPacketsRequest request, StreamObserver<SwitchProto.PacketIn> out) {
        stream(out, () -> packets.watch(request, out));
    }

    @Override
    public void watchSamples(SwitchProto.WatchSamplesRequest request, StreamObserver<SwitchProto.PacketSample> out) {
        stream(out, () -> packets.watchSamples(request, out));
    }

    @Override
    public void dumpMegaflows(SwitchProto.DumpMegaflowsRequest request, StreamObserver<SwitchProto.MegaflowChunk> out) {
        stream(out, () -> datapath.megaflows(request, out));
    }

    @Override
    public void pmdStatistics(
            SwitchProto.PmdStatisticsRequest request, StreamObserver<SwitchProto.PmdStatisticsResponse> out) {
        answer(out, () -> datapath.pmdStatistics(request));
    }

    @Override
    public void coverageShow(
            SwitchProto.CoverageShowRequest request, StreamObserver<SwitchProto.CoverageShowResponse> out) {
        answer(out, datapath::coverage);
    }

    @Override
    public void drops(SwitchProto.DropsRequest request, StreamObserver<SwitchProto.DropsResponse> out) {
        answer(out, datapath::drops);
    }

    @Override
    public void getVersion(SwitchProto.GetVersionRequest request, StreamObserver<SwitchProto.GetVersionResponse> out) {
        answer(out, datapath::version);
    }

    @Override
    public void runCommand(SwitchProto.RunCommandRequest request, StreamObserver<SwitchProto.RunCommandResponse> out) {
        answer(out, () -> datapath.runCommand(request));
    }

    @Override
    public void dumpConnections(
            SwitchProto.DumpConnectionsRequest request, StreamObserver<SwitchProto.ConnectionChunk> out) {
        stream(out, () -> tracker.dump(request, out));
    }

    @Override
    public void flushConnections(
            SwitchProto.FlushConnectionsRequest request, StreamObserver<SwitchProto.FlushConnectionsResponse> out) {
        answer(out, () -> tracker.flush(request));
    }

    @Override
    public void connectionStatistics(
            SwitchProto.ConnectionStatisticsRequest request,
            StreamObserver<SwitchProto.ConnectionStatisticsResponse> out) {
        answer(out, () -> tracker.statistics(request));
    }

    @Override
    public void connectionLimits(
            SwitchProto.ConnectionLimitsRequest request, StreamObserver<SwitchProto.ConnectionLimitsResponse> out) {
        answer(out, () -> tracker.limits(request));
    }

    @Override
    public void trackerSettings(
            SwitchProto.TrackerSettingsRequest request, StreamObserver<SwitchProto.TrackerSettingsResponse> out) {
        answer(out, () -> tracker.settings(request));
    }

    @Override
    public void trackerCounters(
            SwitchProto.TrackerCountersRequest request, StreamObserver<SwitchProto.TrackerCountersResponse> out) {
        answer(out, tracker::counters);
    }
}

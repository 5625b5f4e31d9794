package io.weft.northbound.client;

import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.northbound.codec.FlowCodec;
import io.weft.northbound.codec.FlowViewCodec;
import io.weft.northbound.control.BundleText;
import io.weft.northbound.control.FlowAggregate;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowLine;
import io.weft.northbound.control.FlowLineEvent;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.control.GroupModText;
import io.weft.northbound.control.RemovedFlow;
import io.weft.northbound.control.RemovedFlowLine;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;

/**
 * Flows, in two forms: as text, for tools (methods with {@code Line} or {@code Text}), and as {@code io.weft.flow} objects, for
 * programs. The text form loads neither grammar nor fields, so a tool starts fast.
 */
public final class FlowCalls {
    private final Connection connection;

    FlowCalls(Connection connection) {
        this.connection = connection;
    }

    /** Applies changes; when not {@code atomic}, in order up to the first that is refused. Returns how many: all. */
    public int modify(String bridge, List<FlowMod> mods, boolean atomic) {
        return FlowBatches.send(connection, bridge, mods.stream().map(FlowCodec::encode), atomic);
    }

    /** The same with flows as text. A violation's field says which: {@code flow_mods[3].text}. */
    public int modifyTexts(String bridge, List<FlowModText> mods, boolean atomic) {
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
    public int replace(String bridge, InputStream lines, boolean readd, boolean resetsCounts) throws IOException {
        SwitchProto.BundlePart.Mode mode =
                readd ? SwitchProto.BundlePart.Mode.READD : SwitchProto.BundlePart.Mode.REPLACE;
        return FlowBatches.bundle(connection, part(bridge, mode).setResetCounts(resetsCounts), lines);
    }

    private static SwitchProto.BundlePart.Builder part(String bridge, SwitchProto.BundlePart.Mode mode) {
        return SwitchProto.BundlePart.newBuilder().setBridge(bridge).setMode(mode);
    }

    /** Flows of one version of the tables, by table and falling priority. */
    public Stream<FlowView> dump(String bridge, FlowFilter filter) {
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
    public Stream<FlowLine> dumpLines(String bridge, String filter, boolean portNames) {
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
    public FlowAggregate aggregate(String bridge, String filter) {
        var request = SwitchProto.AggregateFlowsRequest.newBuilder()
                .setBridge(bridge)
                .setFilter(SwitchProto.FlowFilter.newBuilder().setText(filter))
                .build();
        var sums = connection.call(SwitchGrpc.getAggregateFlowsMethod(), request);
        return new FlowAggregate(sums.getPackets(), sums.getBytes(), sums.getFlows());
    }

    /** The present flows and then every change, as {@code WatchFlows} in {@code switch.proto} says; ends when closed. */
    public Stream<FlowEvent> watch(String bridge, FlowFilter filter) {
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
    public Stream<List<FlowLineEvent>> watchLines(String bridge, String filter, boolean portNames, boolean initial) {
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
    public Stream<RemovedFlow> watchRemoved(String bridge) {
        return removed(bridge, SwitchProto.FlowForm.TYPED, false, FlowViewCodec::decode);
    }

    /** The same as text. */
    public Stream<RemovedFlowLine> watchRemovedLines(String bridge, boolean portNames) {
        return removed(bridge, SwitchProto.FlowForm.TEXT, portNames, FlowViewCodec::decodeLine);
    }

    private <T> Stream<T> removed(
            String bridge, SwitchProto.FlowForm form, boolean portNames, Function<SwitchProto.RemovedFlow, T> decode) {
        var request = SwitchProto.WatchRemovedFlowsRequest.newBuilder()
                .setBridge(bridge)
                .setForm(form)
                .setPortNames(portNames)
                .build();
        return connection.watch(SwitchGrpc.getWatchRemovedFlowsMethod(), request, flow -> List.of(decode.apply(flow)));
    }
}

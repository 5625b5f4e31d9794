package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.VacancyRange;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.PortNames;
import io.weft.northbound.codec.FlowCodec;
import io.weft.northbound.codec.FlowViewCodec;
import io.weft.northbound.codec.RequestCheck;
import io.weft.northbound.codec.TableCodec;
import io.weft.northbound.control.FlowAggregate;
import io.weft.northbound.control.RemovedFlow;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.control.TableChange;
import io.weft.northbound.control.TableStatus;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Calls about flows. */
final class FlowCalls {
    private final SwitchControl control;
    private final Executor executor;
    private final StagingSpace space = new StagingSpace();

    FlowCalls(SwitchControl control, Executor executor) {
        this.control = control;
        this.executor = executor;
    }

    SwitchProto.FlowModResult modify(SwitchProto.FlowModBatch request) {
        String bridge = bridge(request.getBridge());
        int applied =
                control.modifyFlows(bridge, FlowCodec.decode(request, control.portNames(bridge)), request.getAtomic());
        return SwitchProto.FlowModResult.newBuilder().setApplied(applied).build();
    }

    StreamObserver<SwitchProto.BundlePart> bundle(StreamObserver<SwitchProto.FlowModResult> out) {
        return new StagedBundle(control, space, executor, out);
    }

    void dump(SwitchProto.DumpFlowsRequest request, StreamObserver<SwitchProto.FlowChunk> out) {
        String bridge = bridge(request.getBridge());
        PortNames names = control.portNames(bridge);
        FlowFilter filter = FlowCodec.decode(request.getFilter(), names);
        PortNames printed = request.getPortNames() ? names : PortNames.NUMBERS;
        ChunkedDump.start(out, control.flows(bridge, filter), flows -> {
            SwitchProto.FlowChunk.Builder chunk = SwitchProto.FlowChunk.newBuilder();
            flows.forEach(flow -> chunk.addFlows(FlowViewCodec.encode(flow, request.getForm(), printed)));
            return chunk.build();
        });
    }

    SwitchProto.AggregateFlowsResponse aggregate(SwitchProto.AggregateFlowsRequest request) {
        String bridge = bridge(request.getBridge());
        FlowFilter filter = FlowCodec.decode(request.getFilter(), control.portNames(bridge));
        FlowAggregate sums = control.aggregateFlows(bridge, filter);
        return SwitchProto.AggregateFlowsResponse.newBuilder()
                .setPackets(sums.packets())
                .setBytes(sums.bytes())
                .setFlows(sums.flows())
                .build();
    }

    SwitchProto.DumpTablesResponse tables(SwitchProto.DumpTablesRequest request) {
        SwitchProto.DumpTablesResponse.Builder response = SwitchProto.DumpTablesResponse.newBuilder();
        control.tables(bridge(request.getBridge())).forEach(table -> response.addTables(TableCodec.encode(table)));
        return response.build();
    }

    @SuppressWarnings("EnumOrdinal") // the numbers of the protocol
    SwitchProto.ModifyTableResponse modifyTable(SwitchProto.ModifyTableRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        int change = check.range(
                "change", request.getChangeValue(), 0, SwitchProto.ModifyTableRequest.Change.NOVACANCY_VALUE);
        boolean watches = change == SwitchProto.ModifyTableRequest.Change.VACANCY_VALUE;
        int down = check.range("vacancy.down_percent", request.getVacancy().getDownPercent(), 0, 100);
        int up = check.range("vacancy.up_percent", request.getVacancy().getUpPercent(), watches ? down : 0, 100);
        check.done();
        String name = request.getTable();
        int table = name.equalsIgnoreCase("all") ? FlowMod.ALL_TABLES : tableNumber(name, control.portNames(bridge));
        if (table < 0) {
            check.refuse("table", name, "0 to " + FlowSpec.MAX_TABLE + ", the name of a table, or all");
            check.done();
        }
        if (change < TableChange.values().length) {
            control.modifyTable(bridge, table, TableChange.values()[change]);
        } else {
            control.setVacancy(bridge, table, watches ? Optional.of(new VacancyRange(down, up)) : Optional.empty());
        }
        return SwitchProto.ModifyTableResponse.getDefaultInstance();
    }

    /** The number that the text is or names, or -1. */
    private static int tableNumber(String text, PortNames names) {
        if (text.matches("[0-9]{1,3}")) {
            int number = Integer.parseInt(text);
            return number <= FlowSpec.MAX_TABLE ? number : -1;
        }
        return names.table(text);
    }

    void watch(SwitchProto.WatchFlowsRequest request, StreamObserver<SwitchProto.FlowEventChunk> out) {
        String bridge = bridge(request.getBridge());
        PortNames names = control.portNames(bridge);
        FlowFilter filter = FlowCodec.decode(request.getFilter(), names);
        PortNames printed = request.getPortNames() ? names : PortNames.NUMBERS;
        FlowWatch watch = new FlowWatch(
                out,
                executor,
                () -> control.flows(bridge, filter),
                event -> FlowViewCodec.encode(event, request.getForm(), printed),
                !request.getWithoutInitial());
        watch.open(control.watchFlows(bridge, filter, watch));
    }

    void watchRemoved(SwitchProto.WatchRemovedFlowsRequest request, StreamObserver<SwitchProto.RemovedFlow> out) {
        String bridge = bridge(request.getBridge());
        PortNames printed = request.getPortNames() ? control.portNames(bridge) : PortNames.NUMBERS;
        LossyWatch<RemovedFlow, SwitchProto.RemovedFlow> watch = new LossyWatch<>(
                out, executor, LossyWatch.FLOWS, removed -> FlowViewCodec.encode(removed, request.getForm(), printed));
        watch.open(control.watchRemovedFlows(bridge, watch));
    }

    void watchTables(SwitchProto.WatchTablesRequest request, StreamObserver<SwitchProto.TableStatus> out) {
        String bridge = bridge(request.getBridge());
        LossyWatch<TableStatus, SwitchProto.TableStatus> watch =
                new LossyWatch<>(out, executor, LossyWatch.FLOWS, TableCodec::encode);
        watch.open(control.watchTables(bridge, watch));
    }

    private static String bridge(String name) {
        RequestCheck check = new RequestCheck();
        check.bridge("bridge", name);
        check.done();
        return name;
    }
}

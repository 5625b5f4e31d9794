package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.northbound.codec.DatapathCodec;
import io.weft.northbound.codec.Limits;
import io.weft.northbound.codec.RequestCheck;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.OptionalInt;

/** Calls about the inside of the datapath, and operator commands. */
final class DatapathCalls {
    /** More PMDs than a machine has CPUs. */
    private static final int LAST_PMD = 65_535;

    private final SwitchControl control;

    DatapathCalls(SwitchControl control) {
        this.control = control;
    }

    void megaflows(SwitchProto.DumpMegaflowsRequest request, StreamObserver<SwitchProto.MegaflowChunk> out) {
        RequestCheck check = new RequestCheck();
        OptionalInt pmd = request.hasPmd()
                ? OptionalInt.of(check.unsigned("pmd", request.getPmd(), 0, LAST_PMD))
                : OptionalInt.empty();
        check.done();
        ChunkedDump.start(out, control.megaflows(pmd, request.getPortNames(), request.getMore()), megaflows -> {
            SwitchProto.MegaflowChunk.Builder chunk = SwitchProto.MegaflowChunk.newBuilder();
            megaflows.forEach(megaflow -> chunk.addMegaflows(DatapathCodec.encode(megaflow)));
            return chunk.build();
        });
    }

    SwitchProto.PmdStatisticsResponse pmdStatistics(SwitchProto.PmdStatisticsRequest request) {
        SwitchProto.PmdStatisticsResponse.Builder response = SwitchProto.PmdStatisticsResponse.newBuilder();
        control.pmdStatistics(request.getClear()).forEach(pmd -> response.addPmds(DatapathCodec.encode(pmd)));
        return response.build();
    }

    SwitchProto.CoverageShowResponse coverage() {
        SwitchProto.CoverageShowResponse.Builder response = SwitchProto.CoverageShowResponse.newBuilder();
        control.coverage().forEach(counter -> response.addCounters(DatapathCodec.encode(counter)));
        return response.build();
    }

    SwitchProto.DropsResponse drops() {
        SwitchProto.DropsResponse.Builder response = SwitchProto.DropsResponse.newBuilder();
        control.drops().forEach(drop -> response.addDrops(DatapathCodec.encode(drop)));
        return response.build();
    }

    SwitchProto.GetVersionResponse version() {
        return DatapathCodec.encode(control.version());
    }

    SwitchProto.RunCommandResponse runCommand(SwitchProto.RunCommandRequest request) {
        RequestCheck check = new RequestCheck();
        String name = request.getName().isEmpty() ? "" : check.word("name", request.getName());
        if (check.size("arguments", request.getArgumentsCount(), 0, Limits.LIST)) {
            request.getArgumentsList().forEach(argument -> check.text("arguments", argument));
        }
        check.done();
        return SwitchProto.RunCommandResponse.newBuilder()
                .setText(control.runCommand(name, request.getArgumentsList()))
                .build();
    }
}

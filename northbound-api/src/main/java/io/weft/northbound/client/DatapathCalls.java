package io.weft.northbound.client;

import io.weft.northbound.codec.DatapathCodec;
import io.weft.northbound.control.CoverageCounter;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.Megaflow;
import io.weft.northbound.control.PmdStatistics;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import java.util.OptionalInt;

/** The datapath: its caches, its PMDs, its counters. */
public final class DatapathCalls {
    private final Connection connection;

    DatapathCalls(Connection connection) {
        this.connection = connection;
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
}

package io.weft.northbound.client;

import io.weft.flow.table.VacancyRange;
import io.weft.northbound.codec.TableCodec;
import io.weft.northbound.control.TableChange;
import io.weft.northbound.control.TableStatistics;
import io.weft.northbound.control.TableStatus;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import java.util.Optional;

/** Flow tables as wholes: counters, settings, how full they are. */
public final class TableCalls {
    private final Connection connection;

    TableCalls(Connection connection) {
        this.connection = connection;
    }

    /** Tables that hold flows, were looked up or have settings, by number. */
    public List<TableStatistics> statistics(String bridge) {
        var request =
                SwitchProto.DumpTablesRequest.newBuilder().setBridge(bridge).build();
        return connection.call(SwitchGrpc.getDumpTablesMethod(), request).getTablesList().stream()
                .map(TableCodec::decode)
                .toList();
    }

    /** Changes what a table (number, name or "all") does when it is full or nothing matches. */
    public void modify(String bridge, String table, TableChange change) {
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
    public Stream<TableStatus> watch(String bridge) {
        var request =
                SwitchProto.WatchTablesRequest.newBuilder().setBridge(bridge).build();
        return connection.watch(
                SwitchGrpc.getWatchTablesMethod(), request, status -> List.of(TableCodec.decode(status)));
    }
}

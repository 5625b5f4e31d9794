package io.weft.cli.config;

import io.weft.northbound.control.Column;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.PortSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records for readers: what is stored, and beside it what the running switch knows. */
public final class Records {
    private Records() {}

    /**
     * @param table in any case
     * @param record name or UUID; empty: all
     * @throws io.weft.northbound.control.ControlException when there is no such table or record
     */
    public static List<ConfigRecord> list(Rows rows, String table, String record, LiveColumns live) {
        TableSchema schema = Schema.table(table);
        Collection<Row> chosen = rows.all(schema.name());
        if (!record.isEmpty()) {
            Row row = rows.find(schema, record);
            if (row == null) {
                throw RowTransaction.noRow(schema, record);
            }
            chosen = List.of(row);
        }
        return chosen.stream().map(row -> record(row, live)).toList();
    }

    private static ConfigRecord record(Row row, LiveColumns live) {
        Map<String, ColumnArgument> known = live.of(row.table().name(), row.uuid(), row.name());
        List<Column> columns = row.table().columns().stream()
                .map(column -> column.of(known.getOrDefault(column.name(), row.get(column))))
                .toList();
        return new ConfigRecord(row.uuid(), row.name(), columns);
    }

    /** How a port is configured; empty when there is none of that name. */
    public static Optional<PortSpec> port(Rows rows, String name) {
        Row port = rows.find(Schema.table(Schema.PORT), name);
        return port == null
                ? Optional.empty()
                : rows.held(port, "interfaces", Schema.INTERFACE).stream()
                        .findFirst()
                        .map(iface -> PortRows.spec(port, iface));
    }

    /** The name of the bridge that has a controller; empty when there is none. */
    public static String bridgeOfController(Rows rows, String uuid) {
        Row controller = rows.get(Schema.CONTROLLER, uuid);
        Row bridge = controller == null ? null : rows.holder(Schema.BRIDGE, "controller", controller);
        return bridge == null ? "" : bridge.name();
    }
}

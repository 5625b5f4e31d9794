package io.weft.cli.config;

import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.conductor.BridgeAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What records must be beyond the types of their columns, before the conductor is asked. */
final class RowLaws {
    private RowLaws() {}

    /** Everything that is wrong; empty: nothing. */
    static List<FieldViolation> check(Rows rows) {
        List<FieldViolation> violations = new ArrayList<>();
        for (TableSchema table : Schema.TABLES) {
            Set<String> names = new HashSet<>();
            for (Row row : rows.all(table.name())) {
                if (table.isUnique() && !names.add(row.text("name"))) {
                    violations.add(violation(row, "name", "there are two records of this name"));
                }
                required(row, violations);
            }
        }
        shared(rows, Schema.BRIDGE, "ports", violations);
        shared(rows, Schema.PORT, "interfaces", violations);
        rows.all(Schema.PORT).forEach(port -> single(rows, port, violations));
        rows.all(Schema.INTERFACE).forEach(iface -> address(iface, violations));
        return violations;
    }

    private static void required(Row row, List<FieldViolation> violations) {
        for (ColumnSchema column : row.table().columns()) {
            ColumnArgument value = row.get(column);
            boolean empty = value.atoms().isEmpty() && value.entries().isEmpty();
            boolean live = column.access() == ColumnSchema.Access.LIVE;
            if (column.minimum() > 0 && empty && !live) {
                violations.add(violation(row, column.name(), "at least one value is required"));
            }
        }
    }

    private static void shared(Rows rows, String table, String column, List<FieldViolation> violations) {
        Map<String, Row> holders = new HashMap<>();
        for (Row row : rows.all(table)) {
            for (String uuid : row.get(column).atoms()) {
                Row other = holders.put(uuid, row);
                if (other != null) {
                    violations.add(violation(row, column, uuid + " belongs to " + other.name() + " already"));
                }
            }
        }
    }

    private static void single(Rows rows, Row port, List<FieldViolation> violations) {
        List<Row> interfaces = rows.held(port, "interfaces", Schema.INTERFACE);
        if (interfaces.size() > 1) {
            violations.add(violation(port, "interfaces", "one interface is allowed: there are no bonds yet"));
        } else if (interfaces.size() == 1 && !interfaces.getFirst().text("name").equals(port.text("name"))) {
            violations.add(violation(port, "interfaces", "its interface must have the name of the port"));
        }
    }

    private static void address(Row iface, List<FieldViolation> violations) {
        String mac = iface.text("mac");
        if (!mac.isEmpty() && BridgeAddress.parse(mac) == 0) {
            violations.add(violation(iface, "mac", '"' + mac + "\" is not allowed; allowed: " + BridgeAddress.ALLOWED));
        }
    }

    private static FieldViolation violation(Row row, String column, String why) {
        String where = row.table().name() + " " + row.name() + " column " + column;
        return new FieldViolation(where, "", "", where + ": " + why);
    }
}

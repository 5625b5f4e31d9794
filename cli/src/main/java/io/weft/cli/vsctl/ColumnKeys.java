package io.weft.cli.vsctl;

import io.weft.northbound.control.Column;
import java.util.Comparator;
import java.util.List;

/** The keys of a map column: numbers where the values are references to records ({@code flow_tables}), else strings. */
final class ColumnKeys {
    private ColumnKeys() {}

    /** In the order of the database: numbers by size, strings by their characters. */
    static List<String> sorted(Column column) {
        Comparator<String> order =
                areNumbers(column) ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder();
        return column.entries().keySet().stream().sorted(order).toList();
    }

    /** A key as it is printed. */
    static String text(Column column, String key) {
        return areNumbers(column) ? key : ColumnText.string(key);
    }

    private static boolean areNumbers(Column column) {
        return column.type() == Column.Type.UUID
                && column.entries().keySet().stream().allMatch(key -> key.matches("[0-9]{1,18}"));
    }
}

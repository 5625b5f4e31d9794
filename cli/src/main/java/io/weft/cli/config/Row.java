package io.weft.cli.config;

import io.weft.northbound.control.ColumnArgument;
import java.util.Map;
import java.util.TreeMap;

/**
 * A record. Immutable.
 *
 * @param values of the columns that are not at their default
 */
record Row(TableSchema table, String uuid, Map<String, ColumnArgument> values) {
    Row {
        values = Map.copyOf(values);
    }

    ColumnArgument get(ColumnSchema column) {
        ColumnArgument value = values.get(column.name());
        return value == null ? column.defaultValue() : value;
    }

    ColumnArgument get(String column) {
        return get(table.column(column));
    }

    /** Of a column with one atom at the most: it, or the empty string. */
    String text(String column) {
        ColumnArgument value = get(column);
        return value.atoms().isEmpty() ? "" : value.atoms().getFirst();
    }

    /** Of a column with one number at the most: it, or 0. A number beyond the range of an int is its largest. */
    int number(String column) {
        String text = text(column);
        return text.isEmpty() ? 0 : (int) Math.min(Long.parseLong(text), Integer.MAX_VALUE);
    }

    Row with(ColumnSchema column, ColumnArgument value) {
        Map<String, ColumnArgument> changed = new TreeMap<>(values);
        if (value.equals(column.defaultValue())) {
            changed.remove(column.name());
        } else {
            changed.put(column.name(), value);
        }
        return new Row(table, uuid, changed);
    }

    Row with(String column, ColumnArgument value) {
        return with(table.column(column), value);
    }

    boolean isNamed(String name) {
        ColumnArgument value = values.get("name");
        return value != null && value.atoms().getFirst().equals(name);
    }

    /** What people call it; its UUID where it has no name. */
    String name() {
        String name = table.has("name") ? text("name") : "";
        return table.name().equals(Schema.ROOT) ? "." : name.isEmpty() ? uuid : name;
    }
}

package io.weft.cli.config;

import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.FieldViolation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What holds records together at the end of a transaction (RFC 7047, section 3.2): strong references keep, weak ones vanish. */
final class RowReferences {
    private final Rows rows;
    private final List<FieldViolation> violations = new ArrayList<>();

    private RowReferences(Rows rows) {
        this.rows = rows;
    }

    /** Tidies {@code rows}; returns what is wrong with them. */
    static List<FieldViolation> settle(Rows rows) {
        RowReferences references = new RowReferences(rows);
        references.collect();
        references.forgetWeak();
        return references.violations;
    }

    /** Removes what no root leads to. */
    private void collect() {
        Set<String> reached = new HashSet<>();
        Deque<Row> open = new ArrayDeque<>();
        Schema.TABLES.stream().filter(TableSchema::isRoot).forEach(table -> open.addAll(rows.all(table.name())));
        while (!open.isEmpty()) {
            Row row = open.pop();
            if (reached.add(row.uuid())) {
                strong(row).forEach(column -> targets(row, column).forEach(uuid -> follow(row, column, uuid, open)));
            }
        }
        for (TableSchema table : Schema.TABLES) {
            for (Row row : List.copyOf(rows.all(table.name()))) {
                if (!reached.contains(row.uuid())) {
                    rows.remove(row);
                }
            }
        }
    }

    private void follow(Row row, ColumnSchema column, String uuid, Deque<Row> open) {
        Row target = rows.get(column.table(), uuid);
        if (target == null) {
            violations.add(new FieldViolation(
                    column.name(),
                    uuid,
                    "UUIDs of records in table " + column.table(),
                    row.table().name() + " " + row.name() + " column " + column.name() + ": there is no record " + uuid
                            + " in table " + column.table()));
        } else {
            open.push(target);
        }
    }

    private static List<ColumnSchema> strong(Row row) {
        return row.table().columns().stream()
                .filter(column -> column.isReference() && !column.weak())
                .toList();
    }

    private static Collection<String> targets(Row row, ColumnSchema column) {
        ColumnArgument value = row.get(column);
        return value.entries().isEmpty() ? value.atoms() : value.entries().values();
    }

    private void forgetWeak() {
        for (TableSchema table : Schema.TABLES) {
            for (ColumnSchema column : table.columns()) {
                if (column.weak()) {
                    List.copyOf(rows.all(table.name())).forEach(row -> forgetWeak(row, column));
                }
            }
        }
    }

    private void forgetWeak(Row row, ColumnSchema column) {
        ColumnArgument value = row.get(column);
        List<String> atoms = value.atoms().stream()
                .filter(uuid -> rows.get(column.table(), uuid) != null)
                .toList();
        Map<String, String> entries = new TreeMap<>(value.entries());
        entries.values().removeIf(uuid -> rows.get(column.table(), uuid) == null);
        ColumnArgument left = new ColumnArgument(atoms, entries);
        if (!left.equals(value)) {
            rows.put(row.with(column, left));
        }
    }
}

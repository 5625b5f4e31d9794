package io.weft.cli.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All records, in each table in the order in which they were made.
 *
 * <p>Thread-safety: one owner while they change; once published they are only read.
 */
public final class Rows {
    private final Map<String, Map<String, Row>> tables = new LinkedHashMap<>();

    private Rows() {
        Schema.TABLES.forEach(table -> tables.put(table.name(), new LinkedHashMap<>()));
    }

    /** A switch with nothing configured. */
    public static Rows fresh() {
        Rows rows = empty();
        rows.create(Schema.table(Schema.ROOT));
        return rows;
    }

    /** Not even the record of Open_vSwitch: for readers of files. */
    static Rows empty() {
        return new Rows();
    }

    Rows copy() {
        Rows copy = new Rows();
        tables.forEach((name, rows) -> copy.tables.get(name).putAll(rows));
        return copy;
    }

    Collection<Row> all(String table) {
        return tables.get(table).values();
    }

    /** The one record of Open_vSwitch. */
    Row root() {
        return all(Schema.ROOT).iterator().next();
    }

    /** Null when there is none. */
    Row get(String table, String uuid) {
        return tables.get(table).get(uuid);
    }

    Row create(TableSchema table) {
        Row row = new Row(table, UUID.randomUUID().toString(), Map.of());
        put(row);
        return row;
    }

    /** Adds a record, or replaces the one of its UUID. */
    void put(Row row) {
        tables.get(row.table().name()).put(row.uuid(), row);
    }

    void remove(Row row) {
        tables.get(row.table().name()).remove(row.uuid());
    }

    /** The record called so: by UUID, by name, {@code "."} for the root, or by its bridge; null when there is none. */
    Row find(TableSchema table, String name) {
        Row row = get(table.name(), name);
        if (row != null) {
            return row;
        }
        if (table.name().equals(Schema.ROOT)) {
            return name.equals(".") ? root() : null;
        }
        if (!table.via().isEmpty()) {
            Row bridge = find(Schema.table(Schema.BRIDGE), name);
            List<Row> held = bridge == null ? List.of() : held(bridge, table.via(), table.name());
            return held.size() == 1 ? held.getFirst() : null;
        }
        for (Row one : all(table.name())) {
            if (one.isNamed(name)) {
                return one;
            }
        }
        return null;
    }

    /** The records of {@code table} that a set column of {@code row} refers to, in the order in which they were made. */
    List<Row> held(Row row, String column, String table) {
        List<String> atoms = row.get(column).atoms();
        List<Row> held = new ArrayList<>();
        if (!atoms.isEmpty()) {
            java.util.Set<String> wanted = java.util.Set.copyOf(atoms);
            all(table).stream().filter(one -> wanted.contains(one.uuid())).forEach(held::add);
        }
        return held;
    }

    /** The record of {@code table} whose {@code column} refers to {@code row}; null when there is none. */
    Row holder(String table, String column, Row row) {
        for (Row one : all(table)) {
            if (one.get(column).atoms().contains(row.uuid())) {
                return one;
            }
        }
        return null;
    }
}

package io.weft.cli.config;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import java.util.List;

/**
 * A table: its columns by name, and what its records are called.
 *
 * @param isRoot whether records stay that nothing refers to
 * @param isUnique whether no two records may have the same {@code name}
 * @param via the column of Bridge through which a bridge's name names a record; empty: records are named by their {@code name}
 */
record TableSchema(String name, boolean isRoot, boolean isUnique, String via, List<ColumnSchema> columns) {
    TableSchema {
        columns = List.copyOf(columns);
    }

    /** The column of that name, a dash standing for an underscore, or the only one that begins so. */
    ColumnSchema column(String wanted) {
        String known = wanted.replace('-', '_');
        List<ColumnSchema> found = columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(known))
                .toList();
        if (found.isEmpty()) {
            found = columns.stream()
                    .filter(column -> column.name().regionMatches(true, 0, known, 0, known.length()))
                    .toList();
        }
        if (found.size() != 1) {
            throw unknown(wanted);
        }
        return found.getFirst();
    }

    boolean has(String column) {
        return columns.stream().anyMatch(one -> one.name().equals(column));
    }

    private ControlException unknown(String wanted) {
        List<String> names = columns.stream().map(ColumnSchema::name).toList();
        String hint = io.weft.cli.verb.Similar.hint(wanted, names);
        return new ControlException(
                Kind.NOT_FOUND,
                new FieldViolation(
                        "column",
                        wanted,
                        String.join(", ", names),
                        name + " does not contain a column whose name matches \"" + wanted + "\"" + hint));
    }
}

package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Similar;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import java.util.ArrayList;
import java.util.List;

/** The columns of a record, the identity among them. */
final class RecordColumns {
    private static final String IDENTITY = "_uuid";

    private RecordColumns() {}

    /** Identity first, then by name. */
    static List<Column> all(ConfigRecord record) {
        List<Column> columns = new ArrayList<>(record.columns());
        columns.add(0, identity(record));
        return columns;
    }

    /** One column by its name, a dash standing for an underscore, or by a beginning that only it has. */
    static Column of(ConfigRecord record, String name, String table) {
        if (name.equals(IDENTITY)) {
            return identity(record);
        }
        String known = name.replace('-', '_');
        List<Column> found = record.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(known))
                .toList();
        if (found.isEmpty()) {
            found = record.columns().stream()
                    .filter(column -> column.name().regionMatches(true, 0, known, 0, known.length()))
                    .toList();
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        List<String> names = record.columns().stream().map(Column::name).toList();
        throw new RefusedException(
                table + " does not contain a column whose name matches \"" + name + "\"" + Similar.hint(name, names));
    }

    private static Column identity(ConfigRecord record) {
        return Column.scalar(IDENTITY, Column.Type.UUID, record.uuid());
    }
}

package io.weft.cli.vsctl;

import io.weft.northbound.control.Column;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Conditions on a column as a set: {@code {=} {!=} {<} {>} {<=} {>=}}, as in ovs-vsctl(8), "Database Commands". */
final class SetCondition {
    private SetCondition() {}

    static boolean holds(ColumnExpression condition, Column column) {
        Set<Object> has = new HashSet<>(column.atoms());
        Set<Object> wanted = new HashSet<>(condition.argument().atoms());
        String key = condition.path().key();
        if (!key.isEmpty()) {
            has = column.entries().containsKey(key) ? Set.of(column.entries().get(key)) : Set.of();
        } else if (column.shape() == Column.Shape.MAP) {
            has = Set.copyOf(column.entries().entrySet());
            wanted = Set.copyOf(Map.copyOf(condition.argument().entries()).entrySet());
        }
        boolean within = wanted.containsAll(has);
        boolean covers = has.containsAll(wanted);
        return switch (condition.operator()) {
            case "{=}" -> within && covers;
            case "{!=}" -> !(within && covers);
            case "{<=}" -> within;
            case "{<}" -> within && !covers;
            case "{>=}" -> covers;
            default -> covers && !within;
        };
    }
}

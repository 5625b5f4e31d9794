package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code find}: records for which all conditions hold. */
final class FindCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "find",
                "[--columns=COLUMN,...]",
                "TABLE [COLUMN[:KEY]=VALUE]...",
                "Prints the records for which all conditions (= != < > <= >=, {>=} and such for sets) hold.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String table = invocation.word(0);
        List<ColumnExpression> conditions =
                invocation.rest(1).stream().map(ColumnExpression::condition).toList();
        plan.question((client, output) -> {
            List<ConfigRecord> found = client.config().records(table, "").stream()
                    .filter(record -> conditions.stream().allMatch(condition -> holds(condition, record, table)))
                    .toList();
            ListCommand.print(invocation, found, output);
            return 0;
        });
    }

    static boolean holds(ColumnExpression condition, ConfigRecord record, String table) {
        ColumnPath path = condition.path();
        Column column = RecordColumns.of(record, path.column(), table);
        if (condition.operator().startsWith("{")) {
            return SetCondition.holds(condition, column);
        }
        if (path.key().isEmpty()) {
            return switch (condition.operator()) {
                case "=" -> isEqual(column, condition);
                case "!=" -> !isEqual(column, condition);
                default ->
                    column.atoms().size() == 1
                            && isOrdered(condition, column.atoms().getFirst());
            };
        }
        String value = column.entries().get(path.key());
        return value != null
                && switch (condition.operator()) {
                    case "=" -> value.equals(condition.argument().atoms().getFirst());
                    case "!=" -> !value.equals(condition.argument().atoms().getFirst());
                    default -> isOrdered(condition, value);
                };
    }

    /** A map condition names the pairs that must be there; a set condition names all members. */
    private static boolean isEqual(Column column, ColumnExpression condition) {
        if (column.shape() == Column.Shape.MAP) {
            return condition.argument().atoms().isEmpty()
                    && (condition.argument().entries().isEmpty()
                            ? column.entries().isEmpty()
                            : column.entries()
                                    .entrySet()
                                    .containsAll(condition.argument().entries().entrySet()));
        }
        Set<String> members = new HashSet<>(column.atoms());
        return members.equals(new HashSet<>(condition.argument().atoms()));
    }

    private static boolean isOrdered(ColumnExpression condition, String value) {
        List<String> bounds = condition.argument().atoms();
        try {
            int order = new BigDecimal(value).compareTo(new BigDecimal(bounds.isEmpty() ? "" : bounds.getFirst()));
            return switch (condition.operator()) {
                case "<" -> order < 0;
                case ">" -> order > 0;
                case "<=" -> order <= 0;
                default -> order >= 0;
            };
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    condition.path() + condition.operator() + bounds + " compares what is no number", e);
        }
    }
}

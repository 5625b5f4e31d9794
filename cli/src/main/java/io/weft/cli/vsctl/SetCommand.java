package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Operation;

/** {@code set}. */
final class SetCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "set",
                "[--if-exists]",
                "TABLE RECORD COLUMN[:KEY]=VALUE...",
                "Sets columns, or single keys of them, of a record.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String table = invocation.word(0);
        String record = invocation.word(1);
        if (invocation.has("--if-exists") && !plan.exists(table, record)) {
            return;
        }
        for (String word : invocation.rest(2)) {
            plan.operation(operation(table, record, ColumnExpression.assignment(word)));
        }
    }

    static Operation operation(String table, String record, ColumnExpression assignment) {
        ColumnPath path = assignment.path();
        return new Operation.SetColumn(table, record, path.column(), path.key(), assignment.argument());
    }
}

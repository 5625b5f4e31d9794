package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Operation;

/** {@code remove}. */
final class RemoveCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "remove",
                "[--if-exists]",
                "TABLE RECORD COLUMN KEY|VALUE|KEY=VALUE...",
                "Removes members of a set, or keys of a map.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String table = invocation.word(0);
        String record = invocation.word(1);
        if (!invocation.has("--if-exists") || plan.exists(table, record)) {
            plan.operation(new Operation.RemoveFromColumn(
                    table, record, invocation.word(2), ColumnExpression.values(invocation.rest(3))));
        }
    }
}

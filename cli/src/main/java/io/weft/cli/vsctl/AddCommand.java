package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Operation;

/** {@code add}. */
final class AddCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "add",
                "[--if-exists]",
                "TABLE RECORD COLUMN [KEY=]VALUE...",
                "Adds to a set or a map; keys that are there keep their value.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String table = invocation.word(0);
        String record = invocation.word(1);
        if (!invocation.has("--if-exists") || plan.exists(table, record)) {
            plan.operation(new Operation.AddToColumn(
                    table, record, invocation.word(2), ColumnExpression.values(invocation.rest(3))));
        }
    }
}

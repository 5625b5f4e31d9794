package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Operation;

/** {@code clear}. */
final class ClearCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("clear", "[--if-exists]", "TABLE RECORD COLUMN...", "Empties columns of a record.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String table = invocation.word(0);
        String record = invocation.word(1);
        if (invocation.has("--if-exists") && !plan.exists(table, record)) {
            return;
        }
        for (String column : invocation.rest(2)) {
            plan.operation(new Operation.ClearColumn(table, record, column));
        }
    }
}

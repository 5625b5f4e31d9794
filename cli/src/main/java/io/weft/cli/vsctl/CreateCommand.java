package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Operation;

/** {@code create}. */
final class CreateCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "create",
                "[--id=@NAME]",
                "TABLE COLUMN[:KEY]=VALUE...",
                "Makes a record and prints its UUID; it stays if the same transaction refers to it, by @NAME.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String table = invocation.word(0);
        String id = invocation.options().getOrDefault("--id", plan.freshId());
        int index = plan.operation(new Operation.CreateRecord(table, id));
        for (String word : invocation.rest(1)) {
            plan.operation(SetCommand.operation(table, id, ColumnExpression.assignment(word)));
        }
        plan.question((client, output) -> {
            output.line(plan.result(index).record());
            return 0;
        });
    }
}

package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.Operation;

/** {@code destroy}. */
final class DestroyCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "destroy",
                "[--if-exists] [--all]",
                "TABLE [RECORD]...",
                "Removes records, or with --all every record of a table; what others hold stays with them.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String table = invocation.word(0);
        boolean all = invocation.has("--all");
        if (all == invocation.words().size() > 1) {
            throw new UsageException("destroy takes records, or --all and none");
        }
        if (all) {
            plan.operation(new Operation.DestroyRecord(table, "", true));
        }
        for (String record : invocation.rest(1)) {
            plan.operation(new Operation.DestroyRecord(table, record, invocation.has("--if-exists")));
        }
    }
}

package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.Operation;
import java.util.List;

/** {@code get}: one value a line. */
final class GetCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "get",
                "[--if-exists] [--id=@NAME]",
                "TABLE RECORD [COLUMN[:KEY]]...",
                "Prints values, one a line; --id names the record for the rest of the transaction.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        List<ColumnPath> paths =
                invocation.rest(2).stream().map(ColumnPath::parse).toList();
        if (invocation.has("--id")) {
            plan.operation(new Operation.NameRecord(
                    invocation.word(0), invocation.word(1), invocation.options().get("--id")));
            if (paths.isEmpty()) {
                return;
            }
        }
        plan.question((client, output) -> get(invocation, paths, client, output));
    }

    private static int get(Invocation invocation, List<ColumnPath> paths, SwitchClient client, VsctlOutput output) {
        boolean ifExists = invocation.has("--if-exists");
        ConfigRecord record = Plan.find(client, invocation.word(0), invocation.word(1));
        if (record == null && !ifExists) {
            throw new RefusedException("no row \"" + invocation.word(1) + "\" in table " + invocation.word(0));
        }
        for (ColumnPath path : paths) {
            if (record != null) {
                print(invocation, path, RecordColumns.of(record, path.column(), invocation.word(0)), output);
            }
        }
        return 0;
    }

    private static void print(Invocation invocation, ColumnPath path, Column column, VsctlOutput output) {
        if (path.key().isEmpty()) {
            output.value(column);
        } else if (column.entries().containsKey(path.key())) {
            output.value(Column.scalar(
                    path.toString(), column.type(), column.entries().get(path.key())));
        } else if (invocation.has("--if-exists")) {
            output.line("");
        } else {
            throw new RefusedException("no key \"" + path.key() + "\" in " + invocation.word(0) + " record \""
                    + invocation.word(1) + "\" column " + column.name());
        }
    }
}

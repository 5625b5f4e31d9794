package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import java.util.List;

/** {@code get}: one value a line. */
final class GetCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "get",
                "[--if-exists]",
                "TABLE RECORD [COLUMN[:KEY]]...",
                "Prints values, one a line; with --if-exists, an empty line for a missing key.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        List<ColumnPath> paths =
                invocation.rest(2).stream().map(ColumnPath::parse).toList();
        plan.question((client, output) -> get(invocation, paths, client, output));
    }

    private static int get(Invocation invocation, List<ColumnPath> paths, SwitchClient client, VsctlOutput output) {
        boolean ifExists = invocation.has("--if-exists");
        ConfigRecord record = Plan.find(client, invocation.word(0), invocation.word(1));
        if (record == null && !ifExists) {
            throw new RefusedException("no record \"" + invocation.word(1) + "\" in table " + invocation.word(0));
        }
        for (ColumnPath path : paths) {
            if (record != null) {
                print(path, RecordColumns.of(record, path.column(), invocation.word(0)), ifExists, output);
            }
        }
        return 0;
    }

    private static void print(ColumnPath path, Column column, boolean ifExists, VsctlOutput output) {
        if (path.key().isEmpty()) {
            output.value(column);
        } else if (column.entries().containsKey(path.key())) {
            output.value(Column.scalar(
                    path.toString(), column.type(), column.entries().get(path.key())));
        } else if (ifExists) {
            output.line("");
        } else {
            throw new RefusedException("no key \"" + path.key() + "\" in column " + path.column());
        }
    }
}

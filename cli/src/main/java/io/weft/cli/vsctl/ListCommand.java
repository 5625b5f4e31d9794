package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import java.util.ArrayList;
import java.util.List;

/** {@code list}. */
final class ListCommand implements VsctlCommand {
    static final String COLUMNS = "--columns";

    @Override
    public Syntax syntax() {
        return new Syntax(
                "list",
                "[--if-exists] [--columns=COLUMN,...]",
                "TABLE [RECORD]...",
                "Prints records with all columns.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        plan.question((client, output) -> {
            print(invocation, records(invocation, client), output);
            return 0;
        });
    }

    private static List<ConfigRecord> records(Invocation invocation, SwitchClient client) {
        String table = invocation.word(0);
        if (invocation.words().size() == 1) {
            return client.config().records(table, "");
        }
        List<ConfigRecord> records = new ArrayList<>();
        for (String name : invocation.rest(1)) {
            ConfigRecord record = Plan.find(client, table, name);
            if (record != null) {
                records.add(record);
            } else if (!invocation.has("--if-exists")) {
                throw new RefusedException("no row \"" + name + "\" in table " + table);
            }
        }
        return records;
    }

    /** Prints the columns that {@code invocation} chooses. */
    static void print(Invocation invocation, List<ConfigRecord> records, VsctlOutput output) {
        String chosen = invocation.options().getOrDefault(COLUMNS, "");
        List<String> names = chosen.isEmpty() ? List.of() : List.of(chosen.split("[, ]+", -1));
        List<List<Column>> rows = new ArrayList<>();
        for (ConfigRecord record : records) {
            rows.add(
                    names.isEmpty()
                            ? RecordColumns.all(record)
                            : names.stream()
                                    .map(name -> RecordColumns.of(record, name, invocation.word(0)))
                                    .toList());
        }
        List<String> headings = rows.isEmpty()
                ? names
                : rows.getFirst().stream().map(Column::name).toList();
        new RecordPrinter(output).print(headings, rows);
    }
}

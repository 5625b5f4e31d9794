package io.weft.cli.stat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Standbys;
import io.weft.cli.verb.TextTable;
import io.weft.vswitch.counters.CounterKind;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints totals or rates: one table a scope. */
final class CounterReport {
    private final PrintWriter out;

    CounterReport(PrintWriter out) {
        this.out = out;
    }

    /** @param unit behind the title of each table, such as {@code per second} */
    void print(CounterTotals totals, Standbys standbys, String unit) {
        String life = totals.writerAlive() ? "is running" : "is not running: these are the last values it wrote";
        out.println("switch pid " + totals.pid() + ", started " + Instant.ofEpochMilli(totals.startMs()) + ", " + life);
        if (!standbys.all().isEmpty()) {
            out.print(standbys.text());
        }
        for (CounterKind.Scope scope : CounterKind.Scope.values()) {
            table(totals, scope, unit);
        }
        out.flush();
    }

    private void table(CounterTotals totals, CounterKind.Scope scope, String unit) {
        List<CounterKind> kinds = kinds(scope);
        TextTable table = new TextTable();
        List<String> heading = new ArrayList<>(List.of(heading(scope, unit)));
        kinds.forEach(kind -> heading.add(column(kind)));
        table.row(heading);
        boolean any = false;
        for (Map.Entry<CounterTotals.Row, Map<CounterKind, Long>> row :
                totals.rows().entrySet()) {
            Map<CounterKind, Long> values = row.getValue();
            boolean silent =
                    kinds.getFirst().isByReason() && values.values().stream().allMatch(value -> value == 0);
            if (row.getKey().scope() == scope && !silent) {
                List<String> cells = new ArrayList<>(List.of(row.getKey().owner()));
                kinds.forEach(kind -> cells.add(Long.toUnsignedString(values.getOrDefault(kind, 0L))));
                table.row(cells);
                any = true;
            }
        }
        if (any) {
            out.println();
            table.print(out);
        }
    }

    private static String heading(CounterKind.Scope scope, String unit) {
        String title = switch (scope) {
            case PORT -> "port";
            case PMD -> "pmd";
            case TRACKER -> "connections";
            case EVENT -> "event of the tracker";
            case DROP -> "drop reason";
        };
        return unit.isEmpty() ? title : title + " (" + unit + ")";
    }

    private static List<CounterKind> kinds(CounterKind.Scope scope) {
        return List.of(CounterKind.values()).stream()
                .filter(kind -> kind.scope() == scope)
                .toList();
    }

    /** {@code rx_packets} of {@code port_rx_packets}. */
    private static String column(CounterKind kind) {
        String prefix = kind.scope().name().toLowerCase(Locale.ROOT) + "_";
        String name = kind.counterName();
        return name.startsWith(prefix) ? name.substring(prefix.length()) : kind.unit();
    }

    void json(CounterTotals totals, Standbys standbys) {
        JsonObject document = new JsonObject();
        document.addProperty("pid", totals.pid());
        document.addProperty("started_ms", totals.startMs());
        document.addProperty("running", totals.writerAlive());
        JsonArray waiting = new JsonArray();
        standbys.all().forEach(standby -> {
            JsonObject one = new JsonObject();
            one.addProperty("pid", standby.pid());
            one.addProperty("state", standby.state());
            waiting.add(one);
        });
        document.add("standbys", waiting);
        for (CounterKind.Scope scope : CounterKind.Scope.values()) {
            document.add(scope.name().toLowerCase(Locale.ROOT), new JsonObject());
        }
        totals.rows().forEach((row, kinds) -> {
            JsonObject values = new JsonObject();
            kinds.forEach((kind, value) -> values.addProperty(column(kind), value));
            document.getAsJsonObject(row.scope().name().toLowerCase(Locale.ROOT))
                    .add(row.owner(), values);
        });
        JsonText.print(out, document);
        out.flush();
    }
}

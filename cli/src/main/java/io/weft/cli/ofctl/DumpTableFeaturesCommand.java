package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.TableStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code dump-table-features}: what tables can match and do. */
final class DumpTableFeaturesCommand implements OfctlCommand {
    private static final int SINCE = 3;
    private static final int WITH_VACANCY = 4;
    private static final int WITHOUT_METER = 5;
    private static final int ALL = -1;

    @Override
    public Syntax syntax() {
        return new Syntax(
                "dump-table-features",
                "BRIDGE [TABLE]",
                "Prints the fields, actions and instructions of tables (-O OpenFlow13), or of one (number, name).");
    }

    @Override
    public int run(OfctlCall call) {
        Map<Integer, TableStatistics> known = call.client().tables().statistics(call.bridge()).stream()
                .collect(Collectors.toMap(TableStatistics::table, Function.identity()));
        int table = table(call.word(1, ""), known);
        if (call.options().json()) {
            JsonArray array = new JsonArray();
            IntStream.range(0, TableText.TABLES)
                    .filter(each -> table == ALL || table == each)
                    .forEach(each -> array.add(json(each, known.get(each))));
            JsonText.print(call.out(), array);
            return 0;
        }
        int version = call.options().minorVersion();
        if (version < SINCE) {
            throw new RefusedException("dump-table-features needs OpenFlow 1.3 or later ('-O OpenFlow13')");
        }
        if (table == ALL) {
            call.out()
                    .println(new TableBlocks<>(
                                    each -> Row.of(each, known.get(each)),
                                    TableBlocks.names(known),
                                    (each, row, before) -> body(each, row, before, version))
                            .print());
        } else {
            call.out().println("  table " + table + TableBlocks.names(known).apply(table) + ":");
            call.out().println(body(table, Row.of(table, known.get(table)), null, version));
        }
        return 0;
    }

    /** What two neighbours have to have in common. */
    private record Row(int limit, boolean goesOn) {
        static Row of(int table, TableStatistics statistics) {
            return new Row(TableText.limit(statistics), table < TableText.TABLES - 1);
        }
    }

    private static int table(String wanted, Map<Integer, TableStatistics> known) {
        if (wanted.isEmpty()) {
            return ALL;
        }
        if (wanted.matches("[0-9]{1,3}") && Integer.parseInt(wanted) < TableText.TABLES) {
            return Integer.parseInt(wanted);
        }
        return known.values().stream()
                .filter(table -> table.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new RefusedException("unknown table \"" + wanted + "\"; allowed: 0 to "
                        + (TableText.TABLES - 1) + ", or the name of a table"))
                .table();
    }

    private static String body(int table, Row row, Row before, int version) {
        StringBuilder text = new StringBuilder("    metadata: match=0xffffffffffffffff write=0xffffffffffffffff\n");
        if (version >= WITH_VACANCY) {
            text.append("    eviction: not supported\n    vacancy events: not supported\n");
        }
        text.append("    max_entries=").append(row.limit()).append('\n');
        if (before != null && before.goesOn() == row.goesOn()) {
            text.append("    (same instructions)\n");
        } else {
            instructions(table, before != null, version, text);
        }
        return text.append(before == null ? matching() : "    (same matching)\n")
                .toString();
    }

    private static void instructions(int table, boolean sameActions, int version, StringBuilder text) {
        boolean goesOn = table < TableText.TABLES - 1;
        text.append("    instructions (table miss and others):\n");
        if (goesOn) {
            text.append("      next tables: " + (table + 1) + "-" + (TableText.TABLES - 1) + "\n");
        }
        text.append("      instructions: ")
                .append(String.join(" ", TableFields.instructions(version < WITHOUT_METER, goesOn)))
                .append('\n');
        if (sameActions) {
            text.append("      (same actions)\n");
        } else {
            text.append("      Write-Actions and Apply-Actions features:\n        actions: ")
                    .append(String.join(" ", TableFields.actions()))
                    .append("\n        supported on Set-Field: ")
                    .append(NameGroups.print(TableFields.writable()))
                    .append('\n');
        }
    }

    private static String matching() {
        return "    matching:\n      arbitrary mask: " + NameGroups.print(TableFields.masked())
                + "\n      exact match or wildcard: " + NameGroups.print(TableFields.exact()) + "\n";
    }

    private static JsonObject json(int table, TableStatistics statistics) {
        boolean goesOn = table < TableText.TABLES - 1;
        JsonObject object = new JsonObject();
        object.addProperty("table", table);
        object.addProperty("name", statistics == null ? "" : statistics.name());
        object.addProperty("max_entries", TableText.limit(statistics));
        object.add("instructions", array(TableFields.instructions(true, goesOn)));
        object.add("actions", array(TableFields.actions()));
        object.add("set_field", array(TableFields.writable()));
        object.add("arbitrary_mask", array(TableFields.masked()));
        object.add("exact", array(TableFields.exact()));
        return object;
    }

    private static JsonArray array(List<String> words) {
        JsonArray array = new JsonArray();
        words.forEach(array::add);
        return array;
    }
}

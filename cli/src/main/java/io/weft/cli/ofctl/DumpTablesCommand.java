package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.TableStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code dump-tables}. */
final class DumpTablesCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dump-tables", "BRIDGE", "Prints the counters of tables; --json: of those in use.");
    }

    @Override
    public int run(OfctlCall call) {
        List<TableStatistics> tables = call.client().tables().statistics(call.bridge());
        if (call.options().json()) {
            JsonArray array = new JsonArray();
            tables.forEach(table -> array.add(json(table)));
            JsonText.print(call.out(), array);
            return 0;
        }
        Map<Integer, TableStatistics> known =
                tables.stream().collect(Collectors.toMap(TableStatistics::table, Function.identity()));
        call.out().println(ReplyHeader.of(call, "TABLE"));
        call.out().print(TableText.print(known, call.options().minorVersion() == 0));
        return 0;
    }

    private static JsonObject json(TableStatistics table) {
        JsonObject object = new JsonObject();
        object.addProperty("table", table.table());
        object.addProperty("name", table.name());
        object.addProperty("active", table.active());
        object.addProperty("lookup", table.lookups());
        object.addProperty("matched", table.matched());
        table.flowLimit().ifPresent(limit -> object.addProperty("flow_limit", limit));
        object.addProperty("evicts", table.evicts());
        return object;
    }
}

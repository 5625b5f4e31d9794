package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.TableStatistics;

/** {@code dump-tables}. */
final class DumpTablesCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dump-tables", "BRIDGE", "Prints the counters of tables that hold flows or were looked up.");
    }

    @Override
    public int run(OfctlCall call) {
        JsonArray array = new JsonArray();
        for (TableStatistics table : call.client().tables(call.bridge())) {
            if (call.options().json()) {
                JsonObject object = new JsonObject();
                object.addProperty("table", table.table());
                object.addProperty("name", table.name());
                object.addProperty("active", table.active());
                object.addProperty("lookup", table.lookups());
                object.addProperty("matched", table.matched());
                table.flowLimit().ifPresent(limit -> object.addProperty("flow_limit", limit));
                object.addProperty("evicts", table.evicts());
                array.add(object);
            } else {
                String name = table.name().isEmpty() ? "" : " (\"" + table.name() + "\")";
                call.out().println("  table " + table.table() + name + ":");
                call.out()
                        .println("    active=" + table.active() + ", lookup=" + Long.toUnsignedString(table.lookups())
                                + ", matched=" + Long.toUnsignedString(table.matched()));
                table.flowLimit().ifPresent(limit -> call.out().println("    max_entries=" + limit));
            }
        }
        if (call.options().json()) {
            JsonText.print(call.out(), array);
        }
        return 0;
    }
}

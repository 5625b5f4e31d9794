package io.weft.cli.appctl;

import com.google.gson.JsonObject;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.MacStatistics;

/** {@code fdb/stats-show}. */
final class FdbStatisticsCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("fdb/stats-show", "BRIDGE", "Prints the MAC table of a bridge in numbers.");
    }

    @Override
    public void run(AppctlCall call) {
        String bridge = call.words().getFirst();
        MacStatistics table = call.client().macs().statistics(bridge);
        if (!call.jsonOr(() -> json(table))) {
            call.out().println("Statistics for bridge \"" + bridge + "\":");
            call.out()
                    .println("  Current/maximum MAC entries in the table: " + table.current() + "/" + table.maximum());
            call.out().println("  Current static MAC entries in the table : " + table.staticEntries());
            call.out().println("  Total number of learned MAC entries     : " + table.learned());
            call.out().println("  Total number of expired MAC entries     : " + table.expired());
            call.out().println("  Total number of evicted MAC entries     : " + table.evicted());
            call.out().println("  Total number of port moved MAC entries  : " + table.moved());
        }
    }

    private static JsonObject json(MacStatistics table) {
        JsonObject object = new JsonObject();
        object.addProperty("current", table.current());
        object.addProperty("maximum", table.maximum());
        object.addProperty("static", table.staticEntries());
        object.addProperty("learned", table.learned());
        object.addProperty("expired", table.expired());
        object.addProperty("evicted", table.evicted());
        object.addProperty("moved", table.moved());
        return object;
    }
}

package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.TableStatistics;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code dump-table-desc}: whether tables evict. Vacancy events there are none. */
final class DumpTableDescriptionsCommand implements OfctlCommand {
    private static final int SINCE = 4;

    @Override
    public Syntax syntax() {
        return new Syntax(
                "dump-table-desc", "BRIDGE", "Prints whether tables evict flows when they are full (-O OpenFlow14).");
    }

    @Override
    public int run(OfctlCall call) {
        Map<Integer, TableStatistics> known = call.client().tables(call.bridge()).stream()
                .collect(Collectors.toMap(TableStatistics::table, Function.identity()));
        if (call.options().json()) {
            JsonArray array = new JsonArray();
            for (int table = 0; table < TableText.TABLES; table++) {
                JsonObject object = new JsonObject();
                object.addProperty("table", table);
                object.addProperty("evicts", evicts(known.get(table)));
                array.add(object);
            }
            JsonText.print(call.out(), array);
            return 0;
        }
        if (call.options().minorVersion() < SINCE) {
            throw new RefusedException("dump-table-desc needs OpenFlow 1.4 or later ('-O OpenFlow14')");
        }
        call.out().println(ReplyHeader.of(call, "TABLE_DESC"));
        for (int table = 0; table < TableText.TABLES; table++) {
            TableStatistics statistics = known.get(table);
            call.out()
                    .println((table == 0 ? "" : System.lineSeparator()) + "  "
                            + TableText.title(table, statistics, call.options().names()) + ":");
            call.out()
                    .println("   eviction=" + (evicts(statistics) ? "on" : "off")
                            + " eviction_flags=OTHER|IMPORTANCE|LIFETIME");
            call.out().println("   vacancy=off");
        }
        return 0;
    }

    private static boolean evicts(TableStatistics table) {
        return table != null && table.evicts();
    }
}

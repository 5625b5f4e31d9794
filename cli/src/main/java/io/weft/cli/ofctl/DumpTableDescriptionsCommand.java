package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.TableStatistics;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code dump-table-desc}: whether tables evict, and tell when they get full. */
final class DumpTableDescriptionsCommand implements OfctlCommand {
    private static final int SINCE = 4;

    @Override
    public Syntax syntax() {
        return new Syntax(
                "dump-table-desc",
                "BRIDGE",
                "Prints whether tables evict flows when they are full, and tell when they get full (-O OpenFlow14).");
    }

    @Override
    public int run(OfctlCall call) {
        Map<Integer, TableStatistics> known = call.client().tables().statistics(call.bridge()).stream()
                .collect(Collectors.toMap(TableStatistics::table, Function.identity()));
        if (call.options().json()) {
            JsonArray array = new JsonArray();
            for (int table = 0; table < TableText.TABLES; table++) {
                array.add(TableDescription.json(table, known.get(table)));
            }
            JsonText.print(call.out(), array);
            return 0;
        }
        if (call.options().minorVersion() < SINCE) {
            throw new RefusedException("dump-table-desc needs OpenFlow 1.4 or later ('-O OpenFlow14')");
        }
        call.out().println(ReplyHeader.of(call, "TABLE_DESC"));
        for (int table = 0; table < TableText.TABLES; table++) {
            if (table > 0) {
                call.out().println();
            }
            TableDescription.print(table, known.get(table), call.options(), call.out());
        }
        return 0;
    }
}

package io.weft.cli.appctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.CoverageCounter;
import io.weft.northbound.control.DropCount;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code coverage/show}: events with their rates, then drop reasons with their sentences; what never happened is only counted. */
final class CoverageShowCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("coverage/show", "", "Prints event counters with rates, and packets dropped by reason.");
    }

    @Override
    public void run(AppctlCall call) {
        List<CoverageCounter> counters = call.client().datapath().coverage();
        List<DropCount> drops = call.client().datapath().drops();
        if (call.jsonOr(() -> json(counters, drops))) {
            return;
        }
        call.out().println("Event coverage, avg rate over last: 5 seconds, last minute, last hour:");
        int never = 0;
        Set<String> printed = new HashSet<>();
        for (CoverageCounter counter : counters) {
            if (counter.total() == 0) {
                never++;
            } else {
                printed.add(counter.name());
                call.out().println(line(counter));
            }
        }
        for (DropCount drop : drops) {
            if (drop.packets() > 0 && printed.add(drop.reason())) {
                call.out().println(line(drop));
            }
            never += drop.packets() == 0 ? 1 : 0;
        }
        call.out().println(never + " events never hit");
    }

    private static String line(CoverageCounter counter) {
        return String.format(
                Locale.ROOT,
                "%-24s %5.1f/sec %9.3f/sec %13.4f/sec   total: %d",
                counter.name(),
                counter.perSecond5s(),
                counter.perSecond1m(),
                counter.perSecond1h(),
                counter.total());
    }

    private static String line(DropCount drop) {
        return String.format(Locale.ROOT, "%-24s total: %d   (%s)", drop.reason(), drop.packets(), drop.description());
    }

    private static JsonObject json(List<CoverageCounter> counters, List<DropCount> drops) {
        JsonArray events = new JsonArray();
        for (CoverageCounter counter : counters) {
            JsonObject one = new JsonObject();
            one.addProperty("name", counter.name());
            one.addProperty("total", counter.total());
            one.addProperty("per_second_5s", counter.perSecond5s());
            one.addProperty("per_second_1m", counter.perSecond1m());
            one.addProperty("per_second_1h", counter.perSecond1h());
            events.add(one);
        }
        JsonArray reasons = new JsonArray();
        for (DropCount drop : drops) {
            JsonObject one = new JsonObject();
            one.addProperty("reason", drop.reason());
            one.addProperty("description", drop.description());
            one.addProperty("packets", drop.packets());
            reasons.add(one);
        }
        JsonObject document = new JsonObject();
        document.add("events", events);
        document.add("drops", reasons);
        return document;
    }
}

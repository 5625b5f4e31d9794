package io.weft.cli.appctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.PmdStatistics;
import java.util.List;
import java.util.TreeMap;

/** {@code dpif-netdev/pmd-stats-show}. */
final class PmdStatisticsCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "dpif-netdev/pmd-stats-show", "", "Prints what each PMD did: cache hits, misses, busy cycles.");
    }

    @Override
    public void run(AppctlCall call) {
        List<PmdStatistics> pmds = call.client().datapath().pmdStatistics(false);
        if (!call.jsonOr(() -> json(pmds))) {
            pmds.forEach(pmd -> print(new PmdNumbers(pmd), call));
        }
    }

    private static void print(PmdNumbers numbers, AppctlCall call) {
        PmdStatistics pmd = numbers.pmd();
        double total = PmdNumbers.cycles(pmd.elapsedNs());
        double busy = PmdNumbers.cycles(numbers.busyNs());
        call.out().println("pmd thread numa_id 0 core_id " + (pmd.cpu() < 0 ? pmd.pmd() : pmd.cpu()) + ":");
        call.out().println("  packets received: " + numbers.packets());
        call.out().println("  packet recirculations: " + numbers.recirculations());
        call.out().println(PmdNumbers.format("  avg. datapath passes per packet: %.2f", numbers.passes()));
        call.out().println("  emc hits: " + numbers.emcHits());
        call.out().println("  smc hits: " + numbers.smcHits());
        call.out().println("  megaflow hits: " + numbers.megaflowHits());
        call.out().println("  miss with success upcall: " + numbers.misses());
        call.out().println("  miss with failed upcall: " + numbers.lostMisses());
        call.out()
                .println(PmdNumbers.format(
                        "  idle cycles: %.0f (%.2f%%)", total - busy, PmdNumbers.percent(total - busy, total)));
        call.out()
                .println(
                        PmdNumbers.format("  processing cycles: %.0f (%.2f%%)", busy, PmdNumbers.percent(busy, total)));
        if (numbers.packets() > 0) {
            call.out()
                    .println(PmdNumbers.format(
                            "  avg cycles per packet: %.2f (%.0f/%d)",
                            total / numbers.packets(), total, numbers.packets()));
            call.out()
                    .println(PmdNumbers.format(
                            "  avg processing cycles per packet: %.2f (%.0f/%d)",
                            numbers.cyclesPerPacket(), busy, numbers.packets()));
        }
    }

    /** All counters of all PMDs. */
    static JsonArray json(List<PmdStatistics> pmds) {
        JsonArray array = new JsonArray();
        for (PmdStatistics pmd : pmds) {
            JsonObject object = new JsonObject();
            object.addProperty("pmd", pmd.pmd());
            object.addProperty("cpu", pmd.cpu());
            object.addProperty("elapsed_s", pmd.elapsedNs() / 1e9);
            JsonObject counters = new JsonObject();
            new TreeMap<>(pmd.counters()).forEach(counters::addProperty);
            object.add("counters", counters);
            JsonArray queues = new JsonArray();
            for (PmdStatistics.RxQueue queue : pmd.rxQueues()) {
                JsonObject one = new JsonObject();
                one.addProperty("port", queue.port());
                one.addProperty("queue", queue.queue());
                one.addProperty("usage_percent", queue.usagePercent());
                queues.add(one);
            }
            object.add("rx_queues", queues);
            array.add(object);
        }
        return array;
    }
}

package io.weft.perf.peers;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.weft.perf.report.BarChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The picture of a baseline: how many times as fast as its peer, or which share of good traffic is kept; 1 is even. Stateless. */
final class PeersChart {
    private PeersChart() {}

    /** @param report as {@link io.weft.perf.report.Report} keeps it */
    static String svg(JsonObject report) {
        JsonObject machine = report.getAsJsonObject("machine");
        BarChart chart = new BarChart(
                "Weft beside Open vSwitch with DPDK and testpmd",
                report.get("started").getAsString().substring(0, 10) + ", "
                        + machine.get("cores").getAsString() + " x "
                        + machine.get("processor").getAsString()
                        + ", one polling core unless said otherwise, commit "
                        + machine.get("commit").getAsString());
        List<JsonObject> rows = new ArrayList<>();
        for (JsonElement result : report.getAsJsonArray("results")) {
            rows.add(result.getAsJsonObject());
        }
        rows.sort((a, b) -> rank(a) - rank(b));
        rows.stream().filter(PeersChart::isRatio).forEach(row -> chart.add(bar(row)));
        return chart.svg();
    }

    /** Rows of the same scenario stand together, few flows first. */
    private static int rank(JsonObject row) {
        int scenario = Scenario.named(row.get("scenario").getAsString())
                .map(Scenario::ordinal)
                .orElse(Scenario.values().length);
        return scenario * 10_000_000
                + Math.min(
                        9_999_999, row.get("flows").getAsInt() + row.get("size").getAsInt());
    }

    /** Seconds and bytes have no place on an axis of ratios. */
    private static boolean isRatio(JsonObject row) {
        return row.has("ratio") && !row.get("unit").getAsString().equals("s");
    }

    private static BarChart.Bar bar(JsonObject row) {
        boolean isShare = row.get("unit").getAsString().startsWith("%");
        boolean isInverse =
                row.get("unit").getAsString().equals("us"); // less is better: how many times as long the peer takes
        JsonObject figure = row.getAsJsonObject(isShare ? "weft" : "ratio");
        double median = scaled(figure, "median", isShare, isInverse);
        double hold = row.has("atMost")
                ? 1 / row.get("atMost").getAsDouble()
                : row.has("atLeast") ? row.get("atLeast").getAsDouble() / (isShare ? 100 : 1) : 0;
        double aim = hold == 0
                ? 0
                : isInverse ? 1 / row.get("aim").getAsDouble() : row.get("aim").getAsDouble() / (isShare ? 100 : 1);
        return new BarChart.Bar(
                label(row),
                median,
                scaled(figure, isInverse ? "max" : "min", isShare, isInverse),
                scaled(figure, isInverse ? "min" : "max", isShare, isInverse),
                text(row, median, isShare),
                hold,
                aim);
    }

    private static double scaled(JsonObject figure, String name, boolean isShare, boolean isInverse) {
        double value = Math.max(1e-6, figure.get(name).getAsDouble());
        return isShare ? value / 100 : isInverse ? 1 / value : value;
    }

    private static String label(JsonObject row) {
        StringBuilder label = new StringBuilder(row.get("scenario").getAsString());
        label.append(", ").append(flows(row.get("flows").getAsInt())).append(" flows");
        if (row.get("size").getAsInt() != 64) {
            label.append(", ").append(row.get("size").getAsInt()).append(" B");
        }
        if (row.get("pmds").getAsInt() != 1) {
            label.append(", ").append(row.get("pmds").getAsInt()).append(" PMDs");
        }
        return label.append(" / ").append(row.get("peer").getAsString()).toString();
    }

    private static String flows(int count) {
        return count >= 1_000_000 && count % 1_000_000 == 0
                ? count / 1_000_000 + "M"
                : count >= 1000 && count % 1000 == 0 ? count / 1000 + "k" : Integer.toString(count);
    }

    private static String text(JsonObject row, double median, boolean isShare) {
        if (isShare) {
            return String.format(Locale.ROOT, "keeps %.0f %%, peer %.0f %%", 100 * median, peer(row));
        }
        return String.format(
                Locale.ROOT,
                "%.2f  (%.2f %s)",
                median,
                row.getAsJsonObject("weft").get("median").getAsDouble(),
                row.get("unit").getAsString());
    }

    private static double peer(JsonObject row) {
        return row.getAsJsonObject("other").get("median").getAsDouble();
    }
}

package io.weft.perf.peers;

import com.google.gson.JsonObject;
import java.util.Locale;

/** A row as people read it, from the form in which it is kept. Stateless. */
final class RowText {
    static final String HEADER =
            line("scenario", "flows", "size", "pmds", "weft (min-max)", "peer (min-max)", "ratio (min-max)", "A/A", "");

    private RowText() {}

    /** One line, beneath {@link #HEADER}. */
    static String of(JsonObject row) {
        boolean hasPeer = row.has("other");
        return line(
                row.get("scenario").getAsString(),
                row.get("flows").getAsString(),
                row.get("size").getAsString(),
                row.get("pmds").getAsString(),
                rounds(row, "weft") + " " + row.get("unit").getAsString(),
                hasPeer ? rounds(row, "other") + " " + row.get("peer").getAsString() : "",
                hasPeer ? rounds(row, "ratio") : "",
                hasPeer
                        ? String.format(
                                Locale.ROOT, "%.2f", row.get("sameSwitchSpread").getAsDouble())
                        : "",
                verdict(row));
    }

    private static String line(String... columns) {
        return String.format(Locale.ROOT, "%-13s %7s %5s %4s  %-27s %-27s %-18s %5s  %s", (Object[]) columns)
                .stripTrailing();
    }

    private static String rounds(JsonObject row, String name) {
        JsonObject rounds = row.getAsJsonObject(name);
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f-%.2f)",
                rounds.get("median").getAsDouble(),
                rounds.get("min").getAsDouble(),
                rounds.get("max").getAsDouble());
    }

    private static String verdict(JsonObject row) {
        if (!row.has("holds")) {
            return "";
        }
        boolean isCeiling = row.has("atMost");
        double hold = row.get(isCeiling ? "atMost" : "atLeast").getAsDouble();
        double aim = row.get("aim").getAsDouble();
        double judged = row.getAsJsonObject(row.get("judged").getAsString())
                .get("median")
                .getAsDouble();
        boolean reaches = isCeiling ? judged <= aim : judged >= aim;
        String word = reaches ? "reaches" : row.get("holds").getAsBoolean() ? "holds" : "MISSES";
        return word + (isCeiling ? " <= " : " >= ") + number(hold) + ", aim " + number(aim);
    }

    static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}

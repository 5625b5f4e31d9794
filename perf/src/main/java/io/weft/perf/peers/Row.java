package io.weft.perf.peers;

import io.weft.perf.report.Rounds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured for one scenario and traffic.
 *
 * @param size bytes of a frame with FCS
 * @param peer beside whom
 * @param unit of both figures
 * @param weft Weft's figure, by round
 * @param other the peer's
 * @param ratio Weft's by the peer's, of neighbouring rounds
 * @param judgesRatio whether the goal is about the ratio, not about Weft's figure
 * @param more what else a reader should know, by name
 */
record Row(
        Scenario scenario,
        int flows,
        int size,
        int pmds,
        String peer,
        String unit,
        Rounds weft,
        Rounds other,
        Rounds ratio,
        boolean judgesRatio,
        Map<String, Object> more) {
    /** What two runs that measured the same have in common. */
    static final List<String> KEY = List.of("scenario", "flows", "size", "pmds");

    static final String HEADER = String.format(
            Locale.ROOT,
            "%-13s %7s %5s %4s  %-22s %-22s %-18s %5s  %s",
            "scenario",
            "flows",
            "size",
            "pmds",
            "weft (min-max)",
            "peer (min-max)",
            "ratio (min-max)",
            "A/A",
            "");

    /** How far two measurements of the same switch lay apart, largest by smallest, the worse of both. */
    double noise() {
        return Math.max(weft.spread(), other.spread());
    }

    private double judged() {
        return judgesRatio ? ratio.median() : weft.median();
    }

    /** One line for people, beneath {@link #HEADER}. */
    String text() {
        Goal goal = scenario.goal(flows);
        return String.format(
                        Locale.ROOT,
                        "%-13s %7d %5d %4d  %-22s %-22s %-18s %5.2f  %s",
                        scenario.label(),
                        flows,
                        size,
                        pmds,
                        weft.text() + " " + unit,
                        other.text() + " " + peer,
                        ratio.text(),
                        noise(),
                        goal.isAsked() ? verdict(goal) : "")
                .stripTrailing();
    }

    private String verdict(Goal goal) {
        String sign = goal.isCeiling() ? "<=" : ">=";
        String what = judgesRatio ? "" : " " + unit;
        return String.format(
                Locale.ROOT,
                "%s %s %s%s, aim %s",
                goal.isReachedBy(judged()) ? "reaches the aim:" : goal.isHeldBy(judged()) ? "holds" : "MISSES",
                sign,
                number(goal.hold()),
                what,
                number(goal.aim()));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** For the report. */
    Map<String, Object> result() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("scenario", scenario.label());
        result.put("flows", flows);
        result.put("size", size);
        result.put("pmds", pmds);
        result.put("peer", peer);
        result.put("unit", unit);
        result.put("weft", weft);
        result.put("other", other);
        result.put("ratio", ratio);
        result.put("sameSwitchSpread", noise());
        Goal goal = scenario.goal(flows);
        if (goal.isAsked()) {
            result.put("judged", judgesRatio ? "ratio" : "weft");
            result.put(goal.isCeiling() ? "atMost" : "atLeast", goal.hold());
            result.put("aim", goal.aim());
            result.put("holds", goal.isHeldBy(judged()));
        }
        result.putAll(more);
        return result;
    }
}

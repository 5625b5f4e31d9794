package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
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
        Map<String, Object> more) {
    /** How far windows of the same switch may lie apart, largest by smallest. */
    static final double MOST_NOISE = 1.5;

    /** What two runs that measured the same have in common. */
    static final List<String> KEY = List.of("scenario", "flows", "size", "pmds");

    /** How far two measurements of the same switch lay apart, largest by smallest, the worse of both. */
    double noise() {
        return hasPeer() ? Math.max(weft.spread(), other.spread()) : weft.spread();
    }

    /**
     * Requires that the figures of each switch lie together, or that the worst and the best ratio say the same of the goal, or without one of who is faster.
     *
     * @throws RefusedException when they differ so much that the ratio would be chance
     */
    Row requireSteady() {
        if (isRate() && noise() > MOST_NOISE && isGood(ratio.min()) != isGood(ratio.max())) {
            throw new RefusedException(String.format(
                    Locale.ROOT,
                    "no figure: windows of the same switch differ %.2f times (weft %s, %s %s): the machine is not quiet",
                    noise(),
                    weft.text(),
                    peer,
                    other.text()));
        }
        return this;
    }

    private boolean isRate() {
        return switch (scenario.method()) {
            case THROUGHPUT, AGAINST_IO, NEW_FLOWS, NEW_CONNECTIONS -> true;
            case KEPT, RESTART, LATENCY, GARBAGE -> false;
        };
    }

    private boolean isGood(double figure) {
        Goal goal = scenario.goal(flows);
        return goal.isAsked() ? goal.isHeldBy(figure) : figure >= 1;
    }

    private boolean hasPeer() {
        return other.count() > 0;
    }

    private double judged() {
        return scenario.judgesRatio() ? ratio.median() : weft.median();
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
        if (hasPeer()) {
            result.put("other", other);
            result.put("ratio", ratio);
            result.put("sameSwitchSpread", noise());
        }
        Goal goal = scenario.goal(flows);
        if (goal.isAsked()) {
            result.put("judged", scenario.judgesRatio() ? "ratio" : "weft");
            result.put(goal.isCeiling() ? "atMost" : "atLeast", goal.hold());
            result.put("aim", goal.aim());
            result.put("holds", goal.isHeldBy(judged()));
        }
        result.putAll(more);
        return result;
    }
}

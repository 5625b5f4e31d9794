package io.weft.perf.churn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was lost while the machine was still: the others say nothing about the switch, and are counted. Whether the machine was still is told without a look
 * at the losses, and not by what the switch can bring about: its own stops and its own work count against it.
 */
final class StillWindows {
    /** How much less the switch may be able to do after a window than before it. */
    private static final double SAME_CAPACITY = 0.9;

    /** The part of a window that the machine may take in pauses. */
    private static final double SAME_TIME = 0.001;

    /** Windows of one kind. */
    private static final class Kind {
        private int all;
        private int still;
        private int lossless;
        private long packets;
        private long lost;
        private int tenths;
        private int lossyTenths;
        private final List<Double> p999Us = new ArrayList<>();

        private String line(String name) {
            p999Us.sort(null);
            String bursts = p999Us.isEmpty()
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "; 99.9%% of bursts within %.1f us in the median window, %.1f in the worst",
                            p999Us.get(p999Us.size() / 2),
                            p999Us.getLast());
            return name + ": " + still + " of " + all + " windows were still, " + lossless
                    + " of these lost nothing; lost " + lost + " of " + packets + " packets" + bursts
                    + "; of all tenths of a second " + (tenths - lossyTenths) + " of " + tenths + " lost nothing";
        }
    }

    private final Kind without = new Kind();
    private final Kind with = new Kind();

    /** Counts a window, and tells whether the machine was still. Capacities in Mpps, before the window and after it. */
    boolean add(ChurnHarness.Outcome outcome, double before, double after) {
        Kind kind = outcome.changes() == 0 ? without : with;
        boolean isStill = after >= SAME_CAPACITY * before
                && outcome.pausedMs(Pause::machineNs) < SAME_TIME * outcome.seconds() * 1e3;
        kind.all++;
        kind.tenths += outcome.tenths();
        kind.lossyTenths += outcome.lossyTenths();
        if (isStill) {
            kind.still++;
            kind.lossless += outcome.lost() == 0 ? 1 : 0;
            kind.packets += outcome.packets();
            kind.lost += outcome.lost();
            kind.p999Us.add(outcome.bursts().getValueAtPercentile(99.9) / 1e3);
        }
        return isStill;
    }

    /** A line for each kind. */
    List<String> lines() {
        return List.of(without.line("without changes"), with.line("with changes"));
    }
}

package io.weft.perf.churn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How much traffic the switch gets: without end, to see what it can do (its capacity), or a share of its throughput, which is the fastest pace at which it loses
 * nothing while nothing changes (RFC 2544, section 26.1). On a machine whose speed changes from moment to moment that is a good deal less than the capacity.
 */
final class Pace {
    private static final double SETTLE_SECONDS = 0.6;
    private static final double CAPACITY_SECONDS = 0.2;
    private static final int CAPACITY_WINDOWS = 5;
    private static final double TRIAL_SECONDS = 4;
    private static final double TRIAL_STEP = 0.1;

    private final ChurnHarness harness;
    private final int changes;
    private double capacity;
    private double throughput;

    /** @param changes a second, while it warms up and settles */
    Pace(ChurnHarness harness, int changes) {
        this.harness = harness;
        this.changes = changes;
    }

    /** Changes at full speed, then at {@code percent} of it, for which the queues are others. */
    void warmUp(double seconds, int percent) {
        harness.ports(0, 0);
        harness.run(seconds / 2, changes);
        capacity = now();
        throughput = capacity;
        begin(percent);
        harness.run(seconds / 2, changes);
        end();
    }

    /** Finds the throughput and says how, in a line. */
    String findThroughput() {
        List<String> trials = new ArrayList<>();
        throughput = capacity;
        boolean isLossless = false;
        while (!isLossless && throughput > 2 * TRIAL_STEP * capacity) {
            throughput -= TRIAL_STEP * capacity;
            set(throughput);
            harness.run(SETTLE_SECONDS, 0);
            ChurnHarness.Outcome trial = harness.run(TRIAL_SECONDS, 0);
            isLossless = trial.lost() == 0;
            trials.add(String.format(
                    Locale.ROOT, "%.1f Mpps: %d of %d packets lost", throughput, trial.lost(), trial.packets()));
        }
        end();
        return String.format(Locale.ROOT, "capacity %.1f Mpps; %s", capacity, String.join("; ", trials));
    }

    /** What the switch could do when last asked, in Mpps. */
    double capacity() {
        return capacity;
    }

    /** Lets traffic run at a share of the throughput, and settle. */
    void begin(int percent) {
        set(throughput * percent / 100);
        harness.run(SETTLE_SECONDS, changes);
    }

    /** Lets it run without end, and asks for the capacity. */
    void end() {
        harness.ports(0, 0);
        harness.run(SETTLE_SECONDS, 0);
        capacity = now();
    }

    private void set(double mpps) {
        harness.ports((int) (mpps * 1e6 / 2), capacity * 1e6 / 2);
    }

    /** The median of some moments: a machine is not equally fast all the time. */
    private double now() {
        double[] mpps = new double[CAPACITY_WINDOWS];
        for (int i = 0; i < mpps.length; i++) {
            mpps[i] = harness.run(CAPACITY_SECONDS, 0).mpps();
        }
        Arrays.sort(mpps);
        return mpps[mpps.length / 2];
    }
}

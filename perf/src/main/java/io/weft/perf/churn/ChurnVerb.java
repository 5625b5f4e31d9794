package io.weft.perf.churn;

import io.weft.perf.report.OutputOptions;
import io.weft.perf.report.Report;
import io.weft.perf.report.WindowOptions;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weft bench churn}. */
@Command(
        name = "churn",
        description = {
            "Packets lost and burst times while the flow tables change, at a share of the switch's capacity.",
            "weft switchd with one packet thread between two memory ports of paced traffic; changes through its API."
        },
        mixinStandardHelpOptions = true)
public final class ChurnVerb implements Callable<Integer> {
    @Option(names = "--flows", defaultValue = "10000", description = "Flows each way. Default: ${DEFAULT-VALUE}.")
    private int flows;

    @Option(
            names = "--load",
            defaultValue = "70",
            description = "Percent of the capacity, which is measured first. Default: ${DEFAULT-VALUE}.")
    private int load;

    @Option(names = "--changes", defaultValue = "1000", description = "Flow mods a second. Default: ${DEFAULT-VALUE}.")
    private int changes;

    @Option(
            names = "--ring",
            defaultValue = "4096",
            description = "Packets that a receive ring holds, a power of two. Default: ${DEFAULT-VALUE}.")
    private int ring;

    @Mixin
    private final WindowOptions windows = new WindowOptions(3, 10, 10);

    @Option(
            names = "--pin",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Give the packet thread a processor of its own (switchd --pmd-cpus). Default: ${DEFAULT-VALUE}.")
    private boolean pin;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        windows.check(spec);
        if (flows < 1
                || flows > 100_000
                || load < 1
                || load > 100
                || changes < 1
                || changes > 100_000
                || ring < 64
                || ring > 65_536
                || Integer.bitCount(ring) != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "allowed: --flows 1 to 100000, --load 1 to 100, --changes 1 to 100000, --ring a power of two from 64 to"
                            + " 65536");
        }
        Report report = new Report("churn");
        report.remark(
                "traffic", "64-byte UDP, both directions, one PMD; " + flows + " flows each way, rings of " + ring);
        report.remark("packet thread", pin ? "on a processor of its own, all else off it" : "where the system puts it");
        report.remark("bursts", "from the moment a burst was received until its queue is polled again");
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = output.progress(out, spec.commandLine().getErr());
        measure(report, progress);
        output.finish(report, out, spec.commandLine().getErr());
        return 0;
    }

    private void measure(Report report, PrintWriter progress) {
        try (ChurnHarness harness = new ChurnHarness(flows, ring, pin)) {
            harness.start();
            harness.ports(0);
            harness.run(windows.warmUp(), 0);
            double capacity = capacity(harness);
            int rate = (int) (capacity * 1e6 * load / 100 / 2);
            progress.printf(Locale.ROOT, "capacity %.2f Mpps; load %.2f Mpps%n", capacity, 2 * rate / 1e6);
            harness.ports(rate);
            harness.run(windows.warmUp(), changes);
            progress.printf(
                    "%-14s %10s %8s  %-34s %-28s %-12s %s%n",
                    "changes/s",
                    "packets",
                    "lost",
                    "burst us: p50 p99 p99.9 max",
                    "in effect ms: p50 p99 max",
                    "waited ms",
                    "drops");
            for (int round = 0; round < windows.rounds(); round++) {
                for (int perSecond : new int[] {0, changes}) {
                    ChurnHarness.Outcome outcome = harness.run(windows.seconds(), perSecond);
                    print(outcome, progress);
                    report.add(result(outcome, capacity));
                }
            }
        }
    }

    /** The median of some seconds: a machine is not equally fast all the time. */
    private double capacity(ChurnHarness harness) {
        double[] mpps = new double[Math.max(5, windows.seconds() / 2)];
        for (int i = 0; i < mpps.length; i++) {
            mpps[i] = harness.run(1, 0).mpps();
        }
        Arrays.sort(mpps);
        return mpps[mpps.length / 2];
    }

    private static void print(ChurnHarness.Outcome outcome, PrintWriter progress) {
        progress.printf(
                Locale.ROOT,
                "%-14.0f %10d %8d  %-34s %-28s %-12.2f %s%n",
                outcome.changes() / outcome.seconds(),
                outcome.packets(),
                outcome.lost(),
                String.format(
                        Locale.ROOT,
                        "%.1f %.1f %.1f %.1f",
                        outcome.bursts().getValueAtPercentile(50) / 1e3,
                        outcome.bursts().getValueAtPercentile(99) / 1e3,
                        outcome.bursts().getValueAtPercentile(99.9) / 1e3,
                        outcome.bursts().getMaxValue() / 1e3),
                String.format(
                        Locale.ROOT,
                        "%.2f %.2f %.2f",
                        outcome.changesUs().getValueAtPercentile(50) / 1e3,
                        outcome.changesUs().getValueAtPercentile(99) / 1e3,
                        outcome.changesUs().getMaxValue() / 1e3),
                outcome.waitedNs() / 1e6,
                outcome.drops().isEmpty() ? "" : outcome.drops());
        progress.flush();
    }

    private Map<String, Object> result(ChurnHarness.Outcome outcome, double capacity) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("changesPerSecond", outcome.changes() / outcome.seconds());
        result.put("capacityMpps", capacity);
        result.put("loadPercent", load);
        result.put("packets", outcome.packets());
        result.put("lost", outcome.lost());
        result.put("missed", outcome.missed());
        result.put("drops", outcome.drops().toString());
        result.put("burstP50Ns", outcome.bursts().getValueAtPercentile(50));
        result.put("burstP99Ns", outcome.bursts().getValueAtPercentile(99));
        result.put("burstP999Ns", outcome.bursts().getValueAtPercentile(99.9));
        result.put("burstMaxNs", outcome.bursts().getMaxValue());
        result.put("packetThreadWaitedUs", outcome.waitedNs() / 1000);
        result.put("inEffectP50Us", outcome.changesUs().getValueAtPercentile(50));
        result.put("inEffectP99Us", outcome.changesUs().getValueAtPercentile(99));
        result.put("inEffectMaxUs", outcome.changesUs().getMaxValue());
        return result;
    }
}

package io.weft.perf.churn;

import io.weft.perf.report.OutputOptions;
import io.weft.perf.report.Report;
import io.weft.perf.report.WindowOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
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
            "Packets lost and burst times while the flow tables change, at a share of the switch's throughput.",
            "weft switchd with one packet thread between two memory ports of paced traffic; changes through its API."
        },
        mixinStandardHelpOptions = true)
public final class ChurnVerb implements Callable<Integer> {
    /** Pauses of the switch's own that are worth a line each. */
    private static final long LONG_NS = 300_000;

    @Option(names = "--flows", defaultValue = "10000", description = "Flows each way. Default: ${DEFAULT-VALUE}.")
    private int flows;

    @Option(
            names = "--load",
            defaultValue = "70",
            description =
                    "Percent of the throughput: the fastest pace at which nothing is lost while nothing changes (RFC 2544)."
                            + " Default: ${DEFAULT-VALUE}.")
    private int load;

    @Option(names = "--changes", defaultValue = "1000", description = "Flow mods a second. Default: ${DEFAULT-VALUE}.")
    private int changes;

    @Option(
            names = "--ring",
            defaultValue = "4096",
            description = "Packets that a receive ring holds, a power of two. Default: ${DEFAULT-VALUE}.")
    private int ring;

    @Mixin
    private final WindowOptions windows = new WindowOptions(12, 2, 10);

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

    /** How still the packet thread's processor is without a switch. */
    private void stillness(ChurnHarness harness, Report report, PrintWriter progress) throws InterruptedException {
        BareLoop loop = harness.bareLoop(windows.seconds());
        if (loop != null) {
            String text = loop.text(load / 100.0);
            report.remark("a bare loop in its place", text);
            progress.println("a bare loop on the packet thread's processor: " + text);
            progress.flush();
        }
    }

    private void measure(Report report, PrintWriter progress) throws InterruptedException {
        try (ChurnHarness harness = new ChurnHarness(flows, ring, pin)) {
            stillness(harness, report, progress);
            harness.start();
            Pace pace = new Pace(harness, changes);
            pace.warmUp(windows.warmUp(), load);
            String throughput = pace.findThroughput();
            report.remark("throughput (RFC 2544)", throughput);
            progress.println("throughput: " + throughput);
            progress.printf(
                    "%-8s %-10s %10s  %-38s %-36s %-36s %-22s %s%n",
                    "of Mpps",
                    "changes/s",
                    "packets",
                    "lost: all, machine, stopped, work",
                    "burst us: p50 p99 p99.9 p99.99 max",
                    "pauses ms: number others else stop work stolen",
                    "in effect ms: p50 p99",
                    "drops");
            StillWindows still = new StillWindows();
            for (int round = 0; round < windows.rounds(); round++) {
                int[] order = round % 2 == 0 ? new int[] {0, changes} : new int[] {changes, 0};
                round(harness, pace, order, still, report, progress);
            }
            still.lines().forEach(line -> {
                progress.println(line);
                report.remark(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
            });
            progress.flush();
        }
    }

    /** A window without changes and one with, in this order. */
    private void round(
            ChurnHarness harness, Pace pace, int[] order, StillWindows still, Report report, PrintWriter progress) {
        double before = pace.capacity();
        pace.begin(load);
        List<ChurnHarness.Outcome> outcomes = new ArrayList<>();
        for (int perSecond : order) {
            ChurnHarness.Outcome outcome = harness.run(windows.seconds(), perSecond);
            print(outcome, before, progress);
            outcomes.add(outcome);
        }
        pace.end();
        for (ChurnHarness.Outcome outcome : outcomes) {
            report.add(result(outcome, before, still.add(outcome, before, pace.capacity())));
        }
    }

    private static void print(ChurnHarness.Outcome outcome, double capacity, PrintWriter progress) {
        Histogram bursts = outcome.bursts();
        Blame blame = outcome.blame();
        progress.printf(
                Locale.ROOT,
                "%-8.2f %-10.0f %10d  %-38s %-36s %-36s %-22s %s%n",
                capacity,
                outcome.changes() / outcome.seconds(),
                outcome.packets(),
                outcome.lost() + " " + blame.machine() + " " + blame.stopped() + " " + blame.work(),
                String.format(
                        Locale.ROOT,
                        "%.1f %.1f %.1f %.1f %.1f",
                        bursts.getValueAtPercentile(50) / 1e3,
                        bursts.getValueAtPercentile(99) / 1e3,
                        bursts.getValueAtPercentile(99.9) / 1e3,
                        bursts.getValueAtPercentile(99.99) / 1e3,
                        bursts.getMaxValue() / 1e3),
                String.format(
                        Locale.ROOT,
                        "%d %.2f %.2f %.2f %.2f %d",
                        outcome.pauses().size(),
                        outcome.pausedMs(Pause::othersNs),
                        outcome.pausedMs(Pause::elsewhereNs),
                        outcome.pausedMs(Pause::stoppedNs),
                        outcome.pausedMs(Pause::workNs),
                        outcome.stolenMs()),
                String.format(
                        Locale.ROOT,
                        "%.2f %.2f",
                        outcome.changesUs().getValueAtPercentile(50) / 1e3,
                        outcome.changesUs().getValueAtPercentile(99) / 1e3),
                outcome.drops().isEmpty() ? "" : outcome.drops());
        outcome.pauses().stream()
                .filter(pause -> pause.switchNs() >= LONG_NS)
                .forEach(pause -> progress.println("    " + pause));
        progress.flush();
    }

    private Map<String, Object> result(ChurnHarness.Outcome outcome, double capacity, boolean isStill) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("changesPerSecond", outcome.changes() / outcome.seconds());
        result.put("capacityMpps", capacity);
        result.put("still", isStill);
        result.put("loadPercent", load);
        result.put("packets", outcome.packets());
        result.put("lost", outcome.lost());
        result.put("missed", outcome.missed());
        result.put("tenths", outcome.tenths());
        result.put("lossyTenths", outcome.lossyTenths());
        result.put("lostToTheMachine", outcome.blame().machine());
        result.put("lostWhileStopped", outcome.blame().stopped());
        result.put("lostToWork", outcome.blame().work());
        result.put("drops", outcome.drops().toString());
        result.put("pauses", outcome.pauses().size());
        result.put("pausedForOthersMs", outcome.pausedMs(Pause::othersNs));
        result.put("pausedElsewhereMs", outcome.pausedMs(Pause::elsewhereNs));
        result.put("pausedStoppedMs", outcome.pausedMs(Pause::stoppedNs));
        result.put("pausedAtWorkMs", outcome.pausedMs(Pause::workNs));
        result.put("stolenMs", outcome.stolenMs());
        result.put("burstP50Ns", outcome.bursts().getValueAtPercentile(50));
        result.put("burstP99Ns", outcome.bursts().getValueAtPercentile(99));
        result.put("burstP999Ns", outcome.bursts().getValueAtPercentile(99.9));
        result.put("burstP9999Ns", outcome.bursts().getValueAtPercentile(99.99));
        result.put("burstMaxNs", outcome.bursts().getMaxValue());
        result.put("packetThreadWaitedUs", outcome.waitedNs() / 1000);
        result.put("inEffectP50Us", outcome.changesUs().getValueAtPercentile(50));
        result.put("inEffectP99Us", outcome.changesUs().getValueAtPercentile(99));
        result.put("inEffectMaxUs", outcome.changesUs().getMaxValue());
        return result;
    }
}

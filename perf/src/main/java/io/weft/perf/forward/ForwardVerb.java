package io.weft.perf.forward;

import io.weft.perf.report.OutputOptions;
import io.weft.perf.report.Report;
import io.weft.perf.report.WindowOptions;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weft bench forward}. */
@Command(
        name = "forward",
        description = "A whole switch, one PMD, between two memory ports of endless 64-byte UDP traffic.",
        mixinStandardHelpOptions = true)
public final class ForwardVerb implements Callable<Integer> {
    @Option(
            names = "--scenario",
            split = ",",
            defaultValue = "normal",
            description = "normal (learning switch), acl (1,000 prefix rules before it). Default: ${DEFAULT-VALUE}.")
    private List<String> scenarios;

    @Option(
            names = "--flows",
            split = ",",
            defaultValue = "1,1000,10000,100000",
            description = "Flows each way, 1 to 1000000. Default: ${DEFAULT-VALUE}.")
    private List<Integer> flows;

    @Mixin
    private final WindowOptions windows = new WindowOptions(5, 2, 5);

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check();
        Report report = new Report("forward");
        report.remark(
                "traffic", "64-byte UDP (60 without FCS), both directions, one PMD; Mpps counted at the far ends");
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = output.progress(out, spec.commandLine().getErr());
        progress.printf(
                "%-8s %8s  %-22s %-22s %7s %9s %7s%n",
                "scenario", "flows", "Mpps (min-max)", "per core second", "SMC", "not sent", "B/packet");
        for (String scenario : scenarios) {
            for (int count : flows) {
                measure(scenario, count, report, progress);
            }
        }
        output.finish(report, out, spec.commandLine().getErr());
        return 0;
    }

    private void check() {
        for (String scenario : scenarios) {
            if (!List.of("normal", "acl").contains(scenario)) {
                throw new ParameterException(
                        spec.commandLine(), "--scenario: \"" + scenario + "\" is not allowed; allowed: normal, acl");
            }
        }
        if (flows.stream().anyMatch(count -> count < 1 || count > 1_000_000)) {
            throw new ParameterException(spec.commandLine(), "--flows: allowed: 1 to 1000000");
        }
        windows.check(spec);
    }

    private void measure(String scenario, int count, Report report, PrintWriter progress) throws Exception {
        try (ForwardingHarness harness = new ForwardingHarness(count, ForwardingHarness.scenario(scenario))) {
            ForwardingHarness.Outcome outcome = harness.measure(windows.warmUp(), windows.rounds(), windows.seconds());
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("scenario", scenario);
            line.put("flows", count);
            line.put("mpps", outcome.mpps());
            line.put("mppsPerCoreSecond", outcome.mppsOfCore());
            line.put("smcHitShare", outcome.smcHitShare());
            line.put("notSentShare", outcome.lostShare());
            line.put("bytesAllocatedPerPacket", outcome.bytesPerPacket());
            report.add(line);
            progress.printf(
                    Locale.ROOT,
                    "%-8s %8d  %-22s %-22s %6.1f%% %8.2f%% %7.3f%n",
                    scenario,
                    count,
                    outcome.mpps().text(),
                    outcome.mppsOfCore().text(),
                    100 * outcome.smcHitShare(),
                    100 * outcome.lostShare(),
                    outcome.bytesPerPacket());
            progress.flush();
        }
    }
}

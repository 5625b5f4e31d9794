package io.weft.perf.pods;

import io.weft.perf.report.OutputOptions;
import io.weft.perf.report.Report;
import io.weft.perf.report.WindowOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weft bench pods}. */
@Command(
        name = "pods",
        description = {
            "TCP between two namespaces, Weft and Open vSwitch in turn (iperf3, one stream). Needs root.",
            "afxdp: Weft on veth by AF_XDP, offloads untouched; Open vSwitch type=afxdp, offloads off.",
            "tap: Weft with TAP devices; Open vSwitch packet sockets with userspace TSO.",
            "self: Weft with TAP devices against itself: what no difference looks like.",
            "ovs: both ways of Open vSwitch, without Weft."
        },
        mixinStandardHelpOptions = true)
public final class PodsVerb implements Callable<Integer> {
    private static final List<String> PAIRS = List.of("afxdp", "tap", "self", "ovs");

    @Option(names = "--pairs", split = ",", defaultValue = "afxdp,tap", description = "Default: ${DEFAULT-VALUE}.")
    private List<String> pairs;

    @Mixin
    private final WindowOptions windows = new WindowOptions(5, 4, 5);

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        windows.check(spec);
        if (!PAIRS.containsAll(pairs)) {
            throw new ParameterException(spec.commandLine(), "--pairs: allowed: " + String.join(", ", PAIRS));
        }
        Requirements.check();
        Report report = new Report("pods");
        report.remark(
                "traffic", "iperf3 TCP, one stream, pod to pod on one machine, in turns; Gbit/s of payload received");
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = output.progress(out, spec.commandLine().getErr());
        for (String pair : pairs) {
            progress.println(pair + ": " + windows.rounds() + " turns of " + windows.seconds() + " s each");
            progress.flush();
            Duel duel = duel(pair);
            duel.run(windows.rounds(), windows.seconds(), windows.warmUp(), progress);
            duel.print(progress);
            report.add(duel.result());
        }
        output.finish(report, out, spec.commandLine().getErr());
        return 0;
    }

    private static Duel duel(String pair) {
        return switch (pair) {
            case "afxdp" -> new Duel(() -> new WeftLane(WeftLane.Ports.AFXDP), () -> new OvsLane(OvsLane.Ports.AFXDP));
            case "tap" -> new Duel(() -> new WeftLane(WeftLane.Ports.TAP), () -> new OvsLane(OvsLane.Ports.TSO));
            case "self" -> new Duel(() -> new WeftLane(WeftLane.Ports.TAP), () -> new WeftLane(WeftLane.Ports.TAP));
            case "ovs" -> new Duel(() -> new OvsLane(OvsLane.Ports.AFXDP), () -> new OvsLane(OvsLane.Ports.TSO));
            default -> throw new IllegalArgumentException(pair);
        };
    }
}

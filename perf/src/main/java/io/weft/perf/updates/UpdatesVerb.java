package io.weft.perf.updates;

import io.weft.cli.host.HostCommand;
import io.weft.cli.verb.RefusedException;
import io.weft.perf.report.OutputOptions;
import io.weft.perf.report.Report;
import io.weft.perf.report.RoundOptions;
import io.weft.perf.report.Rounds;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

/** {@code weft bench updates}. */
@Command(
        name = "updates",
        description = {
            "Changes of flow tables by ofctl, Weft and Open vSwitch (dummy datapath) in turn on the same files.",
            "acl: five-tuples; l3: prefixes of 30 lengths; l2: addresses in VLANs.",
            "All of it takes half an hour; --shapes, --flows, --steps and --rounds choose, such as --shapes acl --flows 500000 --rounds 1."
        },
        mixinStandardHelpOptions = true)
public final class UpdatesVerb implements Callable<Integer> {
    private static final List<String> PROGRAMS = List.of("ovs-vswitchd", "ovs-vsctl", "ovs-ofctl", "ovsdb-server");
    private static final int MOST_FLOWS = 2_000_000;
    private static final int STARTS = 9;

    @Option(names = "--shapes", split = ",", defaultValue = "acl,l3,l2", description = "Default: ${DEFAULT-VALUE}.")
    private List<String> shapes;

    @Option(
            names = "--flows",
            split = ",",
            defaultValue = "100000,500000",
            description = "Flows of a file, 100 to 2000000. Default: ${DEFAULT-VALUE}.")
    private List<Integer> flows;

    @Option(
            names = "--steps",
            split = ",",
            defaultValue = "add_in_bundle,modify,replace,delete,add",
            description = "What is timed. Default: ${DEFAULT-VALUE}.")
    private List<String> steps;

    @Option(names = "--no-memory", description = "Leave out how much a first load makes the processes grow.")
    private boolean withoutMemory;

    @Mixin
    private final RoundOptions turns = new RoundOptions(3);

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<FlowFiles.Shape> chosen = shapes.stream().map(this::shape).toList();
        List<Contest.Step> timed = steps.stream().map(this::step).toList();
        turns.check(spec);
        if (flows.stream().anyMatch(count -> count < 100 || count > MOST_FLOWS)) {
            throw new ParameterException(spec.commandLine(), "--flows: allowed: 100 to " + MOST_FLOWS);
        }
        for (String program : PROGRAMS) {
            if (!HostCommand.run(program, "--version").succeeded()) {
                throw new RefusedException(program + " does not run: the Debian package openvswitch-switch has it");
            }
        }
        Report report = new Report("updates");
        report.remark(
                "timed", "the whole command, start of its process included; flows a second, weft by ovs, in turns");
        report.remark(
                "peer",
                HostCommand.run("ovs-vswitchd", "--version")
                        .output()
                        .lines()
                        .findFirst()
                        .orElse("?"));
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = output.progress(out, spec.commandLine().getErr());
        measure(chosen, timed, report, progress);
        startOfTool(report, progress);
        output.finish(report, out, spec.commandLine().getErr());
        return 0;
    }

    private FlowFiles.Shape shape(String text) {
        return Arrays.stream(FlowFiles.Shape.values())
                .filter(shape -> shape.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "--shapes: allowed: acl, l3, l2"));
    }

    private Contest.Step step(String text) {
        return Arrays.stream(Contest.Step.values())
                .filter(step -> step.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--steps: allowed: add_in_bundle, modify, replace, delete, add"));
    }

    private void measure(List<FlowFiles.Shape> chosen, List<Contest.Step> timed, Report report, PrintWriter progress)
            throws Exception {
        progress.printf(
                "%-4s %7s  %-34s %9s %9s  %s%n", "", "flows", "flows a second", "weft", "ovs", "ratio (min-max)");
        for (FlowFiles.Shape shape : chosen) {
            for (int count : flows) {
                try (WeftTarget weft = closedAtExit(new WeftTarget());
                        OvsTarget ovs = closedAtExit(new OvsTarget())) {
                    weft.start();
                    ovs.start();
                    List<Path> files = List.of(
                            FlowFiles.write(weft.directory(), shape, count, 0),
                            FlowFiles.write(weft.directory(), shape, count, 1));
                    if (!withoutMemory) {
                        report.add(memory(weft, ovs, shape, count, files.getFirst(), progress));
                    }
                    Contest contest = new Contest(shape, count, files);
                    for (int round = 0; round < turns.rounds(); round++) {
                        contest.round(weft, ovs, timed, progress);
                    }
                    contest.print(progress);
                    contest.results().forEach(report::add);
                    files.forEach(UpdatesVerb::delete);
                }
            }
        }
    }

    /** What every command of Weft's tool takes for its start, which is most of the time of those that Open vSwitch does in milliseconds. */
    private void startOfTool(Report report, PrintWriter progress) {
        try (WeftTarget weft = closedAtExit(new WeftTarget());
                OvsTarget ovs = closedAtExit(new OvsTarget())) {
            weft.start();
            ovs.start();
            Rounds ours = new Rounds();
            Rounds theirs = new Rounds();
            for (int i = 0; i < STARTS; i++) {
                ours.add(1000 * weft.run("del-flows", Target.BRIDGE));
                theirs.add(1000 * ovs.run("del-flows", Target.BRIDGE));
            }
            progress.printf(
                    Locale.ROOT,
                    "every command includes the start of its process: del-flows of an empty bridge takes weft %.0f ms, ovs %.0f ms%n",
                    ours.median(),
                    theirs.median());
            progress.flush();
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("step", "start of the tool, and a call");
            result.put("weftMs", ours);
            result.put("ovsMs", theirs);
            report.add(result);
        }
    }

    /** The first load of both processes, after a small one that makes them resident. */
    private static Map<String, Object> memory(
            WeftTarget weft, OvsTarget ovs, FlowFiles.Shape shape, int count, Path file, PrintWriter progress) {
        long weftHeap = weft.heapBytes();
        double weftGrowth = grow(weft, file, count);
        double heap = (weft.heapBytes() - weftHeap) / (double) count;
        double ovsGrowth = grow(ovs, file, count);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("shape", shape.text());
        result.put("flows", count);
        result.put("weftHeapBytesPerFlow", heap);
        result.put("weftGrowthBytesPerFlow", weftGrowth);
        result.put("ovsGrowthBytesPerFlow", ovsGrowth);
        progress.printf(
                Locale.ROOT,
                "%-4s %7d  bytes a flow: weft %.0f in its heap, process grew by %.0f; ovs process grew by %.0f%n",
                shape.text(),
                count,
                heap,
                weftGrowth,
                ovsGrowth);
        progress.flush();
        return result;
    }

    private static double grow(Target target, Path file, int count) {
        target.settle();
        long before = target.residentBytes();
        target.run("add-flows", Target.BRIDGE, file.toString());
        target.settle();
        return (target.residentBytes() - before) / (double) count;
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static <T extends Target> T closedAtExit(T target) {
        Runtime.getRuntime().addShutdownHook(new Thread(target::close, "clean up " + target.name()));
        return target;
    }
}

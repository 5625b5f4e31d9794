package io.weft.perf.peers;

import com.google.gson.JsonParser;
import io.weft.cli.verb.RefusedException;
import io.weft.perf.report.OutputOptions;
import io.weft.perf.report.Report;
import io.weft.perf.report.WindowOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weft bench peers}. */
@Command(
        name = "peers",
        description = {
            "Weft and Open vSwitch with DPDK in turn, one polling core each, between the same net_pcap ports of endless UDP.",
            "Before a figure is printed, both sent the same frames. Rows that short runs measure come together with --save.",
            "Needs root, huge pages and Debian's openvswitch-switch-dpdk, librte-net-pcap23 and, for some rows, dpdk and librte-net-af-packet23."
        },
        mixinStandardHelpOptions = true)
public final class PeersVerb implements Callable<Integer> {
    private static final int MOST_FLOWS = 2 * Traffic.MOST_OF_A_PORT;

    @Option(
            names = "--scenario",
            split = ",",
            defaultValue = "normal",
            description = "Rows, or \"list\" to print them. Default: ${DEFAULT-VALUE}.")
    private List<String> scenarios;

    @Option(
            names = "--flows",
            split = ",",
            description = "Flows each way, 1 to 500000. Default: those of the scenario.")
    private List<Integer> flows = List.of();

    @Option(
            names = "--size",
            split = ",",
            defaultValue = "64",
            description = "Bytes of a frame with FCS, 64 to 1518. Default: ${DEFAULT-VALUE}.")
    private List<Integer> sizes;

    @Option(
            names = "--pmds",
            split = ",",
            defaultValue = "1",
            description = "Polling cores of each switch, 1 or 2. Default: ${DEFAULT-VALUE}.")
    private List<Integer> pmds;

    @Option(
            names = "--knob",
            paramLabel = "NAME=VALUE",
            description = "An option of weft switchd, such as smc-entries=65536; may be repeated.")
    private List<String> knobs = List.of();

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Draw the day's baseline, or without --save the rows of this run, as SVG.")
    private Path chart;

    @Option(
            names = "--show",
            paramLabel = "FILE",
            description = "Measure nothing: print, and with --chart draw, the rows of a baseline.")
    private Path shown;

    @Mixin
    private final WindowOptions windows = new WindowOptions(4, 1, 3);

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (scenarios.equals(List.of("list"))) {
            for (Scenario scenario : Scenario.values()) {
                out.printf("%-13s %s%n", scenario.label(), scenario.text());
            }
            return 0;
        }
        if (shown != null) {
            show(out);
            return 0;
        }
        windows.check(spec);
        List<Scenario> chosen = check();
        Requirements.check(chosen, flows, pmds);
        Report report = report();
        PrintWriter progress = output.progress(out, err);
        progress.println(RowText.HEADER);
        progress.flush();
        List<String> refusals = new ArrayList<>();
        for (Scenario scenario : chosen) {
            for (int count : pmds) {
                run(scenario, count, report, progress, refusals);
            }
        }
        Optional<Path> kept = output.finishPart(report, Row.KEY, out, err);
        draw(kept.isPresent() ? Files.readString(kept.get()) : report.json());
        if (!refusals.isEmpty()) {
            throw new RefusedException(refusals.size() + " rows have no figure: " + String.join("; ", refusals));
        }
        return 0;
    }

    private void show(PrintWriter out) throws IOException {
        if (!Files.isReadable(shown)) {
            throw new RefusedException("--show " + shown + ": there is no such file");
        }
        String text = Files.readString(shown);
        out.println(RowText.HEADER);
        JsonParser.parseString(text)
                .getAsJsonObject()
                .getAsJsonArray("results")
                .forEach(row -> out.println(RowText.of(row.getAsJsonObject())));
        draw(text);
    }

    private void draw(String report) throws IOException {
        if (chart != null) {
            Files.writeString(
                    chart, PeersChart.svg(JsonParser.parseString(report).getAsJsonObject()));
        }
    }

    private List<Scenario> check() {
        require(
                flows.stream().allMatch(count -> count >= 1 && count <= MOST_FLOWS),
                "--flows: allowed: 1 to " + MOST_FLOWS);
        require(sizes.stream().allMatch(size -> size >= 64 && size <= 1518), "--size: allowed: 64 to 1518");
        require(pmds.stream().allMatch(count -> count == 1 || count == 2), "--pmds: allowed: 1, 2");
        List<Scenario> chosen = new ArrayList<>();
        for (String label : scenarios) {
            chosen.add(Scenario.named(label)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--scenario: \"" + label + "\" is not allowed; --scenario list prints those that are")));
        }
        return chosen;
    }

    private void require(boolean condition, String text) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), text);
        }
    }

    private Report report() {
        Report report = new Report("peers");
        report.remark(
                "traffic",
                "UDP over net_pcap ports with infinite_rx, both directions; frames sent by all ports; flows are each way");
        report.remark(
                "same work",
                "before each row both switches sent the same " + Delivery.FRAMES
                        + " frames of each direction, each as often");
        if (!knobs.isEmpty()) {
            report.remark("knobs", String.join(" ", knobs));
        }
        return report;
    }

    private void run(Scenario scenario, int pmds, Report report, PrintWriter progress, List<String> refusals)
            throws Exception {
        List<Integer> counts = flows.isEmpty() ? scenario.flows() : flows;
        int most = counts.stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<String> options = knobs.stream().map(knob -> "--" + knob).toList();
        try (Session session = new Session(scenario, most, pmds, options, windows).closedAtExit()) {
            session.start();
            for (int count : counts) {
                for (int size : sizes) {
                    try {
                        Row row = session.run(count, size).requireSteady();
                        progress.println(RowText.of(report.add(row.result())));
                    } catch (RefusedException e) {
                        refusals.add(scenario.label() + " " + count + " " + size + ": " + e.getMessage());
                        progress.println(refusals.getLast());
                    }
                    progress.flush();
                }
            }
        }
    }
}

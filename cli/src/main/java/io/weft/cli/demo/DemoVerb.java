package io.weft.cli.demo;

import io.weft.cli.host.HostCommandException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weft demo}: builds a small network, proves what the switch does with it, and cleans up. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "The main job on one machine: pods in network namespaces, two VLANs over a trunk, a live drop flow.",
            "Needs root, iproute2, iputils-ping and iperf3. Exit status 0: every check held."
        })
public final class DemoVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print only the checks, with their figures, as JSON.")
    private boolean json;

    @Option(names = "--keep", description = "Leave the network and the switch running to play with.")
    private boolean keep;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            defaultValue = "/run/weft-demo",
            description = "Run directory of the demo's switch (default: ${DEFAULT-VALUE}).")
    private Path runDirectory;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        String missing = DemoRequirements.missing();
        if (!missing.isEmpty()) {
            return refuse(err, missing);
        }
        Files.createDirectories(runDirectory);
        Path lock = runDirectory.resolveSibling(runDirectory.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                return refuse(err, "another demo is running (it holds " + lock + ")");
            }
            return play(out, err);
        }
    }

    private int play(PrintWriter out, PrintWriter err) throws IOException {
        long start = System.nanoTime();
        DemoReport report = new DemoReport(out, json);
        DemoTopology topology = new DemoTopology();
        DemoSwitch weft = new DemoSwitch(runDirectory, report);
        Thread cleaner = new Thread(() -> cleanUp(weft, topology), "demo-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        boolean told = true;
        try {
            removeLeftovers(report, topology, weft);
            new DemoStory(report, topology, weft).tell();
        } catch (DemoException | HostCommandException e) {
            told = false;
            err.println("weft: demo: " + e.getMessage());
            err.flush();
        }
        Runtime.getRuntime().removeShutdownHook(cleaner);
        if (keep && told) {
            report.chapter("Left running, as asked (--keep); `weft demo` again removes it. For example:");
            report.command("weft ofctl --run-dir " + runDirectory + " dump-flows br-left");
            report.command("ip netns exec weft-demo-blue1 ping 10.77.0.2");
        } else {
            cleanUp(weft, topology);
        }
        report.finish((System.nanoTime() - start) / 1e9);
        return told && report.passed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void removeLeftovers(DemoReport report, DemoTopology topology, DemoSwitch weft) throws IOException {
        boolean running = weft.endLeftover();
        if (running || DemoTopology.hasLeftovers()) {
            report.chapter("Removing what an earlier demo left behind" + (running ? ", its switch included" : ""));
            topology.close();
        }
    }

    private static void cleanUp(DemoSwitch weft, DemoTopology topology) {
        weft.close();
        topology.close();
    }

    private static int refuse(PrintWriter err, String sentence) {
        err.println("weft: demo: " + sentence);
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}

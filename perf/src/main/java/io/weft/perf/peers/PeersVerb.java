package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.perf.report.OutputOptions;
import io.weft.perf.report.Report;
import io.weft.perf.report.Rounds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weft bench peers}. */
@Command(
        name = "peers",
        description =
                "Weft and Open vSwitch with DPDK in turn, one polling core each, between the same two net_pcap ports"
                        + " of endless UDP. Needs root, huge pages and Debian's openvswitch-switch-dpdk and librte-net-pcap23.",
        mixinStandardHelpOptions = true)
public final class PeersVerb implements Callable<Integer> {
    private static final Map<String, List<String>> SCENARIOS = Map.of(
            "normal", List.of("actions=NORMAL"),
            "wire", List.of("in_port=1,actions=output:2", "in_port=2,actions=output:1"));
    private static final int MEMORY_MIB = 1024;
    private static final int SPARE_FRAMES = 32_768;
    private static final int DELIVERY_SECONDS = 20;

    @Option(
            names = "--scenario",
            split = ",",
            defaultValue = "normal",
            description = "normal (learning switch), wire (port to port). Default: ${DEFAULT-VALUE}.")
    private List<String> scenarios;

    @Option(
            names = "--flows",
            split = ",",
            defaultValue = "1,1000,10000,100000",
            description = "Flows each way, 1 to 200000. Default: ${DEFAULT-VALUE}.")
    private List<Integer> flows;

    @Option(
            names = "--frame",
            defaultValue = "60",
            description = "Bytes of a frame without FCS, 60 to 1514. Default: ${DEFAULT-VALUE}.")
    private int frame;

    @Option(names = "--rounds", defaultValue = "3", description = "Of each switch. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3", description = "Length of a round. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "3",
            description = "Seconds before each round. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check();
        OvsPeer.check(MEMORY_MIB);
        Report report = new Report("peers");
        report.remark(
                "traffic",
                "UDP over two net_pcap ports with infinite_rx, both directions, one polling core; frames sent by both"
                        + " ports. Before: each switch got every frame once and both sent the same ones");
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = output.progress(out, spec.commandLine().getErr());
        Path directory = Files.createTempDirectory("weft-peers");
        int most = flows.stream().mapToInt(Integer::intValue).max().orElseThrow();
        Path weftDirectory = Files.createDirectory(directory.resolve("weft"));
        Path ovsDirectory = Files.createDirectory(directory.resolve("ovs"));
        try (Peer weft = new WeftPeer(weftDirectory, 2 * most + SPARE_FRAMES);
                Peer ovs = new OvsPeer(ovsDirectory, MEMORY_MIB)) {
            weft.start();
            ovs.start();
            progress.printf(
                    "%-8s %7s  %-22s %-22s %s%n", "scenario", "flows", "weft Mpps", "ovs-dpdk Mpps", "weft / ovs-dpdk");
            for (String scenario : scenarios) {
                for (int count : flows) {
                    compare(
                            scenario,
                            Traffic.write(directory, count, frame),
                            List.of(weft, ovs),
                            count,
                            report,
                            progress);
                }
            }
        } finally {
            delete(directory);
        }
        output.finish(report, out, spec.commandLine().getErr());
        return 0;
    }

    private void check() {
        for (String scenario : scenarios) {
            if (!SCENARIOS.containsKey(scenario)) {
                throw new ParameterException(
                        spec.commandLine(), "--scenario: \"" + scenario + "\" is not allowed; allowed: normal, wire");
            }
        }
        if (flows.stream().anyMatch(count -> count < 1 || count > 200_000)) {
            throw new ParameterException(spec.commandLine(), "--flows: allowed: 1 to 200000");
        }
        if (frame < 60 || frame > 1514 || rounds < 1 || seconds < 1 || warmUp < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--frame: 60 to 1514; --rounds and --seconds: at least 1; --warm-up: at least 0");
        }
    }

    private void compare(
            String scenario, Traffic.Pair traffic, List<Peer> peers, int count, Report report, PrintWriter progress)
            throws IOException {
        Map<Peer, Rounds> rates = new LinkedHashMap<>();
        for (Peer peer : peers) {
            peer.flows(SCENARIOS.get(scenario));
            requireDelivery(peer, traffic);
            rates.put(peer, new Rounds());
        }
        Rounds ratio = new Rounds();
        for (int round = 0; round < rounds; round++) {
            double[] mpps = new double[peers.size()];
            for (int i = 0; i < mpps.length; i++) {
                mpps[i] = rate(peers.get(i), traffic);
                rates.get(peers.get(i)).add(mpps[i]);
            }
            ratio.add(mpps[0] / mpps[1]);
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("scenario", scenario);
        line.put("flows", count);
        line.put("frame", frame);
        rates.forEach((peer, values) -> line.put(peer.name() + "Mpps", values));
        line.put("ratio", ratio);
        report.add(line);
        progress.printf(
                Locale.ROOT,
                "%-8s %7d  %-22s %-22s %s%n",
                scenario,
                count,
                rates.get(peers.get(0)).text(),
                rates.get(peers.get(1)).text(),
                ratio.text());
        progress.flush();
    }

    /** Each direction alone: one port receives every frame once, the other, there before it, must send exactly those. */
    private static void requireDelivery(Peer peer, Traffic.Pair traffic) throws IOException {
        requireDelivery(peer, "pa", traffic.b(), "pb");
        requireDelivery(peer, "pb", traffic.a(), "pa");
    }

    private static void requireDelivery(Peer peer, String sink, Path input, String source) throws IOException {
        Path output = input.resolveSibling(peer.name() + "-" + sink + ".pcap");
        Path led = input.resolveSibling("led.pcap");
        ByteBuffer leadIn = Traffic.lead(input, led);
        Map<ByteBuffer, Integer> wanted = Traffic.count(input);
        peer.add(sink, Peer.sink(Peer.number(sink), output));
        peer.add(source, Peer.once(Peer.number(source), led));
        try {
            long deadlineNs = System.nanoTime() + DELIVERY_SECONDS * 1_000_000_000L;
            Map<ByteBuffer, Integer> sent = Map.of();
            while (!sent.equals(wanted)) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new RefusedException(peer.name() + " did not deliver what it received: port " + sink
                            + " sent " + sent.size() + " of " + wanted.size() + " different frames");
                }
                pause(200);
                sent = Traffic.count(output);
                sent.remove(leadIn);
            }
        } finally {
            peer.disconnect();
        }
    }

    private double rate(Peer peer, Traffic.Pair traffic) {
        peer.add("pa", Peer.endless(1, traffic.a()));
        peer.add("pb", Peer.endless(2, traffic.b()));
        try {
            pause(warmUp * 1000L);
            long startNs = System.nanoTime();
            long before = peer.delivered();
            pause(seconds * 1000L);
            long after = peer.delivered();
            return (after - before) * 1e3 / (System.nanoTime() - startNs);
        } finally {
            peer.disconnect();
        }
    }

    private static void pause(long millis) {
        long endNs = System.nanoTime() + millis * 1_000_000;
        for (long left = endNs - System.nanoTime(); left > 0; left = endNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

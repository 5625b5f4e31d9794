package io.weft.cli.demo;

import static io.weft.cli.demo.DemoTopology.BLUE1;
import static io.weft.cli.demo.DemoTopology.BLUE2;
import static io.weft.cli.demo.DemoTopology.PODS;
import static io.weft.cli.demo.DemoTopology.RED2;
import static io.weft.cli.demo.DemoTopology.TRUNK_LEFT;
import static io.weft.cli.demo.DemoTopology.TRUNK_RIGHT;

import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import io.weft.cli.demo.DemoTopology.Pod;
import io.weft.cli.host.HostCommand;
import io.weft.cli.host.HostCommandException;
import io.weft.cli.host.NetworkNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo, chapter by chapter. */
final class DemoStory {
    private static final int PINGS = 5;
    private static final Pattern RECEIVED = Pattern.compile("(\\d+) received");
    private static final Pattern RTT = Pattern.compile("= [\\d.]+/([\\d.]+)/");
    private static final Pattern PACKETS = Pattern.compile("n_packets=(\\d+)");
    private static final Pattern RX_PACKETS = Pattern.compile("rx_packets=(\\d+)");

    private final DemoReport report;
    private final DemoTopology topology;
    private final DemoSwitch weft;

    DemoStory(DemoReport report, DemoTopology topology, DemoSwitch weft) {
        this.report = report;
        this.topology = topology;
        this.weft = weft;
    }

    void tell() throws IOException, DemoException, HostCommandException {
        buildNetwork();
        pingInsideVlan();
        silenceBetweenVlans();
        transferOverTcp();
        dropLive();
        new DemoAccessList(report, weft).tell();
    }

    private void buildNetwork() throws IOException, DemoException, HostCommandException {
        report.chapter("Four pods in namespaces, two VLANs, one trunk between two bridges");
        topology.create();
        long start = System.nanoTime();
        weft.start(topology.host());
        double seconds = (System.nanoTime() - start) / 1e9;
        report.check(
                "switchd-ready",
                true,
                seconds,
                "s",
                String.format(Locale.ROOT, "the switch answered %.2f s after its start", seconds));
        weft.weft("vsctl", "add-br", "br-left", "--", "add-br", "br-right");
        for (Pod pod : PODS) {
            weft.weft(
                    "vsctl",
                    "add-port",
                    pod.bridge(),
                    pod.name(),
                    "tag=" + pod.vlan(),
                    "--",
                    "set",
                    "interface",
                    pod.name(),
                    "type=afxdp");
        }
        weft.weft(
                "vsctl",
                "add-port",
                "br-left",
                TRUNK_LEFT,
                "trunks=10,20",
                "--",
                "add-port",
                "br-right",
                TRUNK_RIGHT,
                "trunks=10,20",
                "--",
                "set",
                "interface",
                TRUNK_LEFT,
                "type=afxdp",
                "--",
                "set",
                "interface",
                TRUNK_RIGHT,
                "type=afxdp");
        report.output(weft.weft("vsctl", "show"));
        String mode = weft.weft("vsctl", "get", "interface", BLUE1.name(), "status:xdp-mode")
                .strip();
        report.check(
                "afxdp-attached",
                mode.contains("native") || mode.contains("generic"),
                PODS.size() + 2,
                "ports",
                "six AF_XDP ports are attached, XDP mode " + mode);
    }

    private void pingInsideVlan() {
        report.chapter("Inside a VLAN: " + BLUE1.name() + " pings " + BLUE2.name() + " across the trunk");
        HostCommand.Result first = ping(BLUE1, BLUE2, PINGS);
        int received = number(RECEIVED, first.output());
        report.check(
                "ping-inside-vlan",
                received == PINGS,
                received,
                "replies",
                String.format(
                        Locale.ROOT, "%d of %d echoes answered, average %.0f us", received, PINGS, averageUs(first)));
    }

    private void silenceBetweenVlans() throws DemoException {
        report.chapter("Between VLANs: " + BLUE1.name() + " (VLAN 10) pings " + RED2.name()
                + " (VLAN 20), same subnet, and hears nothing");
        int received = number(RECEIVED, ping(BLUE1, RED2, 3).output());
        report.check(
                "silence-between-vlans",
                received == 0,
                received,
                "replies",
                String.format(Locale.ROOT, "%d of 3 echoes answered", received));
        String neighbour = RED2.namespace().ip("neigh", "show", BLUE1.address()).output();
        report.check(
                "no-arp-leak",
                neighbour.isBlank(),
                neighbour.isBlank() ? 0 : 1,
                "entries",
                RED2.name() + " never heard of " + BLUE1.name() + ": its neighbour table has no entry");
        report.output(weft.weft("appctl", "fdb/show", "br-left"));
    }

    private void transferOverTcp() throws IOException, DemoException {
        report.chapter("A TCP transfer inside the VLAN, the pods' offload settings untouched");
        long badBefore = badChecksums(BLUE2) + badChecksums(BLUE1);
        NetworkNamespace server = BLUE2.namespace();
        Process listening = HostCommand.start(
                java.nio.file.Path.of("/dev/null"), server.command("iperf3", "-s", "-1", "-B", BLUE2.address()));
        HostCommand.Result result = iperf();
        HostCommand.end(listening.toHandle(), Duration.ofSeconds(1));
        double gigabits = bitsPerSecond(result) / 1e9;
        long bad = badChecksums(BLUE2) + badChecksums(BLUE1) - badBefore;
        report.check(
                "tcp-transfer",
                gigabits > 0,
                gigabits,
                "Gbit/s",
                String.format(
                        Locale.ROOT,
                        "iperf3, one stream: %.2f Gbit/s over two bridges and four AF_XDP ports",
                        gigabits));
        report.check("tcp-checksums", bad == 0, (double) bad, "errors", bad + " TCP checksum errors at the pods");
        int trunk = number(RX_PACKETS, weft.weft("vsctl", "get", "interface", TRUNK_RIGHT, "statistics"));
        report.check(
                "trunk-carried", trunk > 0, trunk, "packets", "the trunk carried " + trunk + " frames to br-right");
    }

    private void dropLive() throws DemoException {
        report.chapter("A drop flow, added while traffic runs");
        String flow = "priority=100,icmp,in_port=" + BLUE1.name() + ",actions=drop";
        weft.weft("ofctl", "add-flow", "br-left", flow);
        int received = number(RECEIVED, ping(BLUE1, BLUE2, PINGS).output());
        report.check(
                "drop-flow-drops",
                received == 0,
                received,
                "replies",
                String.format(Locale.ROOT, "%d of %d echoes answered", received, PINGS));
        String flows = weft.weft("ofctl", "dump-flows", "br-left", "icmp");
        report.output(flows);
        int counted = number(PACKETS, flows);
        report.check(
                "drop-flow-counts",
                counted == PINGS,
                counted,
                "packets",
                String.format(Locale.ROOT, "the flow counted %d packets, %d were sent", counted, PINGS));
        String trace = weft.weft(
                "appctl",
                "ofproto/trace",
                "br-left",
                "in_port=" + BLUE1.name() + ",icmp,nw_src=" + BLUE1.address() + ",nw_dst=" + BLUE2.address());
        report.output(trace);
        report.check(
                "drop-flow-traced",
                trace.contains("Datapath actions: drop"),
                1,
                "trace",
                "the trace ends in \"Datapath actions: drop\"");
        report.output(weft.weft("appctl", "coverage/show"));
        weft.weft("ofctl", "del-flows", "br-left", "icmp");
        int again = number(RECEIVED, ping(BLUE1, BLUE2, PINGS).output());
        report.check(
                "drop-flow-removed",
                again == PINGS,
                again,
                "replies",
                String.format(Locale.ROOT, "flow removed: %d of %d echoes answered", again, PINGS));
    }

    private HostCommand.Result ping(Pod from, Pod to, int count) {
        report.command(
                "ip netns exec " + from.namespace().name() + " ping -c " + count + " -i 0.2 -W 1 " + to.address());
        return from.namespace().exec("ping", "-n", "-c", Integer.toString(count), "-i", "0.2", "-W", "1", to.address());
    }

    /** The server needs a moment to listen: tries until it answers, for two seconds. */
    private HostCommand.Result iperf() {
        report.command("ip netns exec " + BLUE1.namespace().name() + " iperf3 -c " + BLUE2.address() + " -t 2");
        long deadline = System.nanoTime() + 2_000_000_000L;
        HostCommand.Result result;
        do {
            result = BLUE1.namespace()
                    .exec("iperf3", "-c", BLUE2.address(), "-t", "2", "--connect-timeout", "1000", "-J");
        } while (!result.succeeded() && System.nanoTime() < deadline);
        return result;
    }

    private static double bitsPerSecond(HostCommand.Result result) {
        try {
            return JsonParser.parseString(result.output())
                    .getAsJsonObject()
                    .getAsJsonObject("end")
                    .getAsJsonObject("sum_received")
                    .get("bits_per_second")
                    .getAsDouble();
        } catch (JsonSyntaxException | IllegalStateException | NullPointerException e) {
            return 0;
        }
    }

    /** {@code TcpInCsumErrors} of a pod's stack, from {@code /proc/net/snmp}. */
    private static long badChecksums(Pod pod) {
        String[] rows = pod.namespace()
                .exec("cat", "/proc/net/snmp")
                .output()
                .lines()
                .filter(line -> line.startsWith("Tcp:"))
                .toArray(String[]::new);
        String[] names = rows[0].split(" ", -1);
        String[] values = rows[1].split(" ", -1);
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals("InCsumErrors")) {
                return Long.parseLong(values[i]);
            }
        }
        return 0;
    }

    private static int number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static double averageUs(HostCommand.Result ping) {
        Matcher matcher = RTT.matcher(ping.output());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) * 1000 : Double.NaN;
    }
}

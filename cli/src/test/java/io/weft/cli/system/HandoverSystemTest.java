package io.weft.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.host.HostCommandException;
import io.weft.cli.host.NetworkNamespace;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A switch is handed over to a new process in the middle of numbered datagrams: none is lost, and none overtakes. */
class HandoverSystemTest {
    private static final int PORT = 7000;
    private static final Pattern RECEIVED = Pattern.compile("received (\\d+) order (\\d+) gap (\\d+).*");

    @RegisterExtension
    private final SwitchedPods pods = new SwitchedPods();

    @BeforeAll
    static void requirements() {
        SystemTests.assumeDistribution();
        SystemTests.assumeRootWith("ip");
    }

    @Test
    void nothingIsLostOverAfXdp() throws Exception {
        handOver(wireVeths(), 10_000, 1);
    }

    @Test
    void nothingIsLostOverTap() throws Exception {
        handOverTaps(10_000, 1);
    }

    @Test
    @Tag("long")
    void nothingIsLostOverAfXdpAtFullPace() throws Exception {
        handOver(wireVeths(), 100_000, 3);
    }

    @Test
    @Tag("long")
    void nothingIsLostOverTapAtFullPace() throws Exception {
        handOverTaps(100_000, 3);
    }

    @Test
    void whatIsRefusedLeavesTheSwitchAsItIs() throws Exception {
        Process running = pods.startSwitch();
        pods.awaitSwitch();
        pods.weft("vsctl", "add-br", "br0");

        Process elsewhere = pods.startSwitchIn(pods.left(), "--take-over");

        assertThat(elsewhere.waitFor(SwitchedPods.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(elsewhere.exitValue()).isEqualTo(1);
        assertThat(pods.log()).contains("network namespace");
        assertThat(running.isAlive()).isTrue();
        assertThat(pods.weft("vsctl", "list-br").output()).isEqualTo("br0\n");
        assertThat(pods.command("switchd", "--standby", "--take-over").status()).isEqualTo(2);
    }

    private Process wireVeths() throws Exception {
        pods.wire(pods.left(), "p-left", "10.89.0.1");
        pods.wire(pods.right(), "p-right", "10.89.0.2");
        Process first = pods.startSwitch();
        pods.awaitSwitch();
        configure("afxdp", "options:n_rxq_desc=16384");
        return first;
    }

    private void handOverTaps(int pps, int times) throws Exception {
        Process first = pods.startSwitch();
        pods.awaitSwitch();
        configure("tap");
        tap(pods.left(), "p-left", "10.89.0.1");
        tap(pods.right(), "p-right", "10.89.0.2");
        handOver(first, pps, times);
    }

    private void handOver(Process first, int pps, int times) throws Exception {
        Process running = first;
        Process receiver = pods.traffic(pods.right(), NumberedDatagrams.class, "receive", "" + PORT);
        BufferedReader received = receiver.inputReader();
        assertThat(received.readLine()).isEqualTo("ready");
        pods.left().exec("ping", "-c", "2", "-W", "5", "10.89.0.2");
        Process sender = pods.traffic(pods.left(), NumberedDatagrams.class, "send", "10.89.0.2", "" + PORT, "" + pps);
        BufferedReader sent = sender.inputReader();
        assertThat(sent.readLine()).isEqualTo("sending");
        for (int i = 0; i < times; i++) {
            SwitchedPods.pause(Duration.ofSeconds(1));
            Process next = pods.startSwitch("--take-over");
            assertThat(running.waitFor(SwitchedPods.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(pods.log())
                    .isTrue();
            assertThat(running.exitValue()).isZero();
            pods.awaitSwitch();
            running = next;
        }
        SwitchedPods.pause(Duration.ofSeconds(1));
        sender.getOutputStream().write('\n');
        sender.getOutputStream().flush();
        long count = Long.parseLong(sent.readLine().split(" ", -1)[1]);
        sender.getOutputStream().close();
        String result = received.readLine();
        System.out.println("HandoverSystemTest: " + pps + " a second, " + times + " hand-overs: sent " + count + ", "
                + result + " us; "
                + pods.log().lines().filter(line -> line.contains("over")).toList());
        Matcher numbers = RECEIVED.matcher(result);
        assertThat(numbers.matches()).isTrue();
        assertThat(Long.parseLong(numbers.group(1))).as("lost").isEqualTo(count);
        assertThat(Long.parseLong(numbers.group(2))).as("overtaken").isZero();
        assertThat(portPackets()).isGreaterThanOrEqualTo(count);
    }

    /** What the first port received, since the first of the switches began. */
    private long portPackets() {
        Matcher packets = Pattern.compile("port +1: rx pkts=(\\d+)")
                .matcher(pods.weft("ofctl", "dump-ports", "br0").output());
        assertThat(packets.find()).isTrue();
        return Long.parseLong(packets.group(1));
    }

    private void configure(String type, String... options) {
        List<String> words =
                new ArrayList<>(List.of("add-br", "br0", "--", "set", "bridge", "br0", "fail_mode=secure"));
        int number = 1;
        for (String port : List.of("p-left", "p-right")) {
            words.addAll(List.of("--", "add-port", "br0", port, "--", "set", "interface", port, "type=" + type));
            words.add("ofport_request=" + number++);
            words.addAll(List.of(options));
        }
        pods.weft("vsctl", words.toArray(String[]::new));
        pods.weft("ofctl", "add-flow", "br0", "arp,actions=NORMAL");
        pods.weft("ofctl", "add-flow", "br0", "ip,actions=ct(table=1)");
        pods.weft("ofctl", "add-flow", "br0", "table=1,ct_state=+trk,ip,in_port=1,actions=ct(commit),output:2");
        pods.weft("ofctl", "add-flow", "br0", "table=1,ct_state=+trk+est,ip,in_port=2,actions=output:1");
    }

    /** The kernel's queue of a TAP holds what arrives meanwhile. */
    private void tap(NetworkNamespace pod, String port, String address) throws HostCommandException {
        pods.host()
                .ip("link", "set", port, "txqueuelen", "16384", "netns", pod.name())
                .orThrow();
        pod.ip("address", "add", address + "/24", "dev", port).orThrow();
        pod.ip("link", "set", port, "up").orThrow();
    }
}

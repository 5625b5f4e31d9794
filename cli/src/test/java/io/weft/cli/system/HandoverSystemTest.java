package io.weft.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.host.HostCommand;
import io.weft.cli.host.HostCommand.Result;
import io.weft.cli.host.HostCommandException;
import io.weft.cli.host.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A switch is handed over to a new process in the middle of numbered datagrams: none is lost, and none overtakes. */
class HandoverSystemTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PORT = 7000;
    private static final Pattern RECEIVED = Pattern.compile("received (\\d+) order (\\d+) gap (\\d+)");

    @TempDir
    private Path directory;

    private final String suffix =
            Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 16));
    private final List<Process> started = new ArrayList<>();
    private NetworkNamespace host;
    private NetworkNamespace left;
    private NetworkNamespace right;

    @BeforeAll
    static void requirements() {
        SystemTests.assumeDistribution();
        SystemTests.assumeRootWith("ip");
    }

    @BeforeEach
    void makeNamespaces() throws HostCommandException {
        host = NetworkNamespace.create("weft-t-host-" + suffix);
        left = NetworkNamespace.create("weft-t-left-" + suffix);
        right = NetworkNamespace.create("weft-t-right-" + suffix);
    }

    @AfterEach
    void removeEverything() {
        started.forEach(process -> HostCommand.end(process.toHandle(), Duration.ofSeconds(10)));
        List.of(left, right, host).forEach(NetworkNamespace::close);
    }

    @Test
    void nothingIsLostOverAfXdp() throws Exception {
        wireVeths();
        handOver(10_000, 1);
    }

    @Test
    void nothingIsLostOverTap() throws Exception {
        handOverTaps(10_000, 1);
    }

    @Test
    @Tag("long")
    void nothingIsLostOverAfXdpAtFullPace() throws Exception {
        wireVeths();
        handOver(100_000, 3);
    }

    @Test
    @Tag("long")
    void nothingIsLostOverTapAtFullPace() throws Exception {
        handOverTaps(100_000, 3);
    }

    @Test
    void whatIsRefusedLeavesTheSwitchAsItIs() throws Exception {
        Process running = startSwitch(host);
        awaitSwitch();
        weft("vsctl", "add-br", "br0");

        Process elsewhere = startSwitch(left, "--take-over");

        assertThat(elsewhere.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(elsewhere.exitValue()).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("log"))).contains("network namespace");
        assertThat(running.isAlive()).isTrue();
        assertThat(weft("vsctl", "list-br").output()).isEqualTo("br0\n");
        assertThat(command("switchd", "--standby", "--take-over").status()).isEqualTo(2);
    }

    private void wireVeths() throws Exception {
        veth(left, "p-left", "10.89.0.1");
        veth(right, "p-right", "10.89.0.2");
        startSwitch(host);
        awaitSwitch();
        configure("afxdp", "options:n_rxq_desc=16384");
    }

    private void handOverTaps(int pps, int times) throws Exception {
        startSwitch(host);
        awaitSwitch();
        configure("tap");
        tap(left, "p-left", "10.89.0.1");
        tap(right, "p-right", "10.89.0.2");
        handOver(pps, times);
    }

    private void handOver(int pps, int times) throws Exception {
        Process running = started.getFirst();
        Process receiver = traffic(right, "receive", "" + PORT);
        BufferedReader received = receiver.inputReader();
        assertThat(received.readLine()).isEqualTo("ready");
        left.exec("ping", "-c", "2", "-W", "5", "10.89.0.2");
        Process sender = traffic(left, "send", "10.89.0.2", "" + PORT, "" + pps);
        BufferedReader sent = sender.inputReader();
        assertThat(sent.readLine()).isEqualTo("sending");
        for (int i = 0; i < times; i++) {
            pause(Duration.ofSeconds(1));
            Process next = startSwitch(host, "--take-over");
            assertThat(running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(Files.readString(directory.resolve("log")))
                    .isTrue();
            assertThat(running.exitValue()).isZero();
            awaitSwitch();
            running = next;
        }
        pause(Duration.ofSeconds(1));
        sender.getOutputStream().write('\n');
        sender.getOutputStream().flush();
        long count = Long.parseLong(sent.readLine().split(" ", -1)[1]);
        sender.getOutputStream().close();
        String result = received.readLine();
        System.out.println("HandoverSystemTest: " + pps + " a second, " + times + " hand-overs: sent " + count + ", "
                + result + " us; "
                + Files.readString(directory.resolve("log"))
                        .lines()
                        .filter(line -> line.contains("over"))
                        .toList());
        Matcher numbers = RECEIVED.matcher(result);
        assertThat(numbers.matches()).isTrue();
        assertThat(Long.parseLong(numbers.group(1))).as("lost").isEqualTo(count);
        assertThat(Long.parseLong(numbers.group(2))).as("overtaken").isZero();
        assertThat(portPackets()).isGreaterThanOrEqualTo(count);
    }

    /** What the first port received, since the first of the switches began. */
    private long portPackets() {
        Matcher packets = Pattern.compile("port +1: rx pkts=(\\d+)")
                .matcher(weft("ofctl", "dump-ports", "br0").output());
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
        weft("vsctl", words.toArray(String[]::new));
        weft("ofctl", "add-flow", "br0", "arp,actions=NORMAL");
        weft("ofctl", "add-flow", "br0", "ip,actions=ct(table=1)");
        weft("ofctl", "add-flow", "br0", "table=1,ct_state=+trk,ip,in_port=1,actions=ct(commit),output:2");
        weft("ofctl", "add-flow", "br0", "table=1,ct_state=+trk+est,ip,in_port=2,actions=output:1");
    }

    private void veth(NetworkNamespace pod, String port, String address) throws HostCommandException {
        pod.veth("eth0", host, port);
        pod.ip("address", "add", address + "/24", "dev", "eth0").orThrow();
    }

    /** The kernel's queue of a TAP holds what arrives meanwhile. */
    private void tap(NetworkNamespace pod, String port, String address) throws HostCommandException {
        host.ip("link", "set", port, "txqueuelen", "16384", "netns", pod.name()).orThrow();
        pod.ip("address", "add", address + "/24", "dev", port).orThrow();
        pod.ip("link", "set", port, "up").orThrow();
    }

    /** Nothing tells when an operator would act: this is the time in which traffic flows. */
    private static void pause(Duration time) {
        long endNs = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(endNs - System.nanoTime());
        }
    }

    private Process traffic(NetworkNamespace pod, String... words) throws IOException {
        List<String> line = new ArrayList<>(pod.command(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                NumberedDatagrams.class.getName()));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private Process startSwitch(NetworkNamespace where, String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", where.name()));
        line.addAll(SystemTests.command("switchd", "--run-dir", directory.toString()));
        line.addAll(List.of(options));
        Process process = HostCommand.start(directory.resolve("log"), line);
        started.add(process);
        return process;
    }

    private void awaitSwitch() throws IOException {
        boolean ready = SystemTests.await(LIMIT, () -> command("vsctl", "show").succeeded());
        assertThat(ready).as(Files.readString(directory.resolve("log"))).isTrue();
    }

    private Result weft(String verb, String... arguments) {
        Result result = command(verb, arguments);
        assertThat(result.status()).as(result.output()).isZero();
        return result;
    }

    private Result command(String verb, String... arguments) {
        List<String> words = new ArrayList<>(List.of(verb, "--run-dir", directory.toString()));
        words.addAll(List.of(arguments));
        return SystemTests.weft(LIMIT, words.toArray(String[]::new));
    }
}

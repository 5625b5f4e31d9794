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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a switch that lets established connections pass and no others, in the middle of TCP transfers, and a supervisor that starts it again at
 * once, or a standby that takes its place: every transfer ends whole, so the connections and the rules were there before the ports.
 */
class KilledSwitchSystemTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PORT = "7000";

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
        wire(left, "p-left", "10.88.0.1");
        wire(right, "p-right", "10.88.0.2");
    }

    @AfterEach
    void removeEverything() {
        started.forEach(process -> HostCommand.end(process.toHandle(), Duration.ofSeconds(10)));
        List.of(left, right, host).forEach(NetworkNamespace::close);
    }

    @Test
    void transfersOutliveAKill() throws Exception {
        long gapMs = killUnder(20, 1, false);
        assertThat(gapMs).as("of a machine that may be building meanwhile").isLessThan(20_000);
    }

    @Test
    void aStandbyTakesOver() throws Exception {
        long gapMs = killUnder(20, 1, true);
        assertThat(gapMs).as("of a machine that may be building meanwhile").isLessThan(20_000);
    }

    @Test
    @Tag("long")
    void threeStandbysTakeOverFromEachOtherUnderTwoHundredTransfers() throws Exception {
        long gapMs = killUnder(200, 3, true);
        assertThat(gapMs).isLessThan(Long.getLong("weft.standby.gap", 20_000));
    }

    /** The gap is told, and bounded where nobody else wants the processors: {@code -Dweft.restart.gap=1000}. */
    @Test
    @Tag("long")
    void twoHundredTransfersOutliveThreeKills() throws Exception {
        long gapMs = killUnder(200, 3, false);
        assertThat(gapMs).isLessThan(Long.getLong("weft.restart.gap", 20_000));
    }

    /** The longest silence of a datagram every millisecond, in ms. */
    private long killUnder(int transfers, int kills, boolean standby) throws Exception {
        Process running = startSwitch();
        awaitSwitch();
        configure();
        Process next = standby ? startStandby() : null;
        Process server = traffic(right, "serve", "10.88.0.2", PORT, "" + transfers);
        BufferedReader served = server.inputReader();
        assertThat(served.readLine()).isEqualTo("ready");
        Process client = traffic(left, "send", "10.88.0.2", PORT, "" + transfers);
        BufferedReader sent = client.inputReader();
        assertThat(sent.readLine()).isEqualTo("connected");
        weft("ofctl", "del-flows", "br0", "table=1,ct_state=+trk+new,ip");
        for (int i = 0; i < kills; i++) {
            pause(Duration.ofSeconds(2));
            running.destroyForcibly().waitFor();
            running = standby ? next : startSwitch();
            awaitSwitch();
            next = standby && i + 1 < kills ? startStandby() : null;
        }
        pause(Duration.ofSeconds(1));
        client.getOutputStream().close();
        assertThat(sent.readLine()).isEqualTo("finished " + transfers);
        String result = served.readLine();
        System.out.println("KilledSwitchSystemTest: " + transfers + " transfers, " + kills
                + (standby ? " kills with a standby: " : " kills: ") + result);
        assertThat(result).startsWith("finished " + transfers + " gap ");
        assertThat(server.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(weft("ofctl", "dump-flows", "br0", "table=1").output())
                .contains("+est")
                .doesNotContain("+new");
        return Long.parseLong(result.split(" ", -1)[3]);
    }

    /** Ready when this returns. */
    private Process startStandby() throws IOException {
        Process standby = startSwitch("--standby");
        String ready = "standby pid " + standby.pid() + ": ready";
        boolean isReady = SystemTests.await(
                LIMIT, () -> command("appctl", "standby/show").output().contains(ready));
        assertThat(isReady).as(Files.readString(directory.resolve("log"))).isTrue();
        return standby;
    }

    private void configure() {
        weft(
                "vsctl",
                "add-br",
                "br0",
                "--",
                "set",
                "bridge",
                "br0",
                "fail_mode=secure",
                "--",
                "add-port",
                "br0",
                "p-left",
                "--",
                "set",
                "interface",
                "p-left",
                "type=afxdp",
                "ofport_request=1",
                "--",
                "add-port",
                "br0",
                "p-right",
                "--",
                "set",
                "interface",
                "p-right",
                "type=afxdp",
                "ofport_request=2");
        weft("ofctl", "add-flow", "br0", "arp,actions=NORMAL");
        weft("ofctl", "add-flow", "br0", "ip,actions=ct(table=1)");
        weft("ofctl", "add-flow", "br0", "table=1,ct_state=+trk+new,ip,in_port=1,actions=ct(commit),output:2");
        weft("ofctl", "add-flow", "br0", "table=1,ct_state=+trk+est,ip,in_port=1,actions=output:2");
        weft("ofctl", "add-flow", "br0", "table=1,ct_state=+trk+est,ip,in_port=2,actions=output:1");
    }

    private void wire(NetworkNamespace pod, String port, String address) throws HostCommandException {
        pod.veth("eth0", host, port);
        pod.ip("address", "add", address + "/24", "dev", "eth0").orThrow();
    }

    /** Nothing tells when a supervisor's process would die: this is the time in which traffic flows. */
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
                "-cp",
                System.getProperty("java.class.path"),
                RestartTraffic.class.getName()));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private Process startSwitch(String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", host.name()));
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

package io.weft.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.host.HostCommand;
import io.weft.cli.host.HostCommand.Result;
import io.weft.cli.host.HostCommandException;
import io.weft.cli.host.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pods on the real switch, and what may happen to their ports: kills, devices that vanish, a second owner, TAP devices. */
class PodsSystemTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

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
        SystemTests.assumeRootWith("ip", "ping");
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
    void aKilledSwitchTakesItsPortsBackWithoutHelp() throws IOException, HostCommandException {
        wirePods();
        Process killed = start("run");
        addAfxdpPorts("run");
        assertThat(pings()).isTrue();

        killed.destroyForcibly();
        assertThat(SystemTests.await(LIMIT, () -> !killed.isAlive())).isTrue();
        start("run");

        assertThat(SystemTests.await(LIMIT, this::pings)).as("%s", show("run")).isTrue();
        assertThat(show("run")).contains("native mode");
    }

    @Test
    void aDeviceThatVanishesAndReturnsIsAttachedAgain() throws IOException, HostCommandException {
        wirePods();
        start("run");
        addAfxdpPorts("run");
        assertThat(pings()).isTrue();

        host.ip("link", "del", "p-left").orThrow();
        assertThat(SystemTests.await(LIMIT, () -> show("run").contains("absent")))
                .as("%s", show("run"))
                .isTrue();
        wire(left, "p-left", "10.88.0.1");

        assertThat(SystemTests.await(LIMIT, this::pings)).as("%s", show("run")).isTrue();
    }

    @Test
    void aSecondSwitchOnTheSameDeviceSaysSoAndTakesOverWhenTheFirstEnds() throws IOException, HostCommandException {
        wirePods();
        Process first = start("run");
        addAfxdpPorts("run");
        start("other");
        addAfxdpPorts("other");
        assertThat(pings()).isTrue();
        assertThat(show("other")).containsPattern("(?i)another|busy|holds");

        HostCommand.end(first.toHandle(), Duration.ofSeconds(10));

        assertThat(SystemTests.await(LIMIT, this::pings))
                .as("%s", show("other"))
                .isTrue();
    }

    @Test
    void tapPortsServePodsInTheirOwnNamespaces() throws IOException, HostCommandException {
        start("run");
        weft(
                "run",
                "vsctl",
                "add-br",
                "br0",
                "--",
                "add-port",
                "br0",
                "t-left",
                "--",
                "set",
                "interface",
                "t-left",
                "type=tap",
                "--",
                "add-port",
                "br0",
                "t-right",
                "--",
                "set",
                "interface",
                "t-right",
                "type=tap");
        give("t-left", left, "10.88.0.1");
        give("t-right", right, "10.88.0.2");

        assertThat(SystemTests.await(LIMIT, this::pings)).as("%s", show("run")).isTrue();
    }

    private void wirePods() throws HostCommandException {
        wire(left, "p-left", "10.88.0.1");
        wire(right, "p-right", "10.88.0.2");
    }

    private void wire(NetworkNamespace pod, String port, String address) throws HostCommandException {
        pod.veth("eth0", host, port);
        pod.ip("address", "add", address + "/24", "dev", "eth0").orThrow();
    }

    private void give(String device, NetworkNamespace pod, String address) throws HostCommandException {
        host.ip("link", "set", device, "netns", pod.name()).orThrow();
        pod.ip("address", "add", address + "/24", "dev", device).orThrow();
        pod.ip("link", "set", device, "up").orThrow();
    }

    private void addAfxdpPorts(String run) {
        weft(
                run,
                "vsctl",
                "add-br",
                "br0",
                "--",
                "add-port",
                "br0",
                "p-left",
                "--",
                "set",
                "interface",
                "p-left",
                "type=afxdp",
                "--",
                "add-port",
                "br0",
                "p-right",
                "--",
                "set",
                "interface",
                "p-right",
                "type=afxdp");
    }

    private boolean pings() {
        return left.exec("ping", "-n", "-c", "3", "-i", "0.2", "-W", "1", "10.88.0.2")
                .output()
                .contains("3 received");
    }

    private Process start(String run) throws IOException {
        Path runDirectory = directory.resolve(run);
        Files.createDirectories(runDirectory);
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", host.name()));
        line.addAll(SystemTests.command("switchd", "--run-dir", runDirectory.toString()));
        Process process = HostCommand.start(directory.resolve(run + ".log"), line);
        started.add(process);
        boolean ready =
                SystemTests.await(LIMIT, () -> command(run, "vsctl", "show").succeeded());
        assertThat(ready).as(Files.readString(directory.resolve(run + ".log"))).isTrue();
        return process;
    }

    private String show(String run) {
        return command(run, "vsctl", "show").output();
    }

    private void weft(String run, String verb, String... arguments) {
        Result result = command(run, verb, arguments);
        assertThat(result.status()).as(result.output()).isZero();
    }

    private Result command(String run, String verb, String... arguments) {
        List<String> words = new ArrayList<>(
                List.of(verb, "--run-dir", directory.resolve(run).toString()));
        words.addAll(List.of(arguments));
        return SystemTests.weft(LIMIT, words.toArray(String[]::new));
    }
}

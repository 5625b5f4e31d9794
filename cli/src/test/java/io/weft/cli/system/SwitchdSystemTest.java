package io.weft.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.host.HostCommand;
import io.weft.cli.host.HostCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of {@code ./weft switchd} as its users and scripts see it; needs no privilege. */
class SwitchdSystemTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void requirements() {
        SystemTests.assumeDistribution();
    }

    @AfterEach
    void endAll() {
        started.forEach(process -> HostCommand.end(process.toHandle(), Duration.ofSeconds(10)));
    }

    @Test
    void answersThenEndsOnTermAndLeavesNoSocket() throws IOException {
        Process process = start();
        assertThat(weft("vsctl", "add-br", "br0").output()).isEmpty();
        assertThat(weft("vsctl", "list-br").output()).isEqualTo("br0\n");

        process.destroy();

        assertThat(SystemTests.await(LIMIT, () -> !process.isAlive())).isTrue();
        assertThat(directory.resolve("switch.sock")).doesNotExist();
        assertThat(directory.resolve("pid")).doesNotExist();
        Result refused = weft("vsctl", "show");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("no switch").contains(directory.toString());
    }

    @Test
    void saysWhatItCanBeMadeOf() throws IOException {
        start();

        assertThat(weft("vsctl", "get", "Open_vSwitch", ".", "dpdk_initialized", "datapath_types")
                        .output())
                .isEqualTo("false\n[dummy, netdev]\n");
        assertThat(weft("vsctl", "get", "Open_vSwitch", ".", "iface_types").output())
                .contains("afxdp", "dpdk", "internal", "tap");
    }

    @Test
    void comesBackWithItsPortsAfterAKill() throws IOException {
        Process killed = start();
        assertThat(weft(
                                "vsctl",
                                "add-br",
                                "br0",
                                "--",
                                "add-port",
                                "br0",
                                "p1",
                                "tag=7",
                                "--",
                                "set",
                                "interface",
                                "p1",
                                "type=dummy")
                        .output())
                .isEmpty();
        killed.destroyForcibly();
        assertThat(SystemTests.await(LIMIT, () -> !killed.isAlive())).isTrue();

        start();

        assertThat(weft("vsctl", "list-ports", "br0").output()).isEqualTo("p1\n");
        assertThat(weft("vsctl", "get", "port", "p1", "tag").output()).isEqualTo("7\n");
        Result counters = weft("stat");
        assertThat(counters.status()).as(counters.output()).isZero();
    }

    @Test
    void refusesASecondSwitchInTheSameRunDirectory() throws IOException {
        Process first = start();

        Result second = weft("switchd");

        assertThat(second.status()).isEqualTo(1);
        assertThat(second.output()).contains("another switch").contains(Long.toString(first.pid()));
        assertThat(weft("vsctl", "show").succeeded()).isTrue();
    }

    @Test
    void aStandbyTakesOverWhenTheSwitchEndsAndTheNextOneWaitsOn() throws IOException {
        Process first = start();
        weft("vsctl", "add-br", "br0");
        assertThat(weft("appctl", "standby/show").output()).isEqualTo("no standby waits\n");
        Process second = startStandby();
        Process third = startStandby();
        assertThat(weft("stat").output()).contains("standby pid " + second.pid() + ": ready");

        first.destroy();

        assertThat(SystemTests.await(LIMIT, () -> !first.isAlive())).isTrue();
        assertThat(SystemTests.await(LIMIT, () -> weft("vsctl", "show").succeeded()))
                .isTrue();
        assertThat(weft("vsctl", "list-br").output()).isEqualTo("br0\n");
        String left = weft("appctl", "standby/show").output();
        assertThat(left).hasLineCount(1).contains(": ready");
        Process running = left.contains("pid " + second.pid()) ? third : second;

        Process waiting = running.equals(third) ? second : third;
        waiting.destroy();

        assertThat(SystemTests.await(LIMIT, () -> !waiting.isAlive())).isTrue();
        assertThat(weft("appctl", "standby/show").output()).isEqualTo("no standby waits\n");
        assertThat(running.isAlive()).isTrue();
        assertThat(weft("vsctl", "show").succeeded()).isTrue();
        assertThat(directory).isDirectoryNotContaining("glob:**/{standby,rehearsal}-*");
    }

    @Test
    void aStandbyWithoutASwitchIsTheSwitch() throws IOException {
        start("--standby");

        assertThat(weft("vsctl", "show").succeeded()).isTrue();
        assertThat(weft("appctl", "standby/show").output()).isEqualTo("no standby waits\n");
    }

    @Test
    void aStandbyDetachesWhenItIsReady() throws IOException {
        start();

        Result detached = weft("switchd", "--detach", "--standby");

        assertThat(detached.status()).as(detached.output()).isZero();
        String standby = weft("appctl", "standby/show").output();
        assertThat(standby).matches("standby pid [0-9]+: ready\n");
        ProcessHandle process = ProcessHandle.of(Long.parseLong(standby.replaceAll("[^0-9]", "")))
                .orElseThrow();
        HostCommand.end(process, LIMIT);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aStandbyNamesKnobsThatAreOutOfRangeBeforeItWaits() throws IOException {
        start();

        Result refused = weft("switchd", "--standby", "--pmd-count", "65");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("pmd-count").contains("1 to 64");
    }

    @Test
    void namesEveryKnobThatIsOutOfRange() throws IOException {
        Files.writeString(directory.resolve("weft.yaml"), "pmd-count: 65\nframes: 1\n");

        Result refused = weft("switchd", "--smc-entries", "1000");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("pmd-count").contains("frames").contains("smc-entries");
    }

    @Test
    void refusesAConfigurationFileThatHasAnUnknownKnob() throws IOException {
        Files.writeString(directory.resolve("weft.yaml"), "pmd-cuont: 2\n");

        Result refused = weft("switchd");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("pmd-cuont").contains("weft.yaml");
    }

    @Test
    void setsADamagedConfigurationAside() throws IOException {
        Files.writeString(directory.resolve("config.json"), "{\"format\": 1, \"bridges\": [{\"name\"");

        start();

        assertThat(weft("vsctl", "list-br").output()).isEmpty();
        assertThat(directory.resolve("config.json.damaged")).exists();
        assertThat(directory.resolve("log")).content().contains("starting without bridges");
    }

    @Test
    void detachesAndReturnsWhenItAnswers() throws IOException {
        Result detached = weft(
                "switchd", "--detach", "--pidfile", directory.resolve("pid").toString());
        try {
            assertThat(detached.status()).as(detached.output()).isZero();
            assertThat(weft("vsctl", "show").succeeded()).isTrue();
        } finally {
            endByCommand(
                    Long.parseLong(Files.readString(directory.resolve("pid")).strip()));
        }
    }

    @Test
    void aMonitorGoesOnInTheBackgroundUntilItIsEnded() throws IOException {
        start();
        assertThat(weft("vsctl", "add-br", "br0").succeeded()).isTrue();
        Result detached = weft("ofctl", "monitor", "br0", "watch:", "--detach", "--no-chdir", "--pidfile");
        assertThat(detached.status()).as(detached.output()).isZero();
        Path file = directory.resolve("ofctl.pid");
        long pid = Long.parseLong(Files.readString(file).strip());
        assertThat(ProcessHandle.of(pid)).isPresent();

        assertThat(weft("appctl", "-t", "ovs-ofctl", "exit").status()).isZero();

        assertThat(SystemTests.await(LIMIT, () -> ProcessHandle.of(pid).isEmpty()))
                .isTrue();
        assertThat(file).doesNotExist();
        assertThat(weft("vsctl", "show").succeeded()).as("the switch goes on").isTrue();
        Result refused = weft("ofctl", "monitor", "br7", "--detach");
        assertThat(refused.status()).isEqualTo(1);
    }

    private void endByCommand(long pid) {
        assertThat(weft("appctl", "exit").status()).isZero();
        assertThat(SystemTests.await(LIMIT, () -> ProcessHandle.of(pid).isEmpty()))
                .isTrue();
    }

    private Process start(String... options) throws IOException {
        Process process = launch(options);
        boolean ready = SystemTests.await(LIMIT, () -> weft("vsctl", "show").succeeded());
        assertThat(ready).as(Files.readString(directory.resolve("log"))).isTrue();
        return process;
    }

    private Process launch(String... options) throws IOException {
        List<String> line = SystemTests.command(
                "switchd",
                "--run-dir",
                directory.toString(),
                "--pidfile",
                directory.resolve("pid").toString());
        line.addAll(List.of(options));
        Process process = HostCommand.start(directory.resolve("log"), line);
        started.add(process);
        return process;
    }

    private Process startStandby() throws IOException {
        Process process = launch("--standby");
        String ready = "standby pid " + process.pid() + ": ready";
        boolean isReady = SystemTests.await(
                LIMIT, () -> weft("appctl", "standby/show").output().contains(ready));
        assertThat(isReady).as(Files.readString(directory.resolve("log"))).isTrue();
        return process;
    }

    private Result weft(String verb, String... arguments) {
        List<String> words = new ArrayList<>(List.of(verb, "--run-dir", directory.toString()));
        words.addAll(List.of(arguments));
        return SystemTests.weft(LIMIT, words.toArray(String[]::new));
    }
}

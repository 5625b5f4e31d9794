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
import java.util.concurrent.locks.LockSupport;
import org.agrona.IoUtil;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A namespace for switches that share a run directory and two for pods beside it, for each test its own; what was started is ended, and what was made
 * is removed, at its end.
 */
final class SwitchedPods implements BeforeEachCallback, AfterEachCallback {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<Process> started = new ArrayList<>();
    private Path directory;
    private NetworkNamespace host;
    private NetworkNamespace left;
    private NetworkNamespace right;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException, HostCommandException {
        String suffix = Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 16));
        directory = Files.createTempDirectory(place(), "weft-t-");
        host = NetworkNamespace.create("weft-t-host-" + suffix);
        left = NetworkNamespace.create("weft-t-left-" + suffix);
        right = NetworkNamespace.create("weft-t-right-" + suffix);
    }

    /** As it is in use, on a tmpfs where there is one. */
    private static Path place() throws IOException {
        Path shared = Path.of("/dev/shm");
        boolean isMemory =
                Files.isWritable(shared) && Files.getFileStore(shared).type().equals("tmpfs");
        return isMemory ? shared : Path.of(System.getProperty("java.io.tmpdir"));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started.forEach(process -> HostCommand.end(process.toHandle(), Duration.ofSeconds(10)));
        List.of(left, right, host).forEach(NetworkNamespace::close);
        IoUtil.delete(directory.toFile(), false);
    }

    NetworkNamespace host() {
        return host;
    }

    NetworkNamespace left() {
        return left;
    }

    NetworkNamespace right() {
        return right;
    }

    /** A pod's {@code eth0}, joined to {@code port} beside the switch. */
    void wire(NetworkNamespace pod, String port, String address) throws HostCommandException {
        pod.veth("eth0", host, port);
        pod.ip("address", "add", address + "/24", "dev", "eth0").orThrow();
    }

    /** A {@code weft switchd} of the run directory. */
    Process startSwitch(String... options) throws IOException {
        return startSwitchIn(host, options);
    }

    Process startSwitchIn(NetworkNamespace where, String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", where.name()));
        line.addAll(SystemTests.command("switchd", "--run-dir", directory.toString()));
        line.addAll(List.of(options));
        Process process = HostCommand.start(directory.resolve("log"), line);
        started.add(process);
        return process;
    }

    void awaitSwitch() throws IOException {
        boolean ready = SystemTests.await(LIMIT, () -> command("vsctl", "show").succeeded());
        assertThat(ready).as(log()).isTrue();
    }

    /** What the switches printed. */
    String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /** A Java program of the tests in a pod. */
    Process traffic(NetworkNamespace pod, Class<?> program, String... words) throws IOException {
        List<String> line = new ArrayList<>(pod.command(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    /** Nothing tells when an operator acts, or a process dies: this is the time in which traffic flows. */
    static void pause(Duration time) {
        long endNs = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(endNs - System.nanoTime());
        }
    }

    /** A verb that must succeed. */
    Result weft(String verb, String... arguments) {
        Result result = command(verb, arguments);
        assertThat(result.status()).as(result.output()).isZero();
        return result;
    }

    Result command(String verb, String... arguments) {
        List<String> words = new ArrayList<>(List.of(verb, "--run-dir", directory.toString()));
        words.addAll(List.of(arguments));
        return SystemTests.weft(LIMIT, words.toArray(String[]::new));
    }
}

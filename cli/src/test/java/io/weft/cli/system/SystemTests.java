package io.weft.cli.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.cli.host.HostCommand;
import io.weft.cli.host.HostCommand.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the tests that drive the real {@code ./weft} share. They are skipped, with the reason, where the machine lacks something. */
public final class SystemTests {
    private SystemTests() {}

    /** The root of the checkout: the nearest directory above with the launcher. */
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isExecutable(directory.resolve("weft"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("no ./weft above " + Path.of("").toAbsolutePath());
        }
        return directory;
    }

    /** The launcher and a distribution it can run without building. */
    public static void assumeDistribution() {
        assumeTrue(Files.exists(root().resolve(".weft/dist/stamp")), "no distribution yet: run ./weft --version once");
    }

    public static void assumeRootWith(String... programs) {
        assumeTrue(
                HostCommand.run("id", "-u").output().strip().equals("0"),
                "needs root: network namespaces and AF_XDP sockets");
        for (String program : programs) {
            assumeTrue(HostCommand.run("which", program).succeeded(), "needs the program " + program);
        }
    }

    /** Runs {@code ./weft}; the distribution is used as it is. */
    public static Result weft(Duration limit, String... arguments) {
        return HostCommand.run(limit, command(arguments));
    }

    public static List<String> command(String... arguments) {
        List<String> line = new ArrayList<>(
                List.of("env", "WEFT_NO_BUILD=1", root().resolve("weft").toString()));
        line.addAll(List.of(arguments));
        return line;
    }

    /** Waits until {@code condition} holds; whether it did within {@code limit}. */
    public static boolean await(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        return true;
    }
}

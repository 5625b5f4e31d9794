package io.weft.perf.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.cli.host.HostCommand;
import io.weft.cli.verb.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One row for a second, with the real peers, where they are installed: that a figure comes of it, not which. A busy machine takes longer. */
class PeersSystemTest {
    @Test
    void aRowIsMeasuredBesideOpenVSwitch() {
        Path root = root();
        assumeTrue(Files.exists(root.resolve(".weft/dist/stamp")), "no distribution yet: run ./weft --version once");
        try {
            Requirements.check(List.of(Scenario.NORMAL), List.of(100), List.of(1));
        } catch (RefusedException e) {
            abort(e.getMessage());
        }
        HostCommand.Result result = HostCommand.run(
                Duration.ofMinutes(6),
                List.of(
                        "env",
                        "WEFT_NO_BUILD=1",
                        root.resolve("weft").toString(),
                        "bench",
                        "peers",
                        "--flows=100",
                        "--rounds=1",
                        "--seconds=1",
                        "--warm-up=1"));
        assertThat(result.output()).containsPattern("normal +100 +64 +1 +[0-9.]+ .* Mpps +[0-9.]+ .* ovs-dpdk");
        assertThat(result.status()).isZero();
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("weft"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}

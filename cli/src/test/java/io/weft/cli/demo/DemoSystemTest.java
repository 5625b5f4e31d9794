package io.weft.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.weft.cli.host.HostCommand;
import io.weft.cli.host.HostCommand.Result;
import io.weft.cli.host.NetworkNamespace;
import io.weft.cli.system.SystemTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weft demo} as a user runs it: with real processes, namespaces and AF_XDP sockets. */
class DemoSystemTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @BeforeAll
    static void requirements() {
        SystemTests.assumeDistribution();
        SystemTests.assumeRootWith("ip", "ping", "iperf3");
    }

    @Test
    void everyCheckHoldsAndNothingIsLeft() {
        JsonObject report = demo();

        assertThat(report.get("passed").getAsBoolean()).as("%s", report).isTrue();
        for (JsonElement check : report.getAsJsonArray("checks")) {
            assertThat(check.getAsJsonObject().get("passed").getAsBoolean())
                    .as("%s", check)
                    .isTrue();
        }
        assertThat(DemoTopology.hasLeftovers()).isFalse();
        assertThat(demo().get("passed").getAsBoolean()).as("again").isTrue();
    }

    @Test
    void runsRightAfterAKilledOne() throws IOException {
        Process killed = HostCommand.start(directory.resolve("log"), SystemTests.command(arguments()));
        boolean busy = SystemTests.await(
                LIMIT,
                () -> NetworkNamespace.exists(DemoTopology.HOST) && Files.exists(directory.resolve("run/switch.sock")));
        killed.descendants().forEach(ProcessHandle::destroyForcibly);
        killed.destroyForcibly();

        assertThat(busy).isTrue();
        assertThat(demo().get("passed").getAsBoolean()).isTrue();
        assertThat(DemoTopology.hasLeftovers()).isFalse();
    }

    private JsonObject demo() {
        Result result = SystemTests.weft(LIMIT, arguments());
        assertThat(result.output()).startsWith("{");
        return JsonParser.parseString(result.output()).getAsJsonObject();
    }

    private String[] arguments() {
        return new String[] {
            "demo", "--json", "--run-dir", directory.resolve("run").toString()
        };
    }
}

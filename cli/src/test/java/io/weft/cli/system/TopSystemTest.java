package io.weft.cli.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.weft.cli.host.HostCommand;
import io.weft.cli.host.HostCommand.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./weft top} beside a running {@code ./weft switchd} with dummy ports and connections; needs no privilege. */
class TopSystemTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String ADDRESSES =
            "505400000005505400000007" + "0800" + "4500001c000000004011" + "66cf" + "0a0000010a000002";

    @TempDir
    private Path directory;

    private Process daemon;

    @BeforeAll
    static void requirements() {
        SystemTests.assumeDistribution();
        assumeTrue(HostCommand.run("which", "script").succeeded(), "needs the program script");
    }

    @BeforeEach
    void start() throws IOException {
        daemon = HostCommand.start(
                directory.resolve("log"), SystemTests.command("switchd", "--run-dir", directory.toString()));
        assertThat(SystemTests.await(LIMIT, () -> weft("vsctl", "show").succeeded()))
                .as(Files.readString(directory.resolve("log")))
                .isTrue();
        done("vsctl", "add-br", "br0");
        for (String port : List.of("p1", "p2")) {
            done("vsctl", "add-port", "br0", port, "--", "set", "interface", port, "type=dummy");
        }
        done("ofctl", "add-flow", "br0", "in_port=p1,udp,actions=ct(commit,zone=5),p2");
    }

    @AfterEach
    void end() {
        HostCommand.end(daemon.toHandle(), Duration.ofSeconds(10));
    }

    private Result weft(String verb, String... arguments) {
        List<String> words = new ArrayList<>(List.of(verb, "--run-dir", directory.toString()));
        words.addAll(List.of(arguments));
        return SystemTests.weft(LIMIT, words.toArray(String[]::new));
    }

    private void done(String verb, String... arguments) {
        Result result = weft(verb, arguments);
        assertThat(result.status()).as(result.output()).isZero();
    }

    /** UDP requests of 10.0.0.1 to port 53 of 10.0.0.2, each from a port of its own. */
    private void connect(int from, int count) {
        List<String> words = new ArrayList<>(List.of("netdev-dummy/receive", "p1"));
        for (int port = from; port < from + count; port++) {
            words.add(ADDRESSES + HexFormat.of().toHexDigits((short) port) + "0035" + "00080000");
        }
        done("appctl", words.toArray(String[]::new));
    }

    @Test
    void showsPortsAndConnections() {
        connect(1000, 20);
        done("appctl", "dpctl/ct-set-limits", "zone=5,limit=100");
        Result page = weft("top", "--once", "--interval", "0.2");
        assertThat(page.status()).as(page.output()).isZero();
        assertThat(page.output()).contains("CONNECTIONS 20 of ", "by zone    5: 20 of 100", "\np1  ", "\nPMD  BUSY %");
        assertThat(weft("stat").output()).containsPattern("ct_created +20\n");
        assertThat(weft("appctl", "coverage/read-counter", "ct_created").output())
                .isEqualTo("20\n");
    }

    @Test
    void whatHappensMeanwhileIsARate() throws IOException {
        Path answer = directory.resolve("answer");
        Process top = HostCommand.start(
                answer, SystemTests.command("top", "--run-dir", directory.toString(), "--json", "--once", "-i", "2"));
        for (int from = 1000; top.isAlive(); from += 20) {
            connect(from, 20);
        }
        JsonObject document = JsonParser.parseString(Files.readString(answer)).getAsJsonObject();
        JsonObject port = document.getAsJsonArray("ports").get(0).getAsJsonObject();
        assertThat(port.get("port").getAsString()).as("the busiest").isIn("p1", "p2");
        assertThat(port.get("rx_packets").getAsDouble() + port.get("tx_packets").getAsDouble())
                .isPositive();
        JsonObject connections = document.getAsJsonObject("connections");
        assertThat(connections.getAsJsonObject("per_second").get("new").getAsDouble())
                .isPositive();
    }

    /** @param keys end it */
    private String onATerminal(String keys) throws IOException {
        Path seen = directory.resolve("seen");
        String line = "stty -g; WEFT_NO_BUILD=1 " + SystemTests.root().resolve("weft") + " top --run-dir " + directory
                + " -i 0.2; stty -g";
        // As in a terminal: a runner in the background has SIGINT ignored, and dash ends on a Ctrl-C that its child
        // answered.
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT", "script", "-qfc", line, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(seen.toFile());
        builder.environment().put("SHELL", "/bin/bash");
        Process script = builder.start();
        try (OutputStream terminal = script.getOutputStream()) {
            assertThat(SystemTests.await(LIMIT, () -> read(seen).contains("CONNECTIONS")))
                    .as(read(seen))
                    .isTrue();
            terminal.write(keys.getBytes(StandardCharsets.US_ASCII));
            terminal.flush();
            assertThat(SystemTests.await(LIMIT, () -> !script.isAlive()))
                    .as(read(seen))
                    .isTrue();
        } finally {
            HostCommand.end(script.toHandle(), Duration.ofSeconds(5));
        }
        return read(seen);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", " q", "\u0003"})
    void givesTheTerminalBack(String keys) throws IOException {
        String seen = onATerminal(keys);
        assertThat(seen).contains("\u001b[?1049h\u001b[?25l", "\u001b[?25h\u001b[?1049l");
        assertThat(seen.indexOf("\u001b[?1049l")).isGreaterThan(seen.lastIndexOf("CONNECTIONS"));
        String settings = seen.substring(0, seen.indexOf('\r'));
        assertThat(seen.strip()).as("stty -g before and after").endsWith(settings);
    }
}

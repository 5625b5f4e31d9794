package io.weft.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.Weft;
import io.weft.northbound.server.ServerLimits;
import io.weft.northbound.server.SwitchServer;
import io.weft.northbound.transport.SwitchAddress;
import io.weft.southbound.tunnel.GeneveDriver;
import io.weft.southbound.tunnel.VxlanDriver;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.ThreadingMode;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.port.dummy.DummyDriver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages of {@code docs} that show commands: each line of each block is carried out, in order, by the verbs as a user runs them, on a switch with bridge
 * {@code br0} and ports {@code p1} (1) and {@code p2} (2). None may be refused. Lines that start a switch are system tests' ({@code HandoverSystemTest}).
 */
final class PageCommandsTest {
    private static final Path PAGES = Path.of("..", "docs");
    private static final String BLOCK = "    ";
    private static final String SWITCHD = "weft switchd ";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|([^\" ]+)");

    @TempDir
    private Path runDirectory;

    @Test
    void everyLineOfEveryPageIsDone() throws IOException {
        List<String> commands = new ArrayList<>();
        try (var pages = Files.list(PAGES)) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                Files.readAllLines(page).stream()
                        .filter(line -> line.startsWith(BLOCK))
                        .map(String::strip)
                        .filter(line -> !line.startsWith(SWITCHD))
                        .forEach(commands::add);
            }
        }
        assertThat(commands).hasSizeGreaterThan(20).allMatch(line -> line.startsWith("weft "));
        WarpClock clock = new WarpClock();
        DummyDriver dummies = new DummyDriver();
        SwitchAddress address = SwitchAddress.inRunDirectory(runDirectory);
        try (VirtualSwitch weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .drivers(List.of(dummies, new VxlanDriver(), new GeneveDriver())))) {
            LocalSwitch control = new LocalSwitch(
                    weft, new ConfigStore(runDirectory), new OperatorCommands(clock, dummies, () -> {}, () -> {}));
            try (SwitchServer _ = SwitchServer.start(control, List.of(address), ServerLimits.DEFAULT)) {
                done("weft vsctl add-br br0 -- set bridge br0 datapath_type=dummy");
                done("weft vsctl add-port br0 p1 -- set interface p1 type=dummy ofport_request=1");
                done("weft vsctl add-port br0 p2 -- set interface p2 type=dummy ofport_request=2");
                commands.forEach(this::done);
                assertThat(weft.connections().tracker().limit(1)).isEqualTo(10_000);
            }
        }
    }

    private void done(String line) {
        List<String> words = new ArrayList<>(WORD.matcher(line)
                .results()
                .map(PageCommandsTest::unquoted)
                .skip(1)
                .toList());
        words.addAll(1, List.of("--run-dir", runDirectory.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Weft.run(new PrintWriter(out), new PrintWriter(err), words.toArray(String[]::new));
        assertThat(status).as("%s: %s", line, err).isZero();
        assertThat(err.toString()).as(line).isEmpty();
    }

    private static String unquoted(MatchResult word) {
        return word.group(1) == null ? word.group(2) : word.group(1);
    }
}

package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.memory.MemoryPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a switch finds that another one left in its run directory. */
final class RestartTest {
    private static final byte[] REQUEST = udp(0x0a00_0001, 1000, 0x0a00_0002, 53);
    private static final byte[] ANSWER = udp(0x0a00_0002, 53, 0x0a00_0001, 1000);
    private static final SwitchConfig CONFIG = SwitchConfig.EMPTY.with(
            BridgeConfig.of("br0").with(PortSettings.of("p1", "memory")).with(PortSettings.of("p2", "memory")));

    @TempDir
    private Path runDirectory;

    private final FakeClock clock = new FakeClock();
    private MemoryDriver driver;
    private VirtualSwitch weft;

    private static byte[] udp(int from, int fromPort, int to, int toPort) {
        return new FrameBuilder()
                .ethernet(0x5054_0000_0007L, 0x5054_0000_0005L)
                .ipv4(from, to)
                .udp(fromPort, toPort)
                .payload(30)
                .build();
    }

    /** Another process: its clock begins elsewhere. */
    private void launch() {
        end();
        clock.advanceMs(1000);
        driver = new MemoryDriver();
        weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .keepsState(true)
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .drivers(List.of(driver)));
    }

    @AfterEach
    void end() {
        if (weft != null) {
            weft.close();
        }
    }

    private void addStatefulFirewall() {
        weft.modifyFlows(
                "br0",
                Stream.of(
                                "ip,actions=ct(table=1)",
                                "table=1,ip,ct_state=+trk+new,in_port=1,actions=ct(commit),output:2",
                                "table=1,ip,ct_state=+trk+est,in_port=2,actions=output:1")
                        .map(flow -> FlowText.parseAdd(flow, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD))
                        .toList());
    }

    private boolean passes(String from, byte[] frame, String to) {
        port(from).inject(frame);
        weft.step();
        return port(to).poll() != null;
    }

    private MemoryPort port(String name) {
        return driver.port(name).orElseThrow();
    }

    @Test
    void connectionsAreThereWhenPortsOpen() {
        launch();
        weft.restore(CONFIG);
        addStatefulFirewall();
        assertThat(runDirectory.resolve("connections.dat"))
                .as("no packet was tracked yet")
                .doesNotExist();
        assertThat(passes("p1", REQUEST, "p2")).isTrue();

        launch();
        weft.restore(CONFIG.withOtherConfig(Map.of("ct-maxconns", "1000")));
        addStatefulFirewall();
        assertThat(runDirectory.resolve("connections.dat")).hasSize(4096 + 1000 * 128);
        assertThat(passes("p2", ANSWER, "p1")).isTrue();
    }

    @Test
    void aSwitchMayForget() throws IOException {
        launch();
        weft.restore(CONFIG);
        addStatefulFirewall();
        assertThat(passes("p1", REQUEST, "p2")).isTrue();

        launch();
        weft.forget();
        weft.apply(_ -> CONFIG);
        addStatefulFirewall();
        assertThat(passes("p2", ANSWER, "p1")).isFalse();
    }

    @Test
    void aDamagedTableIsSetAside() throws IOException {
        Files.writeString(runDirectory.resolve("connections.dat"), "not a table of connections");
        launch();
        weft.restore(CONFIG);
        addStatefulFirewall();
        assertThat(runDirectory.resolve("connections.dat.damaged")).exists();
        assertThat(passes("p2", ANSWER, "p1")).isFalse();
        assertThat(passes("p1", REQUEST, "p2")).isTrue();
        assertThat(passes("p2", ANSWER, "p1")).isTrue();
    }

    @Test
    void theSizeOfTheTableHasItsRange() {
        launch();
        for (String wrong : List.of("0", "16777184", "many")) {
            assertThatThrownBy(() -> weft.restore(CONFIG.withOtherConfig(Map.of("ct-maxconns", wrong))))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("switch other_config:ct-maxconns")
                    .hasMessageContaining("1 to 16777183 connections");
        }
    }
}

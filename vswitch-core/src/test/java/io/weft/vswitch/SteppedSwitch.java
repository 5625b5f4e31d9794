package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.group.GroupMod;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.memory.MemoryPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A switch of each test's own, in invoker mode: it works when the test says {@link #step}, its clock is the test's, its ports of type {@code
 * memory} are in {@link #driver}.
 */
final class SteppedSwitch implements BeforeEachCallback, AfterEachCallback {
    private final MemoryDriver driver = new MemoryDriver();
    private final FakeClock clock = new FakeClock();
    private final List<PortDriver> drivers = new ArrayList<>();
    private Path runDirectory;
    private VirtualSwitch virtualSwitch;

    /** @param more drivers, beside that of memory ports */
    SteppedSwitch(PortDriver... more) {
        drivers.add(driver);
        drivers.addAll(List.of(more));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        runDirectory = Files.createTempDirectory("weft-test");
        virtualSwitch = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .drivers(drivers));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        virtualSwitch.close();
        IoUtil.delete(runDirectory.toFile(), false);
    }

    VirtualSwitch get() {
        return virtualSwitch;
    }

    MemoryDriver driver() {
        return driver;
    }

    FakeClock clock() {
        return clock;
    }

    Path runDirectory() {
        return runDirectory;
    }

    MemoryPort port(String name) {
        return driver.port(name).orElseThrow();
    }

    void step() {
        virtualSwitch.step();
    }

    /** Gives a frame to a port, and the switch the time to forward it. */
    void send(String port, byte[] frame) {
        assertThat(port(port).inject(frame)).isTrue();
        virtualSwitch.step();
    }

    /** Adds flows, all or none. */
    void add(String bridge, String... flows) {
        List<FlowMod> mods = new ArrayList<>();
        for (String flow : flows) {
            mods.add(FlowText.parseAdd(flow, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD));
        }
        virtualSwitch.modifyFlows(bridge, mods);
    }

    /** Adds a group. */
    void addGroup(String bridge, String group) {
        virtualSwitch.modify(
                bridge, List.of(new BundleMod.Group(GroupText.parse(GroupMod.Kind.ADD, group, PortNames.NUMBERS))));
    }
}

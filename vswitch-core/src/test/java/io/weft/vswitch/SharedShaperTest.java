package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.QosSettings;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.memory.MemoryPort;
import io.weft.vswitch.shape.ShaperSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shaped port to which two packet threads send: together at its rate, each flow in its order. */
final class SharedShaperTest {
    private static final int LENGTH = 1_000;

    @TempDir
    private Path runDirectory;

    private final MemoryDriver driver = new MemoryDriver();
    private final FakeClock clock = new FakeClock();
    private final Map<Integer, Integer> last = new HashMap<>();
    private long frames;
    private int next = 1;

    @Test
    void twoThreadsShareTheRate() {
        try (VirtualSwitch weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .pmdCount(2)
                .clock(clock)
                .drivers(List.of(driver)))) {
            QosSettings shaped = QosSettings.NONE.withEgress(new ShaperSettings(16_000_000, 0, new TreeMap<>()));
            weft.apply(config -> config.with(BridgeConfig.of("br0")
                    .withFailMode(BridgeConfig.FailMode.SECURE)
                    .with(PortSettings.of("in1", "memory").withOfportRequest(1))
                    .with(PortSettings.of("in2", "memory").withOfportRequest(2))
                    .with(PortSettings.of("out", "memory").withOfportRequest(3))));
            weft.modifyFlows(
                    "br0",
                    List.of(FlowText.parseAdd("actions=output:3", PortNames.NUMBERS)
                            .toMod(FlowMod.Kind.ADD)));
            run(weft, 10, 1);
            assertThat(frames).as("not shaped yet").isEqualTo(20);
            set(weft, shaped);
            run(weft, 50, 3);
            frames = 0;
            run(weft, 1_000, 3);
            assertThat((double) frames).as("2,000 a second").isCloseTo(2_000, within(60.0));
            set(weft, QosSettings.NONE);
            run(weft, 10, 1);
            frames = 0;
            run(weft, 100, 1);
            assertThat(frames).as("not shaped any more").isEqualTo(200);
        }
    }

    private static void set(VirtualSwitch weft, QosSettings qos) {
        weft.apply(config -> config.withBridge("br0", bridge -> bridge.withPort("out", port -> port.withQos(qos))));
        weft.step();
    }

    private void run(VirtualSwitch weft, int ms, int perMs) {
        for (int i = 0; i < ms; i++) {
            clock.advanceMs(1);
            for (int n = 0; n < perMs; n++) {
                inject("in1", 1);
                inject("in2", 2);
            }
            weft.step();
            take();
        }
    }

    private void inject(String port, int source) {
        byte[] frame = new FrameBuilder()
                .ethernet(0x0200_0000_0001L, 0x0200_0000_0002L)
                .ipv4(0x0a00_0001, 0x0a01_0001)
                .udp(source, 2000)
                .payload(LENGTH - 42)
                .build();
        frame[100] = (byte) (next >>> 16);
        frame[101] = (byte) (next >>> 8);
        frame[102] = (byte) next++;
        assertThat(driver.port(port).orElseThrow().inject(frame)).isTrue();
    }

    private void take() {
        MemoryPort out = driver.port("out").orElseThrow();
        for (byte[] frame = out.poll(); frame != null; frame = out.poll()) {
            int number = (frame[100] & 0xff) << 16 | (frame[101] & 0xff) << 8 | frame[102] & 0xff;
            int source = (frame[34] & 0xff) << 8 | frame[35] & 0xff;
            Integer before = last.put(source, number);
            assertThat(before == null || before < number)
                    .as("the order of flow %d", source)
                    .isTrue();
            frames++;
        }
    }
}

package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.action.SampleDirection;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowMod;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.BridgeConfig.FailMode;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sample}: which packets it draws, what of them the subscribers get, and that nobody waits for a subscriber. */
final class SamplingTest {
    private static final int WHOLE = 65_535;
    private static final int PACKETS = 2_000;

    @TempDir
    private Path runDirectory;

    private final MemoryDriver driver = new MemoryDriver();
    private final BlockingQueue<SampledPacket> samples = new LinkedBlockingQueue<>();

    private VirtualSwitch launch(List<Action> actions) {
        VirtualSwitch virtualSwitch = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(new FakeClock())
                .drivers(List.of(driver)));
        virtualSwitch.apply(config -> config.with(BridgeConfig.of("br0")
                .withFailMode(FailMode.SECURE)
                .with(PortSettings.of("p1", "memory"))
                .with(PortSettings.of("p2", "memory"))));
        virtualSwitch.modifyFlows("br0", List.of(FlowMod.add(0, 1, Match.ANY, 0, actions)));
        return virtualSwitch;
    }

    private static Action.Sample sample(int probability) {
        return new Action.Sample(probability, 5, 6, 7, 2, SampleDirection.EGRESS);
    }

    private static byte[] frame(int source) {
        return new FrameBuilder()
                .ethernet(0x0200_0000_000bL, 0x0200_0000_000aL)
                .ipv4(source, 0x0a000002)
                .udp(1, 2)
                .payload(200)
                .build();
    }

    private void send(VirtualSwitch virtualSwitch, int packets) {
        for (int i = 0; i < packets; i++) {
            assertThat(driver.port("p1").orElseThrow().inject(frame(i))).isTrue();
            virtualSwitch.step();
        }
    }

    private SampledPacket next() throws InterruptedException {
        SampledPacket sample = samples.poll(10, TimeUnit.SECONDS);
        assertThat(sample).isNotNull();
        return sample;
    }

    @Test
    void aSampleShowsThePacketAsItIsThere() throws InterruptedException {
        Action.SetField set = new Action.SetField(Fields.ETH_SRC, 0, 0xcc, 0, FieldValue.fullMask(Fields.ETH_SRC));
        try (VirtualSwitch virtualSwitch = launch(List.of(sample(WHOLE), set, sample(WHOLE), new Action.Output(2)))) {
            virtualSwitch.subscribeSamples("br0", samples::add);
            send(virtualSwitch, 1);
            SampledPacket first = next();
            assertThat(first.bridge()).isEqualTo("br0");
            assertThat(first.inPort()).isEqualTo(1);
            assertThat(first.action()).isEqualTo(sample(WHOLE));
            assertThat(first.totalLength()).isEqualTo(frame(0).length);
            assertThat(first.frame()).hasSize(128);
            assertThat(first.frame()[11]).isEqualTo((byte) 0x0a);
            assertThat(next().frame()[11]).isEqualTo((byte) 0xcc);
            assertThat(driver.port("p2").orElseThrow().poll()).isNotNull();
        }
    }

    @Test
    void aQuarterIsDrawnAndTheSameQuarterEachTime() throws InterruptedException {
        List<Integer> first = drawn();
        assertThat(first.size()).isBetween(PACKETS / 4 - 100, PACKETS / 4 + 100);
        assertThat(drawn()).isEqualTo(first);
    }

    /** Which packets of a run are sampled with probability 1/4. The last one is sampled for certain, by another entry, to know the end. */
    private List<Integer> drawn() throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        try (VirtualSwitch virtualSwitch = launch(List.of(sample(WHOLE / 4)))) {
            virtualSwitch.subscribeSamples("br0", samples::add);
            send(virtualSwitch, PACKETS);
            virtualSwitch.modifyFlows("br0", List.of(FlowMod.add(0, 1, Match.ANY, 0, List.of(sample(WHOLE)))));
            send(virtualSwitch, 1);
            for (SampledPacket sample = next(); sample.action().probability() != WHOLE; sample = next()) {
                numbers.add((sample.frame()[28] & 0xff) << 8 | sample.frame()[29] & 0xff);
            }
        }
        return numbers;
    }

    @Test
    void withoutASubscriberNothingIsKeptAndNothingWaits() {
        try (VirtualSwitch virtualSwitch = launch(List.of(sample(WHOLE), new Action.Output(Ports.LOCAL)))) {
            for (int i = 0; i < 20; i++) {
                send(virtualSwitch, 500);
            }
            assertThat(virtualSwitch.counters().pmd(0).value(CounterKind.PMD_SAMPLES_LOST))
                    .isZero();
        }
    }

    @Test
    void aFullRingIsCounted() {
        try (VirtualSwitch virtualSwitch = launch(List.of(sample(WHOLE)))) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(driver.port("p1").orElseThrow().inject(frame(i))).isTrue();
                virtualSwitch.pollOnce(); // the PMD alone: nobody empties the ring
            }
            assertThat(virtualSwitch.counters().pmd(0).value(CounterKind.PMD_SAMPLES_LOST))
                    .isEqualTo(5_000 - 4_096);
        }
    }
}

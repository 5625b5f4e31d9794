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
import io.weft.vswitch.conductor.RxQueueView;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.memory.MemoryPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two PMDs: receive queues are where the rules want them, and a queue that goes from one PMD to the other loses nothing and keeps its order. */
final class RxQueuesMoveTest {
    private static final int MOVES = 200;
    private static final int PACKETS_A_MOVE = 100;
    private static final int SEQUENCE_AT = 42;

    @TempDir
    private Path runDirectory;

    private final MemoryDriver driver = new MemoryDriver();
    private final FakeClock clock = new FakeClock();
    private VirtualSwitch weft;

    private void launch(ThreadingMode mode) {
        launch(mode, mode == ThreadingMode.INVOKER ? clock : SystemNanoClock.INSTANCE, 2);
    }

    private void launch(ThreadingMode mode, NanoClock time, int queues) {
        weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(mode)
                .pmdCount(2)
                .clock(time)
                .drivers(List.of(driver)));
        weft.apply(config -> config.with(BridgeConfig.of("br0")
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(PortSettings.of("in", "memory").withOfportRequest(1).withOptions(Map.of("n_rxq", "" + queues)))
                .with(PortSettings.of("out", "memory").withOfportRequest(2))));
        weft.modifyFlows(
                "br0",
                List.of(FlowText.parseAdd("in_port=1,actions=output:2", PortNames.NUMBERS)
                        .toMod(FlowMod.Kind.ADD)));
    }

    @AfterEach
    void close() {
        weft.close();
    }

    private void pin(String affinity) {
        weft.apply(config -> config.withBridge(
                "br0",
                bridge -> bridge.withPort("in", port -> port.withOtherConfig(Map.of("pmd-rxq-affinity", affinity)))));
    }

    private void rules(Map<String, String> knobs) {
        weft.apply(config -> config.withOtherConfig(knobs));
    }

    /** The PMDs of the queues of port {@code in}, then that of {@code out}. */
    private List<Integer> owners() {
        return weft.pmds().rxQueues().stream().map(RxQueueView::pmd).toList();
    }

    private MemoryPort port(String name) {
        return driver.port(name).orElseThrow();
    }

    private static byte[] frame(int queue, int sequence) {
        byte[] frame = new FrameBuilder()
                .ethernet(0x0200_0000_0001L, 0x0200_0000_0010L + queue)
                .ipv4(0x0a000001, 0x0a000002)
                .udp(1, 2)
                .payload(18)
                .build();
        frame[SEQUENCE_AT] = (byte) (sequence >>> 16);
        frame[SEQUENCE_AT + 1] = (byte) (sequence >>> 8);
        frame[SEQUENCE_AT + 2] = (byte) sequence;
        return frame;
    }

    @ParameterizedTest
    @EnumSource(ThreadingMode.class)
    @Timeout(60)
    void aQueueThatMovesLosesNothingAndKeepsItsOrder(ThreadingMode mode) {
        launch(mode);
        int[] next = new int[2];
        int sent = 0;
        for (int move = 0; move < MOVES; move++) {
            sent = inject(sent, PACKETS_A_MOVE / 2);
            pin(move % 2 == 0 ? "0:1,1:0" : "0:0,1:1");
            sent = inject(sent, PACKETS_A_MOVE / 2);
            drain(next);
        }
        while (next[0] + next[1] < 2 * sent) {
            drain(next);
        }
        assertThat(next).as("each in its order").containsExactly(sent, sent);
        assertThat(weft.counters().totals("in").rxMissed()).isZero();
        assertThat(weft.pmds().statistics())
                .allSatisfy(pmd -> assertThat(pmd.rxPackets()).isPositive());
    }

    /** Numbered frames for both queues; returns the next number. */
    private int inject(int from, int count) {
        for (int i = from; i < from + count; i++) {
            assertThat(port("in").inject(0, frame(0, i))).isTrue();
            assertThat(port("in").inject(1, frame(1, i))).isTrue();
        }
        return from + count;
    }

    /** Takes what was sent so far and checks that each queue's frames come in their order. */
    private void drain(int[] next) {
        weft.pmds().rxQueues(); // in invoker mode somebody has to run the agents
        for (byte[] frame = port("out").poll();
                frame != null;
                frame = port("out").poll()) {
            int queue = frame[11] - 0x10;
            int sequence = (frame[SEQUENCE_AT] & 255) << 16
                    | (frame[SEQUENCE_AT + 1] & 255) << 8
                    | frame[SEQUENCE_AT + 2] & 255;
            assertThat(sequence).as("queue " + queue).isEqualTo(next[queue]++);
        }
    }

    @Test
    void queuesAreWhereTheRulesWantThem() {
        launch(ThreadingMode.INVOKER);
        assertThat(owners()).as("cycles, nothing measured").containsExactly(0, 1, 1);
        rules(Map.of("pmd-rxq-assign", "roundrobin"));
        weft.step();
        assertThat(owners()).containsExactly(0, 1, 0);
        pin("0:1");
        weft.step();
        assertThat(owners()).as("PMD 1 is for the pinned queue alone").containsExactly(1, 0, 0);
        assertThat(weft.pmds().isolated()).containsExactly(false, true);
        rules(Map.of("pmd-rxq-assign", "roundrobin", "pmd-rxq-isolate", "false"));
        weft.step();
        assertThat(owners()).containsExactly(1, 0, 1);
        assertThat(weft.pmds().isolated()).containsExactly(false, false);
    }

    @Test
    void aPortThatGoesWhileItsQueueIsHandedOverIsNotPolledAgain() {
        launch(ThreadingMode.INVOKER);
        pin("0:1,1:0");
        weft.apply(config -> config.withBridge("br0", bridge -> bridge.without("in")));
        weft.step();
        assertThat(weft.pmds().rxQueues()).extracting(RxQueueView::port).containsExactly("out");
        assertThat(weft.pmds().statistics())
                .flatExtracting(PmdStatistics::rxQueues)
                .containsExactly("out:0");
    }

    @Test
    void rulesThatMeanNothingAreRefused() {
        launch(ThreadingMode.INVOKER);
        assertThatThrownBy(() -> rules(Map.of("pmd-rxq-assign", "fair", "pmd-auto-lb-load-threshold", "101")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cycles, roundrobin or group")
                .hasMessageContaining("pmd-auto-lb-load-threshold");
        assertThatThrownBy(() -> pin("0-1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("such as 0:3,1:7");
    }

    @Test
    @Timeout(60)
    void aPmdWithTooMuchToDoGivesAQueueAway() {
        long[] nowNs = new long[1];
        launch(ThreadingMode.INVOKER, () -> nowNs[0] += 100, 4); // whoever looks at the clock takes time
        rules(Map.of("pmd-auto-lb", "true", "pmd-auto-lb-load-threshold", "0"));
        weft.step();
        assertThat(owners()).containsExactly(0, 1, 1, 0, 0);
        for (int second = 0; second < 61; second++) {
            for (int i = 0; i < 100; i++) {
                assertThat(port("in").inject(0, frame(0, i))).isTrue();
                assertThat(port("in").inject(3, frame(3, i))).isTrue();
                weft.round();
            }
            nowNs[0] += 1_000_000_000L;
            weft.step();
            assertThat(port("out").pending()).isEqualTo(200);
            for (int i = 0; i < 200; i++) {
                port("out").poll();
            }
        }
        List<Integer> owners = owners();
        assertThat(owners.get(0)).as("both busy queues were with PMD 0").isNotEqualTo(owners.get(3));
        assertThat(weft.pmds().rxQueues().getFirst().busyNs()).isPositive();
    }
}

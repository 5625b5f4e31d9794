package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.QosSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.shape.ClassSettings;
import io.weft.vswitch.shape.QueueStatistics;
import io.weft.vswitch.shape.ShaperSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Shaped ports of a running switch whose clock is the test's. */
final class EgressShapingTest {
    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        weft.apply(config -> config.with(BridgeConfig.of("br0")
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(PortSettings.of("in", "memory").withOfportRequest(1))
                .with(PortSettings.of("out", "memory").withOfportRequest(2))
                .with(PortSettings.of("other", "memory").withOfportRequest(3))));
    }

    private void shape(long maxBps, Map<Integer, ClassSettings> queues) {
        ShaperSettings settings = new ShaperSettings(maxBps, 0, new TreeMap<>(queues));
        set(QosSettings.NONE.withEgress(settings));
    }

    private void set(QosSettings qos) {
        weft.apply(config -> config.withBridge("br0", bridge -> bridge.withPort("out", port -> port.withQos(qos))));
    }

    private static byte[] frame(int source, int length) {
        return new FrameBuilder()
                .ethernet(0x0200_0000_0001L, 0x0200_0000_0002L)
                .ipv4(0x0a00_0001, 0x0a01_0001)
                .udp(source, 2000)
                .payload(length - 42)
                .build();
    }

    private List<byte[]> drain(String port) {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] frame = stepped.port(port).poll();
                frame != null;
                frame = stepped.port(port).poll()) {
            frames.add(frame);
        }
        return frames;
    }

    /** Offers frames from each source every millisecond; returns the bytes that left by source port. */
    private Map<Integer, Long> offer(int ms, int length, Map<Integer, Integer> perMs) {
        Map<Integer, Long> bytes = new TreeMap<>();
        for (int i = 0; i < ms; i++) {
            stepped.clock().advanceMs(1);
            perMs.forEach((source, count) -> {
                for (int n = 0; n < count; n++) {
                    assertThat(stepped.port("in").inject(frame(source, length))).isTrue();
                }
            });
            stepped.step();
            for (byte[] frame : drain("out")) {
                bytes.merge((frame[34] & 0xff) << 8 | frame[35] & 0xff, (long) frame.length, Long::sum);
            }
        }
        return bytes;
    }

    private static ClassSettings rates(long min, long max) {
        return new ClassSettings(min, max, 0, 0, ClassSettings.UNMARKED);
    }

    @Test
    void aPortSendsAtItsRateAndFramesAreNotLost() {
        stepped.add("br0", "actions=output:2");
        shape(20_000_000, Map.of());
        double bytes = offer(1_000, 1_000, Map.of(1, 5, 2, 5)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(bytes).isCloseTo(2_500_000, within(0.03 * 2_500_000));
        QueueStatistics queue = statistics().getFirst();
        assertThat((double) queue.bytes()).isEqualTo(bytes);
        assertThat(queue.dropped())
                .isEqualTo(weft.counters().dropped(DropReason.EGRESS_QUEUE_FULL)
                        + weft.counters().dropped(DropReason.EGRESS_QUEUE_DELAY))
                .isPositive();
    }

    private List<QueueStatistics> statistics() {
        return weft.ports().stream()
                .filter(port -> port.name().equals("out"))
                .findFirst()
                .orElseThrow()
                .queues();
    }

    @Test
    void queuesAreChosenByFlowsAndKeepTheirRates() {
        stepped.add(
                "br0",
                "priority=2,udp,tp_src=1,actions=set_queue:1,output:2",
                "priority=2,udp,tp_src=2,actions=enqueue:2:2",
                "priority=2,udp,tp_src=3,actions=set_queue:1,pop_queue,output:2",
                "priority=2,udp,tp_src=4,actions=set_queue:77,output:2");
        shape(80_000_000, Map.of(1, rates(0, 8_000_000), 2, rates(40_000_000, 0)));
        Map<Integer, Long> bytes = offer(500, 1_000, Map.of(1, 4, 2, 5, 3, 10, 4, 1));
        assertThat(bytes.get(1)).isBetween(480_000L, 510_000L);
        assertThat(bytes.get(2)).as("all of it: it is guaranteed").isBetween(2_450_000L, 2_500_000L);
        assertThat(bytes.get(3) + bytes.get(4)).as("what is left").isBetween(1_900_000L, 2_100_000L);
        assertThat(statistics()).extracting(QueueStatistics::queue).containsExactly(0, 1, 2);
        assertThat(statistics().get(1).bytes()).isEqualTo(bytes.get(1));
        assertThat(statistics().get(0).bytes()).isEqualTo(bytes.get(3) + bytes.get(4));
    }

    @Test
    void theChoiceOutlivesTheConnectionTracker() {
        stepped.add(
                "br0", "priority=2,udp,actions=set_queue:1,ct(table=1,commit)", "table=1,priority=1,actions=output:2");
        shape(80_000_000, Map.of(1, rates(0, 8_000_000)));
        Map<Integer, Long> bytes = offer(500, 1_000, Map.of(1, 4));
        assertThat(bytes.get(1)).isBetween(480_000L, 510_000L);
        assertThat(statistics().get(1).bytes()).isEqualTo(bytes.get(1));
    }

    @Test
    void aCloneMayChooseForItself() {
        stepped.add("br0", "actions=set_queue:1,clone(set_queue:2,output:2),output:2");
        shape(80_000_000, Map.of(1, rates(0, 0), 2, rates(0, 0)));
        offer(10, 1_000, Map.of(1, 1));
        assertThat(statistics()).extracting(QueueStatistics::packets).containsExactly(0L, 10L, 10L);
    }

    @Test
    void packetsOfAQueueAreMarked() {
        stepped.add("br0", "actions=set_queue:1,output:2,set_queue:2,output:3,output:2");
        shape(80_000_000, Map.of(1, new ClassSettings(0, 0, 0, 0, 46)));
        assertThat(stepped.port("in").inject(frame(1, 100))).isTrue();
        stepped.step();
        List<byte[]> out = drain("out");
        assertThat(out).hasSize(2);
        byte[] marked = out.getFirst()[15] == 0 ? out.get(1) : out.getFirst();
        assertThat(marked[15]).isEqualTo((byte) (46 << 2));
        assertThat(sum(marked)).as("header checksum").isEqualTo(0xffff);
        assertThat(drain("other").getFirst()).isEqualTo(frame(1, 100));
    }

    private static int sum(byte[] frame) {
        int sum = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += (frame[i] & 0xff) << 8 | frame[i + 1] & 0xff;
        }
        return (sum & 0xffff) + (sum >>> 16);
    }

    @Test
    void whatWaitsLeavesWhenTheRateGoesAway() {
        stepped.add("br0", "actions=output:2");
        shape(1_000_000, Map.of());
        for (int i = 0; i < 12; i++) {
            assertThat(stepped.port("in").inject(frame(1, 1_000))).isTrue();
        }
        stepped.step();
        int atOnce = drain("out").size();
        assertThat(atOnce).isBetween(1, 3);
        set(QosSettings.NONE);
        stepped.step();
        assertThat(drain("out")).hasSize(12 - atOnce);
        assertThat(weft.counters().dropped(DropReason.EGRESS_QUEUE_FULL)).isZero();
    }

    @Test
    void framesComeBackWhenTheirPortGoes() {
        stepped.add("br0", "actions=output:2");
        shape(1_000_000, Map.of());
        for (int round = 0; round < 400; round++) {
            for (int i = 0; i < 60; i++) {
                assertThat(stepped.port("in").inject(frame(i, 64))).isTrue();
            }
            stepped.step();
            weft.apply(config -> config.withBridge("br0", bridge -> bridge.without("out")));
            weft.apply(config -> config.withBridge(
                    "br0",
                    bridge -> bridge.with(PortSettings.of("out", "memory").withOfportRequest(2))));
            shape(1_000_000, Map.of());
        }
        assertThat(weft.counters().dropped(DropReason.NO_FRAMES)).isZero();
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        assertThatThrownBy(() -> shape(
                        0,
                        Map.of(
                                61_440, rates(0, 0),
                                1, rates(20, 10),
                                2, new ClassSettings(0, 0, -1, 1L << 32, 64))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "qos max-rate",
                        "qos queues",
                        "0 to 61439",
                        "queue 1 max-rate",
                        "at least min-rate, which is 20",
                        "queue 2 burst",
                        "queue 2 priority",
                        "queue 2 dscp");
    }
}

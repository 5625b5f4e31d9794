package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.IngressPolicing;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.QosSettings;
import io.weft.vswitch.counters.DropReason;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a port may receive, on a running switch whose clock is the test's. */
final class IngressPolicingTest {
    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        weft.apply(config -> config.with(BridgeConfig.of("br0")
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(PortSettings.of("in", "memory").withOfportRequest(1))
                .with(PortSettings.of("other", "memory").withOfportRequest(2))
                .with(PortSettings.of("sink", "memory").withOfportRequest(3).withOptions(Map.of("tx", "sink")))));
        stepped.add("br0", "actions=output:3");
    }

    private void police(long rateKbps, long burstKb, long rateKpps, long burstKpkts) {
        IngressPolicing policing = new IngressPolicing(rateKbps, burstKb, rateKpps, burstKpkts);
        weft.apply(config -> config.withBridge(
                "br0", bridge -> bridge.withPort("in", port -> port.withQos(QosSettings.NONE.withIngress(policing)))));
    }

    private static byte[] frame(int length) {
        return new FrameBuilder()
                .ethernet(0x0200_0000_0001L, 0x0200_0000_0002L)
                .ipv4(0x0a00_0001, 0x0a01_0001)
                .udp(1000, 2000)
                .payload(length - 42)
                .build();
    }

    private void send(String port, int count, int length) {
        byte[] frame = frame(length);
        for (int i = 0; i < count; i++) {
            assertThat(stepped.port(port).inject(frame)).isTrue();
            if (i % 64 == 63) {
                stepped.step();
            }
        }
        stepped.step();
    }

    private long passed(int count, int length) {
        long before = stepped.port("sink").sunk();
        send("in", count, length);
        return stepped.port("sink").sunk() - before;
    }

    /** Offers three times the rate for {@code seconds}, a millisecond at a time; returns the bytes that passed. */
    private long offer(long rateKbps, int length, int seconds) {
        double perMs = 3 * rateKbps / 8.0 / length;
        double due = 0;
        long before = stepped.port("sink").sunk();
        for (int ms = 0; ms < 1_000 * seconds; ms++) {
            stepped.clock().advanceMs(1);
            due += perMs;
            send("in", (int) due, length);
            due -= (int) due;
        }
        return (stepped.port("sink").sunk() - before) * length;
    }

    @Test
    void rateIsKeptForSmallAndLargeFrames() {
        for (int length : new int[] {64, 590, 1514}) {
            for (long rateKbps : new long[] {1_000, 20_000}) {
                police(0, 0, 0, 0);
                police(rateKbps, 100, 0, 0);
                passed(1_000, 1514);
                double expected = rateKbps * 250.0;
                assertThat((double) offer(rateKbps, length, 2))
                        .as("%d kbit/s in frames of %d bytes", rateKbps, length)
                        .isCloseTo(expected, within(0.01 * expected));
            }
        }
    }

    @Test
    void aBurstPassesAtOnceAndThenNothing() {
        police(1_000, 80, 0, 0);
        assertThat(passed(64, 1_000)).as("10,000 bytes").isEqualTo(10);
        stepped.clock().advanceMs(8);
        assertThat(passed(64, 1_000)).as("1,000 bytes since").isEqualTo(1);
    }

    @Test
    void burstsThatAreNotGivenAreThoseOfOpenVSwitch() {
        police(1, 0, 0, 0);
        assertThat(passed(2_000, 1_000)).as("8,000 kbit").isEqualTo(1_000);
        police(0, 0, 1, 0);
        assertThat(passed(17_000, 64)).as("16,000 packets").isEqualTo(16_000);
    }

    @Test
    void packetsAreCountedWhateverTheirLength() {
        police(0, 0, 5, 1);
        assertThat(passed(1_500, 64)).isEqualTo(1_000);
        stepped.clock().advanceMs(100);
        assertThat(passed(1_500, 1_514)).isEqualTo(500);
    }

    @Test
    void aPacketMustBeWithinBothRates() {
        police(1_000, 80, 1, 1);
        assertThat(passed(100, 1_000)).as("10,000 bytes").isEqualTo(10);
        police(1_000_000, 8_000_000, 1, 1);
        assertThat(passed(1_100, 1_000)).as("1,000 packets").isEqualTo(1_000);
    }

    @Test
    void everyDropIsCountedOnceAndOtherPortsAreNotConcerned() {
        police(1_000, 80, 0, 0);
        send("in", 64, 1_000);
        send("other", 64, 1_000);
        assertThat(stepped.port("sink").sunk()).isEqualTo(10 + 64);
        assertThat(weft.counters().dropped(DropReason.INGRESS_POLICING)).isEqualTo(54);
        assertThat(weft.counters().totals("in").rxPackets()).isEqualTo(64);
        assertThat(weft.counters().totals("in").rxBytes()).isEqualTo(64_000);
        assertThat(weft.counters().totals("in").rxPoliced()).isEqualTo(54);
        assertThat(weft.counters().totals("other").rxPoliced()).isZero();
    }

    @Test
    void anotherSettingOfThePortDoesNotFillTheBucket() {
        police(1_000, 80, 0, 0);
        assertThat(passed(64, 1_000)).isEqualTo(10);
        weft.apply(config -> config.withBridge(
                "br0", bridge -> bridge.withPort("in", port -> port.withExternalIds(Map.of("a", "b")))));
        assertThat(passed(64, 1_000)).isZero();
        police(0, 80, 0, 0);
        assertThat(passed(64, 1_000)).as("rate 0: any").isEqualTo(64);
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertThatThrownBy(() -> police(-1, 1L << 32, 4_000_001, -7))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "port in ingress_policing_rate",
                        "-1",
                        "0 to 4294967295 kbit/s; 0: any",
                        "ingress_policing_burst",
                        "ingress_policing_kpkts_rate",
                        "0 to 4000000 1000 packets/s",
                        "ingress_policing_kpkts_burst");
        assertThat(passed(64, 1_000)).as("nothing has changed").isEqualTo(64);
    }
}

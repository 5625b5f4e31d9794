package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.meter.MeterMod;
import io.weft.flow.meter.MeterModException;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.RemovalReason;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.MeterText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Meters on a running switch with a clock that stands still; numbers as those of Open vSwitch 3.1 with {@code time/stop}. */
final class MeterLifeTest {
    private static final String BRIDGE = "br0";

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private final MemoryDriver driver = stepped.driver();
    private final FakeClock clock = stepped.clock();
    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        weft.apply(config -> config.with(BridgeConfig.of(BRIDGE)
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(PortSettings.of("p1", "memory").withOfportRequest(1))
                .with(PortSettings.of("p2", "memory").withOfportRequest(2))));
    }

    private FlowChanges meter(MeterMod.Kind kind, String text) {
        return weft.modifyMeters(BRIDGE, List.of(MeterText.parse(kind, text)));
    }

    private void add(String text) {
        meter(MeterMod.Kind.ADD, text);
    }

    private void flow(String text) {
        FlowSpec spec = FlowText.parseAdd(text, PortNames.NUMBERS);
        weft.modifyFlows(
                BRIDGE,
                List.of(FlowMod.add(spec.table(), spec.priority(), spec.match(), spec.cookie(), spec.actions())));
    }

    private static byte[] frame(int dscp, int length) {
        byte[] frame = new FrameBuilder()
                .ethernet(0x0200_0000_0001L, 0x0200_0000_0002L)
                .ipv4(0x0a00_0001, 0x0a01_0001)
                .udp(1000, 2000)
                .payload(length - 42)
                .build();
        frame[15] = (byte) (dscp << 2);
        fixChecksum(frame);
        return frame;
    }

    private static void fixChecksum(byte[] frame) {
        frame[24] = 0;
        frame[25] = 0;
        int sum = sum(frame);
        frame[24] = (byte) (~sum >>> 8);
        frame[25] = (byte) ~sum;
    }

    /** The one's complement sum of the IPv4 header. */
    private static int sum(byte[] frame) {
        int sum = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += (frame[i] & 0xFF) << 8 | frame[i + 1] & 0xFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (sum & 0xFFFF) + (sum >>> 16);
    }

    /** Sends packets one by one; returns how many came out. */
    private int send(int count, byte[] frame) {
        int out = 0;
        for (int i = 0; i < count; i++) {
            assertThat(driver.port("p1").orElseThrow().inject(frame)).isTrue();
            weft.step();
            out += driver.port("p2").orElseThrow().poll() == null ? 0 : 1;
        }
        return out;
    }

    private MeterView view(long id) {
        return weft.meters(BRIDGE).stream()
                .filter(view -> view.entry().id() == id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void packetsPerSecond() {
        add("meter=1,pktps,burst,stats,bands=type=drop,rate=1,burst_size=1");
        flow("in_port=1,actions=meter:1,output:2");
        assertThat(send(5, frame(0, 106))).isEqualTo(1);
        clock.advanceMs(1_600);
        assertThat(send(5, frame(0, 106))).isEqualTo(1);
        clock.advanceMs(5_600);
        assertThat(send(8, frame(0, 106))).isEqualTo(1);
        assertThat(view(1).entry().packets()).isEqualTo(18);
        assertThat(view(1).entry().bytes()).isEqualTo(1908);
        assertThat(view(1).entry().bandPackets(0)).isEqualTo(15);
        assertThat(view(1).entry().bandBytes(0)).isEqualTo(1590);
        assertThat(view(1).references()).isEqualTo(1);
        assertThat(weft.counters().dropped(DropReason.METER)).isEqualTo(15);
    }

    @Test
    void kilobitsPerSecond() {
        add("meter=2,kbps,burst,stats,bands=type=drop,rate=1,burst_size=2");
        flow("in_port=1,actions=meter:2,output:2");
        assertThat(send(5, frame(0, 60))).isEqualTo(4);
        clock.advanceMs(1_100);
        assertThat(send(5, frame(0, 60))).isEqualTo(2);
        clock.advanceMs(5_600);
        assertThat(send(8, frame(0, 60))).isEqualTo(4);
        assertThat(view(2).entry().bandPackets(0)).isEqualTo(8);
    }

    @Test
    void aMeterWithoutABurstHasTheRateAsBurst() {
        add("meter=3,pktps,stats,bands=type=drop,rate=3");
        flow("in_port=1,actions=meter:3,output:2");
        assertThat(send(5, frame(0, 106))).isEqualTo(3);
        clock.advanceMs(1_600);
        assertThat(send(5, frame(0, 106))).isEqualTo(3);
    }

    @Test
    void remarkingRaisesTheDropPrecedence() {
        add(
                "meter=1,pktps,burst,bands=type=dscp_remark,rate=1,burst_size=1,prec_level=1,type=drop,rate=2,burst_size=4");
        flow("in_port=1,actions=meter:1,output:2");
        int[] expected = {10, 12, 12, 12};
        for (int dscp : expected) {
            assertThat(driver.port("p1").orElseThrow().inject(frame(10, 100))).isTrue();
            weft.step();
            byte[] sent = driver.port("p2").orElseThrow().poll();
            assertThat((sent[15] & 0xFF) >>> 2).isEqualTo(dscp);
            assertThat(sum(sent)).as("the checksum is right").isEqualTo(0xFFFF);
        }
        assertThat(send(1, frame(10, 100)))
                .as("the band of the higher rate drops")
                .isZero();
        assertThat(view(1).entry().bandPackets(0)).isEqualTo(3);
        assertThat(view(1).entry().bandPackets(1)).isEqualTo(1);
    }

    @Test
    void otherBehavioursAndTheHighestPrecedenceStay() {
        add("meter=1,pktps,burst,bands=type=dscp_remark,rate=1,burst_size=1,prec_level=2");
        flow("in_port=1,actions=meter:1,output:2");
        send(1, frame(0, 100));
        int[][] cases = {{10, 14}, {12, 14}, {14, 14}, {38, 38}, {34, 38}, {46, 46}, {0, 0}, {8, 8}, {40, 40}, {11, 11}
        };
        for (int[] one : cases) {
            assertThat(driver.port("p1").orElseThrow().inject(frame(one[0], 100)))
                    .isTrue();
            weft.step();
            assertThat((driver.port("p2").orElseThrow().poll()[15] & 0xFF) >>> 2)
                    .as("DSCP " + one[0])
                    .isEqualTo(one[1]);
        }
    }

    @Test
    void flowsNameMetersThatExistAndGoWithThem() {
        assertThatThrownBy(() -> flow("actions=meter:1,output:2"))
                .isInstanceOfSatisfying(
                        FlowModException.class, e -> assertThat(e.field()).isEqualTo("meter"));
        add("meter=1,kbps,bands=type=drop,rate=1000");
        assertThatThrownBy(() -> add("meter=1,kbps,bands=type=drop,rate=1000")).isInstanceOf(MeterModException.class);
        flow("actions=meter:1,output:2");
        meter(MeterMod.Kind.MODIFY, "meter=1,pktps,bands=type=drop,rate=5");
        assertThat(send(9, frame(0, 100))).isEqualTo(5);
        FlowChanges changes = meter(MeterMod.Kind.DELETE, "meter=1");
        assertThat(changes.removed())
                .singleElement()
                .matches(entry -> entry.removalReason() == RemovalReason.METER_DELETE);
        assertThat(weft.flows(BRIDGE, FlowFilter.ALL)).isEmpty();
        assertThat(weft.meters(BRIDGE)).isEmpty();
    }

    @Test
    void theControllersMeterLimitsPacketIns() {
        AtomicInteger packetIns = new AtomicInteger();
        try (Subscription _ = weft.subscribePackets(BRIDGE, _ -> packetIns.incrementAndGet())) {
            flow("in_port=1,actions=controller,output:2");
            add("meter=controller,pktps,burst,bands=type=drop,rate=2,burst_size=2");
            assertThat(send(10, frame(0, 100))).isEqualTo(10);
            assertThat(view(0xffff_fffeL).entry().bandPackets(0)).isEqualTo(8);
            meter(MeterMod.Kind.DELETE, "meter=controller");
            add("meter=9,pktps,burst,bands=type=drop,rate=1,burst_size=1");
            flow("in_port=1,actions=controller(meter_id=9),output:2");
            assertThat(send(10, frame(0, 100))).isEqualTo(10);
            assertThat(view(9).entry().packets()).isEqualTo(10);
            assertThat(view(9).entry().bandPackets(0)).isEqualTo(9);
        }
    }
}

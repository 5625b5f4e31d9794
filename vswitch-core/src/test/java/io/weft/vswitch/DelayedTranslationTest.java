package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Packets that come round and that nobody knows: those that are too many for one round are translated in the next ones. */
final class DelayedTranslationTest {
    private static final int BURST = 64;
    private static final int SOURCE_PORT_AT = 34;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private VirtualSwitch weft;
    private int nextPort = 1;

    /** Both times that it comes round, each packet is one that nobody knows: two translations a packet. */
    @BeforeEach
    void launch() {
        weft = stepped.get();
        weft.apply(config -> config.with(BridgeConfig.of("br0")
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(PortSettings.of("p1", "memory").withOfportRequest(1))
                .with(PortSettings.of("p2", "memory").withOfportRequest(2))
                .with(PortSettings.of("p3", "memory").withOfportRequest(3))
                .with(PortSettings.of("p4", "memory").withOfportRequest(4))
                .with(PortSettings.of("out", "memory").withOfportRequest(5).withOptions(Map.of("ring", "4096")))));
        stepped.add(
                "br0",
                "table=0,udp,actions=ct(table=1)",
                "table=1,udp,actions=move:NXM_OF_UDP_SRC[]->NXM_NX_REG0[0..15],ct(table=2,zone=1)",
                "table=2,udp,actions=move:NXM_OF_UDP_SRC[]->NXM_OF_UDP_DST[],output:5");
    }

    private byte[] stranger() {
        return new FrameBuilder()
                .ethernet(0x0200_0000_0001L, 0x0200_0000_0002L)
                .ipv4(0x0a000001, 0x0a000002)
                .udp(nextPort++, 7)
                .payload(18)
                .build();
    }

    private void give(String port, int packets) {
        for (int i = 0; i < packets; i++) {
            assertThat(stepped.port(port).inject(stranger())).isTrue();
        }
    }

    private long dropped() {
        return weft.counters().dropped(DropReason.TRANSLATION_BUDGET);
    }

    private int nextSent() {
        byte[] frame = stepped.port("out").poll();
        return frame == null ? 0 : (frame[SOURCE_PORT_AT] & 0xFF) << 8 | frame[SOURCE_PORT_AT + 1] & 0xFF;
    }

    private int sent() {
        int count = 0;
        while (stepped.port("out").poll() != null) {
            count++;
        }
        return count;
    }

    @Test
    void whatIsTooMuchForARoundGoesOnInTheNext() {
        give("p1", BURST);
        weft.round();
        assertThat(nextSent()).as("the first half of the translations").isZero();
        weft.round();
        for (int port = 1; port <= BURST; port++) {
            assertThat(nextSent()).isEqualTo(port);
        }
        assertThat(dropped()).isZero();
    }

    @Test
    void thoseThatWaitAreFirst() {
        give("p1", 2 * BURST);
        stepped.step();
        for (int port = 1; port <= 2 * BURST; port++) {
            assertThat(nextSent()).isEqualTo(port);
        }
        assertThat(dropped()).isZero();
    }

    @Test
    void whatIsKnownDoesNotWaitForThem() {
        stepped.send("p2", stranger());
        nextPort = 1;
        assertThat(nextSent()).isEqualTo(1);
        give("p1", 1);
        stepped.step();
        assertThat(nextSent()).isEqualTo(1);
        give("p1", BURST);
        weft.round();
        nextPort = 1;
        give("p1", 1);
        weft.round();
        assertThat(nextSent()).isEqualTo(2);
        assertThat(sent()).as("the others, and the one that is known").isEqualTo(BURST);
    }

    @Test
    void whatFindsNoRoomIsDroppedAndCounted() {
        int given = 0;
        for (int round = 0; round < 20; round++) {
            for (String port : List.of("p1", "p2", "p3", "p4")) {
                give(port, BURST);
                given += BURST;
            }
            weft.round();
        }
        stepped.step();
        assertThat(dropped()).isPositive();
        assertThat(sent() + dropped()).isEqualTo(given);
    }

    @Test
    void aPortThatGoesLeavesNothingBehind() {
        give("p1", BURST);
        weft.round();
        weft.apply(config -> config.with(config.bridge("br0").orElseThrow().without("p1")));
        stepped.step();
        assertThat(sent()).isEqualTo(BURST);
        assertThat(dropped()).isZero();
    }
}

package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.PacketInReason;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.TableModification;
import io.weft.vswitch.counters.DropReason;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Packets that match nothing are for a controller that speaks OpenFlow 1.0 to 1.2, as long as it is there, unless their table says otherwise. */
final class MissTakersTest {
    private static final byte[] FRAME = new FrameBuilder()
            .ethernet(0x0200_0000_000bL, 0x0200_0000_000aL)
            .ipv4(0x0a000001, 0x0a000002)
            .udp(1000, 53)
            .payload(8)
            .build();

    private final BlockingQueue<PacketIn> packets = new LinkedBlockingQueue<>();

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    @BeforeEach
    void launch() {
        BridgeConfig bridge = BridgeConfig.of("br0")
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(PortSettings.of("p1", "memory").withOfportRequest(1));
        stepped.get().apply(config -> config.with(bridge));
    }

    private long missesDropped() {
        stepped.send("p1", FRAME);
        return stepped.get().counters().dropped(DropReason.TABLE_MISS);
    }

    @Test
    void whileSomebodyTakesThem() throws InterruptedException {
        assertThat(missesDropped()).isEqualTo(1);
        try (Subscription _ = stepped.get().subscribePacketsAndMisses("br0", packets::add)) {
            assertThat(missesDropped())
                    .as("a megaflow that drops is not believed any longer")
                    .isEqualTo(1);
            PacketIn packet = packets.poll(10, TimeUnit.SECONDS);
            assertThat(packet.upcall().reason()).isEqualTo(PacketInReason.NO_MATCH);
            assertThat(packet.inPort()).isEqualTo(1);
        }
        stepped.clock().advanceMs(200);
        stepped.step();
        assertThat(missesDropped()).as("nobody is there any longer").isEqualTo(2);
    }

    @Test
    void notWhereTheTableDropsThem() {
        stepped.get().modifyTable("br0", 0, TableModification.DROP);
        try (Subscription _ = stepped.get().subscribePacketsAndMisses("br0", packets::add)) {
            assertThat(missesDropped()).isEqualTo(1);
        }
    }

    @Test
    void notForThoseWhoTakeWhatEntriesSend() {
        try (Subscription _ = stepped.get().subscribePackets("br0", packets::add)) {
            assertThat(missesDropped()).isEqualTo(1);
            assertThat(packets).isEmpty();
        }
    }
}

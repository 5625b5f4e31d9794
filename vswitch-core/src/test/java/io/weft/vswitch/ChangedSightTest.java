package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A change lets lookups see something else although a packet still goes the same way; an entry that comes after it must be compared with what
 * they see now, not with what they saw when the packet was translated.
 */
final class ChangedSightTest {
    private static final int MORE_FRAGMENTS = 0x2000;

    private static final byte[] FIRST_FRAGMENT = new FrameBuilder()
            .ethernet(0x0200_0000_000bL, 0x0200_0000_000aL)
            .ipv4(0x0a000001, 0x0a000002)
            .fragment(MORE_FRAGMENTS)
            .udp(0x400, 53)
            .payload(8)
            .build();

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    @BeforeEach
    void launch() {
        BridgeConfig bridge = BridgeConfig.of("br0").withFailMode(BridgeConfig.FailMode.SECURE);
        for (int i = 1; i <= 3; i++) {
            bridge = bridge.with(PortSettings.of("p" + i, "memory").withOfportRequest(i));
        }
        BridgeConfig made = bridge;
        stepped.get().apply(config -> config.with(made));
    }

    private void goesTo(String port, byte[] frame) {
        stepped.send("p1", frame);
        assertThat(stepped.port(port).poll()).isEqualTo(frame);
        assertThat(stepped.port("p2").poll()).isNull();
        assertThat(stepped.port("p3").poll()).isNull();
    }

    @Test
    void ofFragmentsWithPorts() {
        stepped.add("br0", "priority=1,actions=2");
        goesTo("p2", FIRST_FRAGMENT);
        stepped.get().fragments("br0", FragmentMode.NX_MATCH);
        goesTo("p2", FIRST_FRAGMENT);
        stepped.add("br0", "priority=2,udp,tp_src=0x400/0xfff0,actions=3");
        goesTo("p3", FIRST_FRAGMENT);
    }

    @Test
    void ofFragmentsWithoutPorts() {
        stepped.get().fragments("br0", FragmentMode.NX_MATCH);
        stepped.add("br0", "priority=1,actions=2", "priority=2,udp,tp_src=0x401,actions=3");
        goesTo("p2", FIRST_FRAGMENT);
        stepped.get().fragments("br0", FragmentMode.NORMAL);
        goesTo("p2", FIRST_FRAGMENT);
        stepped.add("br0", "priority=3,udp,tp_src=0,actions=3");
        goesTo("p3", FIRST_FRAGMENT);
    }
}

package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.TrackingConfig;
import io.weft.vswitch.conductor.ZoneConfig;
import io.weft.vswitch.track.ConnectionTracker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a configuration says of zones reaches the tracker, whether it is there already or not. */
final class TrackingConfigTest {
    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private void apply(int defaultLimit, ZoneConfig... zones) {
        stepped.get().apply(config -> config.withTracking(new TrackingConfig(defaultLimit, List.of(zones))));
    }

    @Test
    void limitsAreThoseOfTheConfiguration() {
        apply(10, new ZoneConfig(1, 5, Map.of()), new ZoneConfig(2, ZoneConfig.DEFAULT_LIMIT, Map.of("udp_first", 5L)));
        assertThat(stepped.get().connections().known()).as("nothing is tracked").isEmpty();
        ConnectionTracker tracker = stepped.get().connections().tracker();
        assertThat(tracker.defaultLimit()).isEqualTo(10);
        assertThat(tracker.limit(1)).isEqualTo(5);
        assertThat(tracker.hasLimit(2)).isFalse();
        tracker.limit(3, 7);
        apply(10, new ZoneConfig(2, 6, Map.of()));
        assertThat(tracker.hasLimit(1)).isFalse();
        assertThat(tracker.limit(2)).isEqualTo(6);
        assertThat(tracker.limit(3)).as("set by hand").isEqualTo(7);
        apply(0);
        assertThat(tracker.hasLimit(2)).isFalse();
        assertThat(tracker.defaultLimit()).isZero();
    }

    @Test
    void timeoutsAreThoseOfTheZone() {
        stepped.get().apply(config -> config.with(BridgeConfig.of("br0").with(PortSettings.of("p1", "memory"))));
        stepped.add("br0", "table=0,ip,actions=ct(commit,zone=1),ct(commit,zone=2)");
        apply(0, new ZoneConfig(2, ZoneConfig.DEFAULT_LIMIT, Map.of("udp_first", 5L)));
        stepped.send(
                "p1",
                new FrameBuilder()
                        .ethernet(0x5054_0000_0007L, 0x5054_0000_0005L)
                        .ipv4(0x0a00_0001, 0x0a00_0002)
                        .udp(1000, 53)
                        .build());
        ConnectionTracker tracker = stepped.get().connections().known().orElseThrow();
        long nowMs = stepped.get().connections().nowMs();
        assertThat(tracker.census(1, nowMs + 4999).total()).isOne();
        assertThat(tracker.census(2, nowMs + 4999).total()).isOne();
        assertThat(tracker.census(2, nowMs + 5000).total()).isZero();
        assertThat(tracker.census(1, nowMs + 5000).total()).isOne();
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        assertThatThrownBy(() -> apply(-1, new ZoneConfig(70_000, -2, Map.of("udp_fist", 1L))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "ct_zone_default_limit", "70000", "0 to 65535", "zone 70000 limit", "udp_fist");
    }
}

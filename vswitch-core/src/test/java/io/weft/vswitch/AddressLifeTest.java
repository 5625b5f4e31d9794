package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.vswitch.conductor.BridgeAddress;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.dummy.DummyDriver;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What addresses ports have: what they are told to have, and on a bridge's own port what Open vSwitch 3.1 gives it. */
final class AddressLifeTest {
    private static final long LOW = 0x0011_2233_4400L;
    private static final long HIGH = 0x0011_2233_4499L;
    private static final long MADE_UP = 0x0200_0000_0001L;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch(new DummyDriver());

    private VirtualSwitch virtualSwitch;

    @BeforeEach
    void launch() {
        virtualSwitch = stepped.get();
        virtualSwitch.apply(config -> config.with(BridgeConfig.of("br0").with(dummy("br0"))));
    }

    private static PortSettings dummy(String name) {
        return PortSettings.of(name, "dummy");
    }

    private void with(PortSettings port) {
        virtualSwitch.apply(config -> config.withBridge("br0", bridge -> bridge.with(port)));
    }

    private void hwaddr(String text) {
        virtualSwitch.apply(
                config -> config.withBridge("br0", bridge -> bridge.withOtherConfig(Map.of("hwaddr", text))));
    }

    private long mac(String port) {
        return virtualSwitch.ports().stream()
                .filter(view -> view.name().equals(port))
                .findFirst()
                .orElseThrow()
                .status()
                .mac();
    }

    @Test
    void aPortHasTheAddressThatItIsTold() {
        with(dummy("i0"));
        long own = mac("i0");
        with(dummy("i0").withMac(HIGH));
        assertThat(mac("i0")).isEqualTo(HIGH).isNotEqualTo(own);
        assertThat(virtualSwitch.ports()).hasSize(2);
    }

    @Test
    void theOwnPortHasTheLowestOfTheOthersThatNobodyMadeUp() {
        long own = mac("br0");
        with(dummy("i0").withMac(MADE_UP));
        assertThat(mac("br0")).isEqualTo(own);
        with(dummy("i1").withMac(HIGH));
        assertThat(mac("br0")).isEqualTo(HIGH);
        with(dummy("i2").withMac(LOW));
        assertThat(mac("br0")).isEqualTo(LOW);
    }

    @Test
    void whatIsConfiguredComesFirst() {
        with(dummy("i2").withMac(LOW));
        hwaddr("00:11:22:33:44:99");
        assertThat(mac("br0")).isEqualTo(HIGH);
        hwaddr("2:0:0:0:0:1");
        assertThat(mac("br0")).isEqualTo(MADE_UP);
        virtualSwitch.apply(config -> config.withBridge("br0", bridge -> bridge.withOtherConfig(Map.of())));
        assertThat(mac("br0")).isEqualTo(LOW);
    }

    @Test
    void whatIsNoAddressOfOneDeviceIsRefused() {
        for (String text : new String[] {"zz", "01:00:00:00:00:01", "00:00:00:00:00:00", "2:0:0:0:0:1:3"}) {
            assertThatThrownBy(() -> hwaddr(text))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("bridge br0 other_config:hwaddr: \"" + text + "\" is not allowed; allowed: "
                            + BridgeAddress.ALLOWED);
        }
    }
}

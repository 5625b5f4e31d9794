package io.weft.vswitch.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VlanSettingsTest {
    @Test
    void access() {
        VlanSettings access = VlanSettings.access(10);
        assertThat(access.admits(0)).isTrue();
        assertThat(access.admits(10)).isFalse();
        assertThat(access.vlanOf(0)).isEqualTo(10);
        assertThat(access.carries(10)).isTrue();
        assertThat(access.carries(20)).isFalse();
        assertThat(access.sendsTagged(10)).isFalse();
    }

    @Test
    void trunk() {
        VlanSettings trunk = VlanSettings.trunk(10, 20);
        assertThat(trunk.admits(0)).isFalse();
        assertThat(trunk.admits(10)).isTrue();
        assertThat(trunk.admits(30)).isFalse();
        assertThat(trunk.sendsTagged(20)).isTrue();
        assertThat(VlanSettings.ALL.admits(0)).isTrue();
        assertThat(VlanSettings.ALL.carries(4095)).isTrue();
        assertThat(VlanSettings.ALL.sendsTagged(0)).isFalse();
        assertThat(trunk.trunks()).containsExactly(10, 20);
    }

    @Test
    void nativeVlans() {
        VlanSettings tagged = VlanSettings.nativeTagged(5, 10);
        VlanSettings untagged = VlanSettings.nativeUntagged(5, 10);
        for (VlanSettings settings : new VlanSettings[] {tagged, untagged}) {
            assertThat(settings.admits(0)).isTrue();
            assertThat(settings.admits(5)).isTrue();
            assertThat(settings.admits(10)).isTrue();
            assertThat(settings.admits(11)).isFalse();
            assertThat(settings.vlanOf(0)).isEqualTo(5);
            assertThat(settings.vlanOf(10)).isEqualTo(10);
            assertThat(settings.sendsTagged(10)).isTrue();
        }
        assertThat(tagged.sendsTagged(5)).isTrue();
        assertThat(untagged.sendsTagged(5)).isFalse();
        assertThat(VlanSettings.nativeTagged(5).carries(4000)).isTrue();
        assertThat(VlanSettings.nativeTagged(5).carries(0)).isFalse();
        assertThat(VlanSettings.nativeUntagged(5, 0, 10).carries(0)).isFalse();
        assertThat(VlanSettings.nativeUntagged(0).carries(0)).isTrue();
    }

    @Test
    void refusesWhatIsNoVlan() {
        assertThatThrownBy(() -> VlanSettings.access(4096)).hasMessageContaining("0 to 4095");
        assertThatThrownBy(() -> VlanSettings.trunk(-1)).hasMessageContaining("trunks -1");
        assertThatThrownBy(() -> new VlanSettings(VlanSettings.Mode.TRUNK, 5)).hasMessageContaining("tag 5");
    }

    @Test
    void equality() {
        assertThat(VlanSettings.trunk(20, 10))
                .isEqualTo(VlanSettings.trunk(10, 20))
                .hasSameHashCodeAs(VlanSettings.trunk(10, 20));
        assertThat(VlanSettings.access(1)).isNotEqualTo(VlanSettings.nativeTagged(1));
    }
}

package io.weft.vswitch;

import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import java.util.Map;

/** Two bridges that do nothing by themselves, joined by patch ports. */
final class PatchedPair {
    private PatchedPair() {}

    /** Bridge {@code br0} with memory ports 1 to {@code ports} and patch port 10, and {@code br1} with patch port 11 and memory port 21. */
    static void on(VirtualSwitch weft, int ports) {
        BridgeConfig br0 = BridgeConfig.of("br0").withFailMode(BridgeConfig.FailMode.SECURE);
        for (int i = 1; i <= ports; i++) {
            br0 = br0.with(PortSettings.of("p" + i, "memory").withOfportRequest(i));
        }
        BridgeConfig first = br0.with(patch("wire", "wire1", 10));
        BridgeConfig second = BridgeConfig.of("br1")
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(patch("wire1", "wire", 11))
                .with(PortSettings.of("q1", "memory").withOfportRequest(21));
        weft.apply(config -> config.with(first).with(second));
    }

    private static PortSettings patch(String name, String peer, int number) {
        return PortSettings.of(name, "patch").withOptions(Map.of("peer", peer)).withOfportRequest(number);
    }
}

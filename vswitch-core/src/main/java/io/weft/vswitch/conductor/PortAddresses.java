package io.weft.vswitch.conductor;

import java.util.Collection;

/**
 * Gives devices the addresses that they are to have: internal ports what they are configured with, a bridge's own port the {@link
 * BridgeAddress}. A device that refuses one is not asked for it again. The conductor's own.
 */
final class PortAddresses {
    private PortAddresses() {}

    /** Looks at the ports of all bridges; cheap while nothing is to be changed. */
    static void settle(Collection<BridgeState> bridges, SwitchConfig config) {
        for (BridgeState bridge : bridges) {
            bridge.ports.values().stream()
                    .filter(port -> port.settings.mac() != 0)
                    .forEach(port -> give(port, port.settings.mac()));
            PortState own = bridge.ports.get(bridge.name);
            if (own != null) {
                config.bridge(bridge.name).ifPresent(wanted -> give(own, address(bridge, wanted)));
            }
        }
    }

    private static long address(BridgeState bridge, BridgeConfig config) {
        return BridgeAddress.of(
                config,
                bridge.ports.values().stream()
                        .filter(port -> !port.name().equals(bridge.name))
                        .mapToLong(port -> port.device.status().mac()));
    }

    private static void give(PortState port, long wanted) {
        long present = port.device.status().mac();
        boolean isAbsent = present == 0;
        if (wanted == 0 || isAbsent || wanted == present || wanted == port.refusedMac) {
            return;
        }
        if (!port.device.mac(wanted)) {
            port.refusedMac = wanted;
        }
    }
}

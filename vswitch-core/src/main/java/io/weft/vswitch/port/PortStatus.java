package io.weft.vswitch.port;

import java.util.Map;

/**
 * What a port is like now.
 *
 * @param state whether packets can flow
 * @param message one sentence for people, such as "native mode" or "device veth0 is absent; waiting for it"; never empty
 * @param mac 48-bit address, 0 where there is none
 * @param mtu bytes, 0 where unknown
 * @param details driver-specific facts by stable key (the {@code status} column), such as {@code xdp-mode=native}
 */
public record PortStatus(State state, String message, long mac, int mtu, Map<String, String> details) {
    public enum State {
        UP,
        /** The device is there, its link is down. */
        LINK_DOWN,
        /** The device is absent; the port waits for it. */
        ABSENT,
        /** The device cannot be used now (busy, no privilege); the port keeps trying. */
        ERROR
    }

    public PortStatus {
        details = Map.copyOf(details);
    }

    public boolean isUp() {
        return state == State.UP;
    }
}

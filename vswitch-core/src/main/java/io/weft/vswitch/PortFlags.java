package io.weft.vswitch;

/**
 * What {@code mod-port} sets: runtime state, not configuration.
 *
 * @param noFlood FLOOD and the flooding of NORMAL leave the port out
 * @param noForward nothing is sent to it
 * @param noReceive what arrives on it is dropped
 * @param up administratively up
 */
public record PortFlags(boolean noFlood, boolean noForward, boolean noReceive, boolean up) {
    public static final PortFlags NONE = new PortFlags(false, false, false, true);

    public PortFlags withNoFlood(boolean value) {
        return new PortFlags(value, noForward, noReceive, up);
    }

    public PortFlags withNoForward(boolean value) {
        return new PortFlags(noFlood, value, noReceive, up);
    }

    public PortFlags withNoReceive(boolean value) {
        return new PortFlags(noFlood, noForward, value, up);
    }

    public PortFlags withUp(boolean value) {
        return new PortFlags(noFlood, noForward, noReceive, value);
    }
}

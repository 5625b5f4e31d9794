package io.weft.vswitch;

/**
 * What {@code mod-port} sets: runtime state, not configuration.
 *
 * @param noFlood FLOOD and the flooding of NORMAL leave the port out
 * @param noForward nothing is sent to it
 * @param noReceive what arrives on it is dropped
 * @param up administratively up
 * @param noPacketIn what arrives on it and no entry matches goes to no controller
 * @param noStp shown as it was set; without effect, since there is no spanning tree protocol
 */
public record PortFlags(
        boolean noFlood, boolean noForward, boolean noReceive, boolean up, boolean noPacketIn, boolean noStp) {
    public static final PortFlags NONE = new PortFlags(false, false, false, true);

    /** Those that concern forwarding. */
    public PortFlags(boolean noFlood, boolean noForward, boolean noReceive, boolean up) {
        this(noFlood, noForward, noReceive, up, false, false);
    }

    public PortFlags withNoFlood(boolean value) {
        return new PortFlags(value, noForward, noReceive, up, noPacketIn, noStp);
    }

    public PortFlags withNoForward(boolean value) {
        return new PortFlags(noFlood, value, noReceive, up, noPacketIn, noStp);
    }

    public PortFlags withNoReceive(boolean value) {
        return new PortFlags(noFlood, noForward, value, up, noPacketIn, noStp);
    }

    public PortFlags withUp(boolean value) {
        return new PortFlags(noFlood, noForward, noReceive, value, noPacketIn, noStp);
    }

    public PortFlags withNoPacketIn(boolean value) {
        return new PortFlags(noFlood, noForward, noReceive, up, value, noStp);
    }

    public PortFlags withNoStp(boolean value) {
        return new PortFlags(noFlood, noForward, noReceive, up, noPacketIn, value);
    }
}

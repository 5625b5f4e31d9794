package io.weft.vswitch.bridge;

import io.weft.flow.action.Ports;
import io.weft.vswitch.tunnel.TunnelEnd;

/**
 * A port of a bridge as translation sees it.
 *
 * @param name the port's name
 * @param datapathPort its index in the datapath, 0 to 65535: {@code in_port} of cache keys and operand of programs
 * @param ofPort its OpenFlow number: 1 to {@link Ports#MAX}, or {@link Ports#LOCAL}
 * @param vlan its VLANs for NORMAL
 * @param noFlood FLOOD and the flooding of NORMAL leave it out ({@code mod-port no-flood})
 * @param noForward nothing is sent to it ({@code mod-port no-forward})
 * @param noReceive everything that arrives on it is dropped ({@code mod-port no-receive})
 * @param up administratively up ({@code mod-port up}); a port that is down neither sends nor receives
 * @param noPacketIn packets from it that no entry matches go to no controller ({@code mod-port no-packet-in})
 * @param patch the end of a wire between bridges that the port is, or null for a port of another type
 * @param linked whether its device could send when the conductor looked last. It matters to those alone who choose among ports: what is sent to
 *     a port without a link is dropped by its device
 * @param tunnel the end of tunnels that the port is, or null for a port of another type
 */
public record BridgePort(
        String name,
        int datapathPort,
        int ofPort,
        VlanSettings vlan,
        boolean noFlood,
        boolean noForward,
        boolean noReceive,
        boolean up,
        boolean noPacketIn,
        PatchEnd patch,
        boolean linked,
        TunnelEnd tunnel) {
    public BridgePort {
        if (datapathPort < 0 || datapathPort > 0xFFFF) {
            throw new IllegalArgumentException(
                    "port " + name + ": datapath port " + datapathPort + "; allowed: 0 to 65535");
        }
        if (ofPort != Ports.LOCAL && (ofPort < 1 || ofPort > Ports.MAX)) {
            throw new IllegalArgumentException(
                    "port " + name + ": ofport " + Integer.toUnsignedString(ofPort) + "; allowed: 1 to 65279, LOCAL");
        }
    }

    /** A port whose link is up. */
    public BridgePort(
            String name,
            int datapathPort,
            int ofPort,
            VlanSettings vlan,
            boolean noFlood,
            boolean noForward,
            boolean noReceive,
            boolean up,
            boolean noPacketIn,
            PatchEnd patch) {
        this(name, datapathPort, ofPort, vlan, noFlood, noForward, noReceive, up, noPacketIn, patch, true, null);
    }

    /** A port of a device. */
    public BridgePort(
            String name,
            int datapathPort,
            int ofPort,
            VlanSettings vlan,
            boolean noFlood,
            boolean noForward,
            boolean noReceive,
            boolean up) {
        this(name, datapathPort, ofPort, vlan, noFlood, noForward, noReceive, up, false, null);
    }

    /** A port that is up, with no flags. */
    public static BridgePort of(String name, int datapathPort, int ofPort, VlanSettings vlan) {
        return new BridgePort(name, datapathPort, ofPort, vlan, false, false, false, true);
    }

    /** Whether it is an end of a wire between bridges, so that translation continues at the other end. */
    public boolean isPatch() {
        return patch != null;
    }

    /** Whether what is sent to it gets the headers of a tunnel. */
    public boolean isTunnel() {
        return tunnel != null;
    }

    /** Whether it is worth choosing: up, and so is its link. The bridge's own port always is. */
    public boolean isLive() {
        return up && linked || ofPort == Ports.LOCAL;
    }

    /** Whether packets may be sent to it. */
    public boolean isOutput() {
        return up && !noForward;
    }

    /** Whether packets may come from it. */
    public boolean isInput() {
        return up && !noReceive;
    }

    /** The number as it stands in {@code in_port} of a key while tables run: 32 bits, unsigned. */
    public long keyPort() {
        return Integer.toUnsignedLong(ofPort);
    }
}

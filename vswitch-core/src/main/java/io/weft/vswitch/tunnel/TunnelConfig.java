package io.weft.vswitch.tunnel;

/**
 * What the options of a tunnel port say. Immutable.
 *
 * @param type of the header
 * @param dstPort UDP port to which packets are sent and at which they arrive, 1 to 65535
 * @param localFlow flow entries say and see the local address
 * @param local the only local address, or {@link TunnelAddress#NONE} for any
 * @param remoteFlow flow entries say and see the remote address
 * @param remote the only remote address where {@code remoteFlow} is false
 * @param inKeyFlow flow entries see the VNI of packets that arrive
 * @param inKey the only VNI of packets that arrive where {@code inKeyFlow} is false, 24 bits
 * @param outKeyFlow flow entries say the VNI of packets that are sent
 * @param outKey the VNI of packets that are sent where {@code outKeyFlow} is false, 24 bits
 * @param tos the DSCP, in its place in the octet, or {@link #INHERIT}
 * @param ttl 1 to 255, or {@link #INHERIT}
 * @param df routers must not fragment what is sent
 * @param checksum UDP checksums are sent over IPv4
 * @param checksum6 UDP checksums are sent over IPv6
 * @param gbp the VXLAN header has the Group Policy extension
 */
public record TunnelConfig(
        TunnelType type,
        int dstPort,
        boolean localFlow,
        TunnelAddress local,
        boolean remoteFlow,
        TunnelAddress remote,
        boolean inKeyFlow,
        int inKey,
        boolean outKeyFlow,
        int outKey,
        int tos,
        int ttl,
        boolean df,
        boolean checksum,
        boolean checksum6,
        boolean gbp) {
    /** In place of a ToS or TTL: as the packet inside. */
    public static final int INHERIT = -1;

    /** Whether no packet can tell the two ports apart when it arrives. */
    public boolean isSameAs(TunnelConfig other) {
        return type == other.type
                && dstPort == other.dstPort
                && localFlow == other.localFlow
                && local.equals(other.local)
                && remoteFlow == other.remoteFlow
                && remote.equals(other.remote)
                && inKeyFlow == other.inKeyFlow
                && inKey == other.inKey;
    }
}

package io.weft.perf.rules;

import io.weft.flow.wire.IpProtocol;

/**
 * One rule, as one flow entry.
 *
 * @param priority 1 to 65535; of rules that overlap and have the same priority both permit or both deny
 * @param protocol {@link IpProtocol#TCP}, {@link IpProtocol#UDP}, {@link IpProtocol#ICMP}, or {@link #ANY_PROTOCOL}: any over IPv4
 * @param sourcePorts {@link PortMask#ANY} unless the protocol has ports
 * @param destinationPorts as {@code sourcePorts}
 */
public record AclRule(
        int priority,
        int protocol,
        Prefix source,
        Prefix destination,
        PortMask sourcePorts,
        PortMask destinationPorts,
        boolean permits) {
    /** Of a rule that does not ask for the protocol. */
    public static final int ANY_PROTOCOL = -1;

    AclRule withPriority(int other) {
        return new AclRule(other, protocol, source, destination, sourcePorts, destinationPorts, permits);
    }

    AclRule withVerdict(boolean permitting) {
        return new AclRule(priority, protocol, source, destination, sourcePorts, destinationPorts, permitting);
    }

    /** Whether a packet meets it. */
    public boolean matches(FiveTuple packet) {
        return (protocol == ANY_PROTOCOL || protocol == packet.protocol())
                && source.contains(packet.source())
                && destination.contains(packet.destination())
                && sourcePorts.contains(packet.sourcePort())
                && destinationPorts.contains(packet.destinationPort());
    }

    /** Whether some packet meets both. */
    boolean overlaps(AclRule other) {
        return (protocol == other.protocol || protocol == ANY_PROTOCOL || other.protocol == ANY_PROTOCOL)
                && source.overlaps(other.source)
                && destination.overlaps(other.destination)
                && sourcePorts.overlaps(other.sourcePorts)
                && destinationPorts.overlaps(other.destinationPorts);
    }

    /** The match as ovs-ofctl(8) reads it, with the priority: {@code priority=7,tcp,nw_src=10.0.0.0/8,tp_dst=80}. */
    public String match() {
        StringBuilder text =
                new StringBuilder("priority=").append(priority).append(',').append(protocolName());
        if (source.length() > 0) {
            text.append(",nw_src=").append(source);
        }
        if (destination.length() > 0) {
            text.append(",nw_dst=").append(destination);
        }
        if (sourcePorts.mask() != 0) {
            text.append(",tp_src=").append(sourcePorts);
        }
        if (destinationPorts.mask() != 0) {
            text.append(",tp_dst=").append(destinationPorts);
        }
        return text.toString();
    }

    private String protocolName() {
        return switch (protocol) {
            case IpProtocol.TCP -> "tcp";
            case IpProtocol.UDP -> "udp";
            case IpProtocol.ICMP -> "icmp";
            default -> "ip";
        };
    }
}

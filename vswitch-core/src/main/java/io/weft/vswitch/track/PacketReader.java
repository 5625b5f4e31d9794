package io.weft.vswitch.track;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.flow.wire.EthernetHeader;
import io.weft.flow.wire.IcmpHeader;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.Ipv4Header;
import io.weft.flow.wire.Ipv6Extensions;
import io.weft.flow.wire.Ipv6Header;
import io.weft.flow.wire.SctpHeader;
import io.weft.flow.wire.TcpHeader;
import io.weft.flow.wire.UdpHeader;
import io.weft.vswitch.packet.Packet;

/**
 * What the tracker takes from a packet: its tuple, or for an ICMP error that of the answer to the packet it quotes, and where the transport
 * header is. No byte outside the packet is read, whatever its headers say.
 *
 * <p>Thread-safety: one thread. Allocation: none.
 */
final class PacketReader {
    private static final int QUOTED_PORTS = 4;
    private static final int QUOTED_ICMP = 6;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    final Tuple tuple = new Tuple();

    /** Whether the packet is an ICMP error, and the tuple of what it quotes. */
    boolean related;

    /** The transport header, and what the IP header says is behind its start. */
    long l4;

    int l4Length;

    /** Behind the last byte of the transport part that can be read. */
    long end;

    /** Behind the last byte of the packet that can be read. */
    private long last;

    private long l3;

    /** Reads a packet; the reason why it cannot be tracked, or null. */
    TrackReason read(long packet, long layers, long key, int zone, boolean verify, boolean whole) {
        related = false;
        int l3Offset = Layers.l3Offset(layers);
        long word0 = Memory.getLong(key);
        long word3 = Memory.getLong(key + 24);
        int type = (int) (word0 >>> 16) & 0xFFFF;
        boolean ipv6 = type == EthernetHeader.TYPE_IPV6;
        if (l3Offset == 0 || !ipv6 && type != EthernetHeader.TYPE_IPV4) {
            return TrackReason.INVALID_HEADER;
        }
        if ((word3 >>> 32 & FlowKey.FRAG_ANY) != 0) {
            return TrackReason.INVALID_FRAGMENT;
        }
        int protocol = (int) (word3 >>> 56);
        if (ipv6 && protocol == IpProtocol.HOP_BY_HOP) {
            return TrackReason.INVALID_HEADER; // the extension headers could not be read to their end
        }
        tuple.kind = zone | protocol << 16 | (ipv6 ? RecordDescriptor.IPV6 : 0);
        addresses(key, ipv6);
        long start = Packet.address(packet);
        last = whole ? Long.MAX_VALUE : start + Packet.linearLength(packet);
        return transport(start, layers, Memory.getLong(key + 40), verify && !Packet.isExtended(packet));
    }

    /** Reads the tuple of a packet with ports from its key alone; false when it has none. */
    boolean readKey(long key, int zone) {
        int type = (int) (Memory.getLong(key) >>> 16) & 0xFFFF;
        int protocol = (int) (Memory.getLong(key + 24) >>> 56);
        boolean ipv6 = type == EthernetHeader.TYPE_IPV6;
        if (!ipv6 && type != EthernetHeader.TYPE_IPV4 || !hasPorts(protocol)) {
            return false;
        }
        tuple.kind = zone | protocol << 16 | (ipv6 ? RecordDescriptor.IPV6 : 0);
        addresses(key, ipv6);
        tuple.ports = (int) (Memory.getLong(key + 40) >>> 32);
        return true;
    }

    private void addresses(long key, boolean ipv6) {
        if (ipv6) {
            tuple.sourceHigh = Memory.getLong(key + 64);
            tuple.sourceLow = Memory.getLong(key + 72);
            tuple.destinationHigh = Memory.getLong(key + 80);
            tuple.destinationLow = Memory.getLong(key + 88);
        } else {
            long both = Memory.getLong(key + 32);
            tuple.sourceHigh = 0;
            tuple.sourceLow = both >>> 32;
            tuple.destinationHigh = 0;
            tuple.destinationLow = both & 0xFFFF_FFFFL;
        }
    }

    private TrackReason transport(long start, long layers, long word5, boolean verify) {
        int l4Offset = Layers.l4Offset(layers);
        int protocol = tuple.protocol();
        boolean icmp = Tuple.isIcmp(tuple.kind);
        boolean known = icmp || hasPorts(protocol);
        l3 = start + Layers.l3Offset(layers);
        tuple.ports = 0;
        if (!known) {
            return null;
        }
        if (l4Offset == 0) {
            return TrackReason.INVALID_HEADER;
        }
        l4 = start + l4Offset;
        l4Length = tuple.isIpv6()
                ? Ipv6Header.payloadLength(l3) + Ipv6Header.LENGTH - (int) (l4 - l3)
                : Ipv4Header.totalLength(l3) - (int) (l4 - l3);
        end = Math.min(last, l4 + l4Length);
        if (!isWhole(protocol, icmp)) {
            return TrackReason.INVALID_HEADER;
        }
        if (verify && isSumAtHand() && !isSumRight(protocol)) {
            return TrackReason.INVALID_CHECKSUM;
        }
        if (icmp) {
            return icmp();
        }
        tuple.ports = (int) (word5 >>> 32);
        return null;
    }

    static boolean hasPorts(int protocol) {
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP || protocol == IpProtocol.SCTP;
    }

    private boolean isWhole(int protocol, boolean icmp) {
        int readable = (int) (end - l4);
        if (icmp) {
            return IcmpHeader.isValid(readable);
        }
        return switch (protocol) {
            case IpProtocol.TCP -> TcpHeader.isValid(l4, readable);
            case IpProtocol.UDP -> readable >= UdpHeader.LENGTH && UdpHeader.datagramLength(l4) == l4Length;
            default -> SctpHeader.isValid(readable);
        };
    }

    /** Whether the packet is here as a whole, its checksum too; behind a routing header it covers an address that is elsewhere. */
    private boolean isSumAtHand() {
        return l4 + l4Length <= last && (!tuple.isIpv6() || l4 == l3 + Ipv6Header.LENGTH);
    }

    private boolean isSumRight(int protocol) {
        boolean ipv6 = tuple.isIpv6();
        if (!ipv6 && Checksum.of(l3, Ipv4Header.headerLength(l3)) != 0) {
            return false;
        }
        return switch (protocol) {
            case IpProtocol.SCTP -> SctpHeader.checksum(l4) == SctpHeader.compute(l4, l4Length);
            case IpProtocol.ICMP -> Checksum.of(l4, l4Length) == 0;
            case IpProtocol.UDP -> !ipv6 && UdpHeader.checksum(l4) == 0 || isPseudoSumRight(protocol, ipv6);
            default -> isPseudoSumRight(protocol, ipv6);
        };
    }

    private boolean isPseudoSumRight(int protocol, boolean ipv6) {
        long pseudo = ipv6
                ? Checksum.pseudoIpv6(
                        tuple.sourceHigh,
                        tuple.sourceLow,
                        tuple.destinationHigh,
                        tuple.destinationLow,
                        protocol,
                        l4Length)
                : Ipv4Header.pseudoSum(l3, protocol, l4Length);
        return Checksum.finish(pseudo + Checksum.sum(l4, l4Length)) == 0 || isPartial(protocol, pseudo);
    }

    /** Whether the sending device was to write the checksum, and a device that does not say so (AF_XDP) has taken the packet from it: the sum of the pseudo-header. */
    private boolean isPartial(int protocol, long pseudo) {
        int field = protocol == IpProtocol.TCP ? TCP_CHECKSUM : protocol == IpProtocol.UDP ? UDP_CHECKSUM : 0;
        return field != 0 && Memory.getShortNetwork(l4 + field) == Checksum.fold(pseudo);
    }

    private TrackReason icmp() {
        boolean ipv6 = tuple.isIpv6();
        int type = IcmpHeader.type(l4);
        if (IcmpKind.isError(type, ipv6)) {
            return quoted(ipv6);
        }
        if (IcmpKind.counterpart(type, ipv6) < 0) {
            return TrackReason.INVALID_NEW;
        }
        tuple.ports = IcmpKind.ports(IcmpHeader.rest(l4) >>> 16, type, IcmpHeader.code(l4));
        return null;
    }

    /** The tuple of the answer to the packet that an error quotes: that of a packet that goes where the error goes. */
    private TrackReason quoted(boolean ipv6) {
        long inner = l4 + IcmpHeader.LENGTH;
        int readable = (int) (end - inner);
        long high = tuple.destinationHigh;
        long low = tuple.destinationLow;
        long transport = ipv6 ? quotedIpv6(inner, readable) : quotedIpv4(inner, readable);
        if (transport == 0) {
            return TrackReason.INVALID_HEADER;
        }
        // Who sent the quoted packet is told of it, nobody else.
        if (tuple.sourceHigh != high || tuple.sourceLow != low || !quotedPorts(transport)) {
            return TrackReason.INVALID_RELATED;
        }
        related = true;
        tuple.reverse();
        return null;
    }

    /** Reads the addresses of a quoted IPv4 header; the address of what follows it, or 0. */
    private long quotedIpv4(long inner, int readable) {
        if (readable < Ipv4Header.LENGTH || Memory.getByte(inner) >>> 4 != 4) {
            return 0;
        }
        int length = Ipv4Header.headerLength(inner);
        if (length < Ipv4Header.LENGTH
                || length > readable
                || (Ipv4Header.fragment(inner) & Ipv4Header.OFFSET_MASK) != 0) {
            return 0;
        }
        tuple.kind = tuple.zone() | Ipv4Header.protocol(inner) << 16;
        tuple.sourceHigh = 0;
        tuple.sourceLow = Integer.toUnsignedLong(Ipv4Header.source(inner));
        tuple.destinationHigh = 0;
        tuple.destinationLow = Integer.toUnsignedLong(Ipv4Header.destination(inner));
        return inner + length;
    }

    private long quotedIpv6(long inner, int readable) {
        if (readable < Ipv6Header.LENGTH || Memory.getByte(inner) >>> 4 != 6) {
            return 0;
        }
        long payload = inner + Ipv6Header.LENGTH;
        long extensions = Ipv6Extensions.skip(payload, readable - Ipv6Header.LENGTH, Ipv6Header.nextHeader(inner));
        if (extensions == Ipv6Extensions.MALFORMED
                || (Ipv6Extensions.fragment(extensions) & Ipv6Extensions.FRAGMENT_LATER) != 0) {
            return 0;
        }
        tuple.kind = tuple.zone() | Ipv6Extensions.protocol(extensions) << 16 | RecordDescriptor.IPV6;
        tuple.sourceHigh = Ipv6Header.sourceHigh(inner);
        tuple.sourceLow = Ipv6Header.sourceLow(inner);
        tuple.destinationHigh = Ipv6Header.destinationHigh(inner);
        tuple.destinationLow = Ipv6Header.destinationLow(inner);
        return payload + Ipv6Extensions.length(extensions);
    }

    private boolean quotedPorts(long transport) {
        int readable = (int) (end - transport);
        if (Tuple.isIcmp(tuple.kind)) {
            if (readable < QUOTED_ICMP || IcmpKind.counterpart(IcmpHeader.type(transport), tuple.isIpv6()) < 0) {
                return false;
            }
            tuple.ports = IcmpKind.ports(
                    Memory.getShortNetwork(transport + 4), IcmpHeader.type(transport), IcmpHeader.code(transport));
            return true;
        }
        tuple.ports = 0;
        if (hasPorts(tuple.protocol())) {
            if (readable < QUOTED_PORTS) {
                return false;
            }
            tuple.ports = Memory.getIntNetwork(transport);
        }
        return true;
    }
}

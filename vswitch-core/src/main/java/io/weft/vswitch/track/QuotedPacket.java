package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.flow.wire.IcmpHeader;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.Ipv4Header;
import io.weft.flow.wire.Ipv6Extensions;
import io.weft.flow.wire.Ipv6Header;

/**
 * Translates the packet that an ICMP error quotes, so that who sent it recognises it (RFC 5508 section 4.2, RFC 3022 section 4.3).
 *
 * <pre>
 *  | IP: the caller's | ICMP: checksum | quoted IP: addresses, checksum | quoted transport: ports or identifier, checksum if quoted |
 * </pre>
 *
 * <p>Every checksum is changed by what changed under it (RFC 1624), so a wrong one stays wrong. The checksum of a quoted SCTP packet stays: it covers
 * what is not quoted. Outer addresses, and with ICMPv6 what they change in its checksum, are the caller's.
 *
 * <p>Thread-safety: stateless. Allocation: none. No byte behind the given length is touched.
 */
public final class QuotedPacket {
    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;

    private QuotedPacket() {}

    /**
     * Translates what an error quotes.
     *
     * @param result of the tracker for this very packet: {@link NatResult#applies} and {@link NatResult#isError}
     * @param icmp address of the ICMP or ICMPv6 header
     * @param length readable bytes from there
     */
    public static void translate(NatResult result, boolean ipv6, long icmp, int length) {
        long inner = icmp + IcmpHeader.LENGTH;
        int readable = length - IcmpHeader.LENGTH;
        if (ipv6) {
            if (readable >= Ipv6Header.LENGTH) {
                ipv6(result, icmp, inner, readable);
            }
        } else if (readable >= Ipv4Header.LENGTH && readable >= Ipv4Header.headerLength(inner)) {
            ipv4(result, icmp, inner, readable);
        }
    }

    private static void ipv4(NatResult result, long icmp, long inner, int readable) {
        int headerLength = Ipv4Header.headerLength(inner);
        int protocol = Ipv4Header.protocol(inner);
        long transport = inner + headerLength;
        long checksum = checksum(protocol, transport, readable - headerLength);
        int oldSum = Ipv4Header.checksum(inner);
        replace32(
                icmp, inner + Ipv4Header.CHECKSUM_OFFSET, checksum, inner + IPV4_SOURCE, (int) result.destinationLow());
        replace32(
                icmp, inner + Ipv4Header.CHECKSUM_OFFSET, checksum, inner + IPV4_DESTINATION, (int) result.sourceLow());
        update16(icmp + IcmpHeader.CHECKSUM_OFFSET, oldSum, Ipv4Header.checksum(inner));
        ports(result, icmp, protocol == IpProtocol.ICMP, protocol, transport, readable - headerLength);
    }

    private static void ipv6(NatResult result, long icmp, long inner, int readable) {
        long payload = inner + Ipv6Header.LENGTH;
        int left = readable - Ipv6Header.LENGTH;
        long extensions = Ipv6Extensions.skip(payload, left, Ipv6Header.nextHeader(inner));
        if (extensions == Ipv6Extensions.MALFORMED) {
            return;
        }
        int protocol = Ipv6Extensions.protocol(extensions);
        long transport = payload + Ipv6Extensions.length(extensions);
        int rest = left - Ipv6Extensions.length(extensions);
        long checksum = checksum(protocol, transport, rest);
        replace64(icmp, checksum, inner + IPV6_SOURCE, result.destinationHigh());
        replace64(icmp, checksum, inner + IPV6_SOURCE + 8, result.destinationLow());
        replace64(icmp, checksum, inner + IPV6_DESTINATION, result.sourceHigh());
        replace64(icmp, checksum, inner + IPV6_DESTINATION + 8, result.sourceLow());
        ports(result, icmp, protocol == IpProtocol.ICMPV6, protocol, transport, rest);
    }

    /** Where the quoted transport checksum is that covers addresses, or 0. */
    private static long checksum(int protocol, long transport, int readable) {
        return switch (protocol) {
            case IpProtocol.TCP -> readable >= 18 ? transport + 16 : 0;
            case IpProtocol.UDP -> readable >= 8 && Memory.getShortNetwork(transport + 6) != 0 ? transport + 6 : 0;
            case IpProtocol.ICMPV6 -> readable >= 4 ? transport + 2 : 0;
            default -> 0;
        };
    }

    private static void replace32(long icmp, long header, long covering, long at, int now) {
        int old = Memory.getIntNetwork(at);
        Memory.putIntNetwork(at, now);
        update32(header, old, now);
        update32(icmp + IcmpHeader.CHECKSUM_OFFSET, old, now);
        covered(icmp, covering, Integer.toUnsignedLong(old), Integer.toUnsignedLong(now));
    }

    private static void replace64(long icmp, long covering, long at, long now) {
        long old = Memory.getLongNetwork(at);
        Memory.putLongNetwork(at, now);
        long sum = icmp + IcmpHeader.CHECKSUM_OFFSET;
        Memory.putShortNetwork(sum, Checksum.update64(Memory.getShortNetwork(sum), old, now));
        covered(icmp, covering, old, now);
    }

    /** Changes the quoted transport checksum, if it is there, and the error's for that. */
    private static void covered(long icmp, long at, long old, long now) {
        if (at != 0) {
            int before = Memory.getShortNetwork(at);
            int after = Checksum.update64(before, old, now);
            Memory.putShortNetwork(at, after);
            update16(icmp + IcmpHeader.CHECKSUM_OFFSET, before, after);
        }
    }

    private static void ports(NatResult result, long icmp, boolean isIcmp, int protocol, long transport, int readable) {
        int now = isIcmp ? result.ports() >>> 16 : Integer.rotateLeft(result.ports(), 16);
        if (isIcmp) {
            if (readable >= 6) {
                int old = Memory.getShortNetwork(transport + 4);
                Memory.putShortNetwork(transport + 4, now);
                update16(icmp + IcmpHeader.CHECKSUM_OFFSET, old, now);
                covered(icmp, transport + IcmpHeader.CHECKSUM_OFFSET, old, now);
            }
        } else if (readable >= 4 && PacketReader.hasPorts(protocol)) {
            int old = Memory.getIntNetwork(transport);
            Memory.putIntNetwork(transport, now);
            update32(icmp + IcmpHeader.CHECKSUM_OFFSET, old, now);
            covered(
                    icmp,
                    protocol == IpProtocol.SCTP ? 0 : checksum(protocol, transport, readable),
                    Integer.toUnsignedLong(old),
                    Integer.toUnsignedLong(now));
        }
    }

    private static void update16(long at, int old, int now) {
        Memory.putShortNetwork(at, Checksum.update16(Memory.getShortNetwork(at), old, now));
    }

    private static void update32(long at, int old, int now) {
        Memory.putShortNetwork(at, Checksum.update32(Memory.getShortNetwork(at), old, now));
    }
}

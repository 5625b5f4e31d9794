package io.weft.vswitch.reject;

import io.weft.flow.action.RejectAnswer;
import io.weft.flow.wire.IpProtocol;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The answer to a rejected packet: a reset that the sender of a TCP segment believes (RFC 9293 section 3.10.7.1), or an ICMP or ICMPv6 error "destination
 * unreachable" that quotes the packet (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443 section 3.1), as {@link RejectAnswer} says. It comes from whom the packet was for,
 * with the VLAN tags of the packet.
 *
 * <p>What has a wrong checksum is no packet of its sender, and gets no answer; a segment whose checksum cannot be verified, since it is a fragment or not here
 * as a whole, gets no reset.
 *
 * <p>No answer is allowed (RFC 1122 section 3.2.2, RFC 4443 section 2.4) to ICMP errors and resets, to what is no first fragment, to multicasts and broadcasts, and
 * to source addresses that are no host's.
 */
public final class RejectReply {
    private static final int MACS = 12;
    private static final int TAG = 4;
    private static final int MOST_TAGS = 2;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86DD;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP_HEADER = 20;
    private static final int ICMP_HEADER = 8;
    private static final int HOPS = 64;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;

    /** An ICMP error is at most so long, with its IP header (RFC 1812 section 4.3.2.3). */
    private static final int LONGEST_ICMP = 576;

    /** And an ICMPv6 error: the least MTU (RFC 4443 section 2.4 (c)). */
    private static final int LONGEST_ICMPV6 = 1280;

    private static final int UNREACHABLE = 3;
    private static final int UNREACHABLE_6 = 1;

    private final byte[] frame;
    private final ByteBuffer packet;
    private final int l3;
    private final boolean ipv6;
    private final boolean isChecksumPartial;
    private final RejectAnswer answer;

    /** Behind the last byte of the IP packet, as far as it is here. */
    private int end;

    /** The same, were the packet whole. */
    private int wholeEnd;

    /** What the checksum covers is not here, or not known. */
    private boolean isUnverifiable;

    private int protocol;
    private int l4;

    /** Whether the checksum of what is behind the IP header is right. */
    private enum Sum {
        RIGHT,
        WRONG,
        UNKNOWN
    }

    private RejectReply(
            byte[] frame, ByteBuffer packet, int l3, boolean ipv6, boolean isChecksumPartial, RejectAnswer answer) {
        this.frame = frame;
        this.packet = packet;
        this.l3 = l3;
        this.ipv6 = ipv6;
        this.isChecksumPartial = isChecksumPartial;
        this.answer = answer;
    }

    /**
     * The frame that answers the first {@code length} bytes of {@code frame}, or null where none is allowed.
     *
     * @param length of a long packet at least the first 1,536 bytes
     * @param isChecksumPartial whether the checksum awaits completion by a device, and is right then
     * @param answer what the sender is told
     */
    public static byte[] to(byte[] frame, int length, boolean isChecksumPartial, RejectAnswer answer) {
        ByteBuffer packet = ByteBuffer.wrap(frame, 0, length);
        int at = MACS;
        for (int tags = 0; tags < MOST_TAGS && at + 2 <= length && isTag(packet.getShort(at)); tags++) {
            at += TAG;
        }
        if (at + 2 > length || (frame[0] & 1) != 0) {
            return null;
        }
        int type = packet.getShort(at) & 0xFFFF;
        if (type != TYPE_IPV4 && type != TYPE_IPV6) {
            return null;
        }
        RejectReply reply = new RejectReply(frame, packet, at + 2, type == TYPE_IPV6, isChecksumPartial, answer);
        return (reply.ipv6 ? reply.readIpv6() : reply.readIpv4()) ? reply.make() : null;
    }

    private static boolean isTag(short type) {
        return type == (short) 0x8100 || type == (short) 0x88A8 || type == (short) 0x9100;
    }

    private int octet(int at) {
        return packet.get(at) & 0xFF;
    }

    private int number(int at) {
        return packet.getShort(at) & 0xFFFF;
    }

    private boolean readIpv4() {
        if (l3 + IPV4_HEADER > packet.limit() || octet(l3) >>> 4 != 4) {
            return false;
        }
        int header = (octet(l3) & 15) * 4;
        int total = number(l3 + 2);
        boolean later = (number(l3 + 6) & 0x1FFF) != 0;
        isUnverifiable = (number(l3 + 6) & 0x3FFF) != 0;
        l4 = l3 + header;
        wholeEnd = l3 + total;
        end = Math.min(wholeEnd, packet.limit());
        protocol = octet(l3 + 9);
        int source = packet.getInt(l3 + 12);
        int destination = packet.getInt(l3 + 16);
        boolean isWhole = header >= IPV4_HEADER && total >= header && l4 <= end;
        return isWhole && finish(sum(packet, l3, l4)) == 0 && !later && isHost(source) && isHost(destination);
    }

    /** No multicast, broadcast, class E, loopback, or address of this network. */
    private static boolean isHost(int address) {
        int first = address >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    private boolean readIpv6() {
        if (l3 + IPV6_HEADER > packet.limit() || octet(l3) >>> 4 != 6) {
            return false;
        }
        wholeEnd = l3 + IPV6_HEADER + number(l3 + 4);
        end = Math.min(wholeEnd, packet.limit());
        protocol = octet(l3 + 6);
        l4 = l3 + IPV6_HEADER;
        boolean isNobody = packet.getLong(l3 + 8) == 0 && packet.getLong(l3 + 16) >>> 1 == 0;
        return octet(l3 + 8) != 0xFF && octet(l3 + 24) != 0xFF && !isNobody && skipExtensions();
    }

    private boolean skipExtensions() {
        while (protocol == IpProtocol.HOP_BY_HOP
                || protocol == IpProtocol.ROUTING
                || protocol == IpProtocol.DESTINATION_OPTIONS
                || protocol == IpProtocol.FRAGMENT) {
            if (l4 + 8 > end || protocol == IpProtocol.FRAGMENT && (number(l4 + 2) & 0xFFF8) != 0) {
                return false;
            }
            isUnverifiable |=
                    protocol == IpProtocol.ROUTING || protocol == IpProtocol.FRAGMENT && (number(l4 + 2) & 0xFFF9) != 0;
            int length = protocol == IpProtocol.FRAGMENT ? 8 : 8 + 8 * octet(l4 + 1);
            protocol = octet(l4);
            l4 += length;
        }
        return l4 <= end;
    }

    private byte[] make() {
        boolean isTcp = protocol == IpProtocol.TCP;
        if (isTcp && (l4 + TCP_HEADER > end || (octet(l4 + 13) & RST) != 0) || !isTcp && !mayBeTold()) {
            return null;
        }
        Sum sum = verify();
        if (isTcp && answer.resets()) {
            return sum == Sum.RIGHT ? reset() : null;
        }
        return answer.tells() && sum != Sum.WRONG ? error() : null;
    }

    private boolean mayBeTold() {
        if (protocol == IpProtocol.ICMP && !ipv6) {
            return l4 < end && isQuery(octet(l4));
        }
        if (protocol == IpProtocol.ICMPV6 && ipv6) {
            return l4 < end && octet(l4) >= 128 && !isNeighborDiscovery(octet(l4));
        }
        return true;
    }

    /** Echo, timestamp, information, address mask and their answers; all else may be an error. */
    private static boolean isQuery(int type) {
        return type == 0 || type == 8 || type >= 13 && type <= 18;
    }

    /** These messages are about the link alone: nobody waits for an error. */
    private static boolean isNeighborDiscovery(int type) {
        return type >= 130 && type <= 137;
    }

    // ---- checksums

    private Sum verify() {
        int at = checksumAt();
        if (isChecksumPartial) {
            return Sum.RIGHT;
        }
        if (at == 0 || isUnverifiable || end < wholeEnd) {
            return Sum.UNKNOWN;
        }
        if (at + 2 > end) {
            return Sum.WRONG;
        }
        if (protocol == IpProtocol.UDP && number(at) == 0) {
            return ipv6 ? Sum.WRONG : Sum.UNKNOWN;
        }
        long pseudo = protocol == IpProtocol.ICMP ? 0 : pseudo(packet, protocol, wholeEnd - l4);
        boolean awaits =
                fold(pseudo) == number(at) && protocol != IpProtocol.ICMP; // a device that says nothing, as AF_XDP
        return awaits || fold(pseudo + sum(packet, l4, wholeEnd)) == 0xFFFF ? Sum.RIGHT : Sum.WRONG;
    }

    /** Where the checksum is; 0: none that is known here. */
    private int checksumAt() {
        return switch (protocol) {
            case IpProtocol.TCP -> l4 + 16;
            case IpProtocol.UDP -> l4 + 6;
            case IpProtocol.ICMP -> ipv6 ? 0 : l4 + 2;
            case IpProtocol.ICMPV6 -> ipv6 ? l4 + 2 : 0;
            default -> 0;
        };
    }

    // ---- answers

    private byte[] reset() {
        int flags = octet(l4 + 13);
        int header = (octet(l4 + 12) >>> 4) * 4;
        if (header < TCP_HEADER || l4 + header > wholeEnd) {
            return null;
        }
        boolean acknowledges = (flags & ACK) != 0;
        int length = wholeEnd - l4 - header + ((flags & SYN) != 0 ? 1 : 0) + ((flags & FIN) != 0 ? 1 : 0);
        byte[] bytes = frame(TCP_HEADER);
        ByteBuffer reply = headers(bytes, IpProtocol.TCP, TCP_HEADER);
        int tcp = reply.position();
        reply.putShort(packet.getShort(l4 + 2)).putShort(packet.getShort(l4));
        reply.putInt(acknowledges ? packet.getInt(l4 + 8) : 0);
        reply.putInt(acknowledges ? 0 : packet.getInt(l4 + 4) + length);
        reply.put((byte) (TCP_HEADER / 4 << 4)).put((byte) (acknowledges ? RST : RST | ACK));
        reply.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        reply.putShort(tcp + 16, finish(pseudo(reply, IpProtocol.TCP, TCP_HEADER) + sum(reply, tcp, reply.limit())));
        return bytes;
    }

    private byte[] error() {
        int longest = ipv6 ? LONGEST_ICMPV6 - IPV6_HEADER : LONGEST_ICMP - IPV4_HEADER;
        int quoted = Math.min(end - l3, longest - ICMP_HEADER);
        int number = ipv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP;
        byte[] bytes = frame(ICMP_HEADER + quoted);
        ByteBuffer reply = headers(bytes, number, ICMP_HEADER + quoted);
        int icmp = reply.position();
        reply.put((byte) (ipv6 ? UNREACHABLE_6 : UNREACHABLE));
        reply.put((byte) (ipv6 ? answer.icmpv6Code() : answer.icmpCode()));
        reply.putShort((short) 0).putInt(0);
        reply.put(frame, l3, quoted);
        long sum = sum(reply, icmp, reply.limit()) + (ipv6 ? pseudo(reply, number, ICMP_HEADER + quoted) : 0);
        reply.putShort(icmp + 2, finish(sum));
        return bytes;
    }

    /** The link header of the packet, and room for an IP header and {@code length} bytes. */
    private byte[] frame(int length) {
        return Arrays.copyOf(frame, l3 + (ipv6 ? IPV6_HEADER : IPV4_HEADER) + length);
    }

    /** Writes headers with the addresses of the packet, swapped, and stands behind them. */
    private ByteBuffer headers(byte[] bytes, int number, int length) {
        ByteBuffer reply = ByteBuffer.wrap(bytes);
        reply.put(0, frame, 6, 6).put(6, frame, 0, 6);
        reply.position(l3);
        if (ipv6) {
            reply.putInt(6 << 28).putShort((short) length).put((byte) number).put((byte) HOPS);
            reply.put(frame, l3 + 24, 16).put(frame, l3 + 8, 16);
        } else {
            reply.putShort((short) 0x4500)
                    .putShort((short) (IPV4_HEADER + length))
                    .putInt(0x4000);
            reply.put((byte) HOPS).put((byte) number).putShort((short) 0);
            reply.putInt(packet.getInt(l3 + 16)).putInt(packet.getInt(l3 + 12));
            reply.putShort(l3 + 10, finish(sum(reply, l3, l3 + IPV4_HEADER)));
        }
        return reply;
    }

    /** The sum of the pseudo header of the packet, or of the reply. */
    private long pseudo(ByteBuffer bytes, int number, int length) {
        int from = l3 + (ipv6 ? 8 : 12);
        return sum(bytes, from, from + (ipv6 ? 32 : 8)) + number + length;
    }

    private static long sum(ByteBuffer bytes, int from, int to) {
        long sum = 0;
        int at = from;
        for (; at + 1 < to; at += 2) {
            sum += bytes.getShort(at) & 0xFFFF;
        }
        return at < to ? sum + ((bytes.get(at) & 0xFF) << 8) : sum;
    }

    private static short finish(long sum) {
        return (short) ~fold(sum);
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) folded;
    }
}

package io.weft.vswitch.fragment;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.flow.wire.EthernetHeader;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.Ipv4Header;
import io.weft.flow.wire.Ipv6Extensions;
import io.weft.flow.wire.Ipv6FragmentHeader;
import io.weft.flow.wire.Ipv6Header;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.track.TrackOrder;
import io.weft.vswitch.track.TrackReason;

/**
 * A fragment: what its headers say, and where it goes on when its datagram is whole. Scratch space of one thread, filled anew for each.
 *
 * <p>A datagram's own bytes, which fragments have parts of, are called its payload here: for IPv4 what is behind the header, for IPv6 what is behind
 * the fragment header.
 */
public final class Fragment {
    static final int MOST_LENGTH = 0xFFFF;

    private static final int UNIT = 8;

    // of which datagram
    boolean ipv6;
    int protocol;
    int id;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    long prior;

    // which part of it
    int offset;
    int length;
    boolean more;

    /** Bytes of the IP packet. */
    int ipLength;

    /** From the start of the packet to its IP header. */
    int l3Offset;

    /** From the IP header to the payload. */
    int headerLength;

    /** IPv6: from the IP header to the octet that says "fragment header follows". */
    int namedAt;

    // where it goes on
    long packet;
    TrackOrder order;
    Program program;
    int place;
    int port;
    int round;

    /** The datagram that it made whole. */
    Datagram whole;

    /** Whether a packet with this key is a fragment. */
    public static boolean isFragment(long key) {
        return (Memory.getLong(key + 24) >>> 32 & FlowKey.FRAG_ANY) != 0;
    }

    /**
     * Reads a packet for whose key {@link #isFragment} holds.
     *
     * @param layers what {@code KeyExtractor.extract} returned for it
     * @return why it is part of no datagram, or null
     */
    public TrackReason read(long packet, long layers, long key) {
        this.packet = packet;
        l3Offset = Layers.l3Offset(layers);
        long l3 = Packet.address(packet) + l3Offset;
        ipv6 = ((int) (Memory.getLong(key) >>> 16) & 0xFFFF) == EthernetHeader.TYPE_IPV6;
        TrackReason fault = ipv6 ? ipv6(l3) : ipv4(l3);
        if (fault != null) {
            return fault;
        }
        boolean first = offset == 0;
        if (length <= 0 || more && length % UNIT != 0 || beyond()) {
            return TrackReason.INVALID_FRAGMENT_LENGTH;
        }
        // RFC 7112: headers that are torn apart hide what the packet is.
        return first && Layers.l4Offset(layers) == 0 && hasHeader((int) (Memory.getLong(key + 24) >>> 56))
                ? TrackReason.INVALID_FRAGMENT_SIZE
                : null;
    }

    /** Where it goes on: behind the TRACK, of {@code order}, at {@code place}. */
    public void goesOn(TrackOrder order, Program program, int place, int port, int round, long prior) {
        this.order = order;
        this.program = program;
        this.place = place;
        this.port = port;
        this.round = round;
        this.prior = prior;
    }

    /** With {@link Outcome#WHOLE} the datagram: the caller's, until {@link FragmentTable#giveBack}. */
    public Datagram whole() {
        return whole;
    }

    public TrackOrder order() {
        return order;
    }

    /** The same fragment in another frame. */
    public void packet(long packet) {
        this.packet = packet;
    }

    private TrackReason ipv4(long l3) {
        int flags = Ipv4Header.fragment(l3);
        headerLength = Ipv4Header.headerLength(l3);
        ipLength = Ipv4Header.totalLength(l3);
        offset = (flags & Ipv4Header.OFFSET_MASK) * UNIT;
        more = (flags & Ipv4Header.MORE_FRAGMENTS) != 0;
        length = ipLength - headerLength;
        id = Ipv4Header.id(l3);
        protocol = Ipv4Header.protocol(l3);
        sourceHigh = 0;
        sourceLow = Integer.toUnsignedLong(Ipv4Header.source(l3));
        destinationHigh = 0;
        destinationLow = Integer.toUnsignedLong(Ipv4Header.destination(l3));
        return Checksum.of(l3, headerLength) == 0 ? null : TrackReason.INVALID_CHECKSUM;
    }

    private TrackReason ipv6(long l3) {
        int payload = Ipv6Header.payloadLength(l3);
        int at = Ipv6Header.LENGTH;
        namedAt = Ipv6Header.NEXT_HEADER_OFFSET;
        int header = Memory.getByte(l3 + namedAt);
        while (header != IpProtocol.FRAGMENT) {
            if (!Ipv6Extensions.isExtension(header)) {
                return TrackReason.INVALID_HEADER;
            }
            namedAt = at;
            at += Ipv6Extensions.lengthOf(header, l3 + at);
            header = Memory.getByte(l3 + namedAt);
        }
        long fragment = l3 + at;
        headerLength = at + Ipv6FragmentHeader.LENGTH;
        ipLength = Ipv6Header.LENGTH + payload;
        offset = Ipv6FragmentHeader.offset(fragment);
        more = Ipv6FragmentHeader.isMore(fragment);
        length = ipLength - headerLength;
        id = Ipv6FragmentHeader.id(fragment);
        protocol =
                IpProtocol.FRAGMENT; // a datagram is known without what is behind the fragment header (RFC 8200 section
        // 4.5)
        sourceHigh = Ipv6Header.sourceHigh(l3);
        sourceLow = Ipv6Header.sourceLow(l3);
        destinationHigh = Ipv6Header.destinationHigh(l3);
        destinationLow = Ipv6Header.destinationLow(l3);
        return null;
    }

    /** Whether a datagram with this part would be longer than one can be. */
    private boolean beyond() {
        int headers = ipv6 ? headerLength - Ipv6FragmentHeader.LENGTH - Ipv6Header.LENGTH : headerLength;
        return headers + end() > MOST_LENGTH;
    }

    private static boolean hasHeader(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, IpProtocol.ICMP, IpProtocol.ICMPV6 -> true;
            default -> false;
        };
    }

    int end() {
        return offset + length;
    }
}

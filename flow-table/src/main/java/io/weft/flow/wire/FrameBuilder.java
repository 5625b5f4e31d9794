package io.weft.flow.wire;

import io.weft.flow.memory.Memory;
import java.util.Arrays;

/**
 * Writes a frame header by header, outermost first, and returns it with all lengths and checksums right. For tools and tests: it
 * allocates.
 *
 * <pre>
 *   byte[] frame = new FrameBuilder().ethernet(destination, source).vlan(5).ipv4(a, b).udp(53, 1024).payload(20).build();
 * </pre>
 *
 * What a caller sets after a header ({@link #tos}, {@link #ttl}, {@link #fragment}) belongs to the last IP header. Addresses are
 * numbers: a MAC is the low 48 bits of a {@code long}, an IPv6 address two {@code long}s.
 *
 * <p>Thread-safety: one owner.
 */
public final class FrameBuilder {
    private static final int ROOM = 1 << 17;
    private static final int NONE = -1;

    private byte[] bytes = new byte[256];
    private int length;
    private int typeAt = NONE;
    private int networkAt = NONE;
    private int networkType;
    private int transportAt = NONE;
    private int transport = NONE;
    private int nextHeaderAt = NONE;
    private boolean withoutChecksum;

    /** An Ethernet header whose type is that of the header added next. */
    public FrameBuilder ethernet(long destination, long source) {
        putLong(destination << 16, 6);
        putLong(source << 16, 6);
        typeAt = length;
        putShort(EthernetHeader.TYPE_NONE);
        return this;
    }

    /** Sets the type behind the Ethernet header and its tags: a payload of that type follows. */
    public FrameBuilder type(int type) {
        writeShort(typeAt, type);
        return this;
    }

    /** An 802.1Q tag; {@code tci} is priority, DEI and VLAN ID. */
    public FrameBuilder vlan(int tci) {
        return tag(VlanHeader.TPID_8021Q, tci);
    }

    /** A tag of any TPID. */
    public FrameBuilder tag(int tpid, int tci) {
        type(tpid);
        putShort(tci);
        typeAt = length;
        putShort(EthernetHeader.TYPE_NONE);
        return this;
    }

    /** Turns the type of the header added next into an LLC/SNAP header behind a length. */
    public FrameBuilder snap() {
        putLong(EthernetHeader.SNAP_ETHERNET << 16, 6);
        typeAt = length;
        putShort(EthernetHeader.TYPE_NONE);
        return this;
    }

    /** An ARP packet. */
    public FrameBuilder arp(int operation, long senderMac, int senderIp, long targetMac, int targetIp) {
        type(EthernetHeader.TYPE_ARP);
        putInt(0x0001_0800);
        putShort(0x0604);
        putShort(operation);
        putLong(senderMac << 16, 6);
        putInt(senderIp);
        putLong(targetMac << 16, 6);
        putInt(targetIp);
        return this;
    }

    /** An IPv4 header: TTL 64, not fragmented, the protocol of the header added next. */
    public FrameBuilder ipv4(int source, int destination) {
        network(EthernetHeader.TYPE_IPV4, 9);
        putShort(0x4500);
        putShort(0);
        putInt(0);
        putShort(64 << 8);
        putShort(0);
        putInt(source);
        putInt(destination);
        return this;
    }

    /** Appends options to the IPv4 header: a multiple of 4 bytes, at most 40. */
    public FrameBuilder ipv4Options(byte[] options) {
        bytes[networkAt] += (byte) (options.length / 4);
        return raw(options);
    }

    /** An IPv6 header: hop limit 64, the next header of what is added next. */
    public FrameBuilder ipv6(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        network(EthernetHeader.TYPE_IPV6, 6);
        putInt(6 << 28);
        putShort(0);
        putShort(64);
        putLong(sourceHigh, 8);
        putLong(sourceLow, 8);
        putLong(destinationHigh, 8);
        putLong(destinationLow, 8);
        return this;
    }

    /** An IPv6 extension header of {@code protocol} with {@code units} as its length field and {@code body} behind the two. */
    public FrameBuilder extension(int protocol, int units, byte[] body) {
        protocol(protocol);
        nextHeaderAt = length;
        putShort(units);
        return raw(body);
    }

    /** An IPv6 fragment header; {@code offsetAndFlags} as on the wire. */
    public FrameBuilder ipv6Fragment(int offsetAndFlags) {
        protocol(IpProtocol.FRAGMENT);
        nextHeaderAt = length;
        putShort(0);
        putShort(offsetAndFlags);
        putInt(0x1234_5678);
        return this;
    }

    /** The TOS or traffic class of the IP header. */
    public FrameBuilder tos(int tos) {
        if (networkType == EthernetHeader.TYPE_IPV4) {
            bytes[networkAt + 1] = (byte) tos;
        } else {
            bytes[networkAt] = (byte) (0x60 | tos >>> 4);
            bytes[networkAt + 1] = (byte) (tos << 4 | bytes[networkAt + 1] & 0xF);
        }
        return this;
    }

    /** The flow label of the IPv6 header. */
    public FrameBuilder label(int label) {
        bytes[networkAt + 1] = (byte) (bytes[networkAt + 1] & 0xF0 | label >>> 16);
        writeShort(networkAt + 2, label);
        return this;
    }

    /** The TTL or hop limit. */
    public FrameBuilder ttl(int ttl) {
        bytes[networkAt + (networkType == EthernetHeader.TYPE_IPV4 ? 8 : 7)] = (byte) ttl;
        return this;
    }

    /** Flags and fragment offset of the IPv4 header, as on the wire. */
    public FrameBuilder fragment(int flagsAndOffset) {
        writeShort(networkAt + 6, flagsAndOffset);
        return this;
    }

    /** Sets the IP protocol of what follows. */
    public FrameBuilder protocol(int protocol) {
        bytes[nextHeaderAt] = (byte) protocol;
        return this;
    }

    /** A TCP header without options; {@code flags} are 12 bits. */
    public FrameBuilder tcp(int source, int destination, int flags) {
        transport(IpProtocol.TCP);
        putShort(source);
        putShort(destination);
        putInt(0x0102_0304);
        putInt(0);
        putShort(5 << 12 | flags & TcpHeader.FLAGS_MASK);
        putShort(0xFFFF);
        putInt(0);
        return this;
    }

    /** A UDP header. */
    public FrameBuilder udp(int source, int destination) {
        transport(IpProtocol.UDP);
        putShort(source);
        putShort(destination);
        putInt(0);
        return this;
    }

    /** An SCTP common header. */
    public FrameBuilder sctp(int source, int destination) {
        transport(IpProtocol.SCTP);
        putShort(source);
        putShort(destination);
        putLong(0x1122_3344_0000_0000L, 8);
        return this;
    }

    /** An ICMP header, or an ICMPv6 one over IPv6; {@code rest} is its second half. */
    public FrameBuilder icmp(int type, int code, int rest) {
        transport(networkType == EthernetHeader.TYPE_IPV6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
        putShort(type << 8 | code);
        putShort(0);
        putInt(rest);
        return this;
    }

    /** A neighbour solicitation (135) or advertisement (136) without options. */
    public FrameBuilder neighbour(int type, long targetHigh, long targetLow) {
        icmp(type, 0, 0);
        putLong(targetHigh, 8);
        putLong(targetLow, 8);
        return this;
    }

    /** The 32 bits behind the ICMPv6 header of the message begun last by {@link #neighbour}; no option may have followed yet. */
    public FrameBuilder neighbourReserved(int bits) {
        int at = length - NdHeader.LENGTH + 4;
        writeShort(at, bits >>> 16);
        writeShort(at + 2, bits & 0xFFFF);
        return this;
    }

    /** A neighbour discovery option with an Ethernet address. */
    public FrameBuilder addressOption(int type, long mac) {
        putShort(type << 8 | 1);
        putLong(mac << 16, 6);
        return this;
    }

    /** {@code count} bytes 0, 1, 2, ... */
    public FrameBuilder payload(int count) {
        byte[] payload = new byte[count];
        for (int i = 0; i < count; i++) {
            payload[i] = (byte) i;
        }
        return raw(payload);
    }

    /** Bytes as they are. */
    public FrameBuilder raw(byte[] more) {
        for (byte one : more) {
            putByte(one);
        }
        return this;
    }

    /** Leaves the transport checksum 0, as UDP over IPv4 may. */
    public FrameBuilder withoutTransportChecksum() {
        withoutChecksum = true;
        return this;
    }

    /** The frame with lengths and checksums filled in, not padded. */
    public byte[] build() {
        return build(0);
    }

    /** The frame, padded with zeros to {@code shortest} bytes behind what its lengths say. */
    public byte[] build(int shortest) {
        byte[] frame = Arrays.copyOf(bytes, Math.max(length, shortest));
        if (networkAt != NONE) {
            try (Memory.Block block = Memory.allocate(frame.length)) {
                Memory.copyFrom(frame, 0, block.address(), frame.length);
                finish(block.address());
                Memory.copyTo(block.address(), frame, 0, frame.length);
            }
        }
        return frame;
    }

    private void finish(long frame) {
        long network = frame + networkAt;
        boolean ipv4 = networkType == EthernetHeader.TYPE_IPV4;
        boolean later = ipv4 && (Ipv4Header.fragment(network) & Ipv4Header.OFFSET_MASK) != 0;
        if (ipv4) {
            Ipv4Header.totalLength(network, length - networkAt);
            Ipv4Header.updateChecksum(network);
        } else {
            Ipv6Header.payloadLength(network, length - networkAt - Ipv6Header.LENGTH);
        }
        if (transportAt != NONE) {
            int size = length - transportAt;
            long header = frame + transportAt;
            if (transport == IpProtocol.UDP) {
                UdpHeader.datagramLength(header, size);
            }
            if (!withoutChecksum && !later) {
                TransportChecksum.write(network, ipv4, header, transport, size);
            }
        }
    }

    private void network(int type, int protocolOffset) {
        type(type);
        networkType = type;
        networkAt = length;
        nextHeaderAt = length + protocolOffset;
    }

    private void transport(int protocol) {
        protocol(protocol);
        transport = protocol;
        transportAt = length;
    }

    private void putLong(long highFirst, int count) {
        for (int i = 0; i < count; i++) {
            putByte((byte) (highFirst >>> 56 - 8 * i));
        }
    }

    private void putInt(int value) {
        putShort(value >>> 16);
        putShort(value);
    }

    private void putShort(int value) {
        putByte((byte) (value >>> 8));
        putByte((byte) value);
    }

    private void putByte(byte value) {
        if (length == bytes.length) {
            if (length == ROOM) {
                throw new IllegalStateException("a frame has at most " + ROOM + " bytes");
            }
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = value;
    }

    private void writeShort(int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }
}

package io.weft.flow.wire;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;

/**
 * Makes a frame whose key is a given one, for tools that describe a packet by its fields: what {@code flow_compose} is in Open vSwitch.
 *
 * <p>Extraction gives the key back, as far as a packet can have it: fields that contradict the headers (ports of an unknown protocol,
 * registers) are left out. Thread-safety: stateless.
 */
public final class FrameComposer {
    private static final int PAYLOAD = 64;
    private static final int TAG_BITS = 0xFFFF & ~FlowKey.VLAN_PRESENT;

    private FrameComposer() {}

    /** The frame of {@code key}, at least {@link FlowKey#PACKET_WORDS} words, with some payload; lengths and checksums are right. */
    public static byte[] compose(long[] key) {
        FrameBuilder frame = new FrameBuilder().ethernet(Fields.ETH_DST.low(key), Fields.ETH_SRC.low(key));
        tag(frame, (int) key[1] & 0xFFFF, (int) key[2] & 0xFFFF);
        tag(frame, (int) (key[6] >>> 48), (int) (key[6] >>> 32) & 0xFFFF);
        int type = (int) Fields.ETH_TYPE.low(key);
        switch (type) {
            case EthernetHeader.TYPE_IPV4 -> ipv4(frame, key);
            case EthernetHeader.TYPE_IPV6 -> ipv6(frame, key);
            case EthernetHeader.TYPE_ARP, EthernetHeader.TYPE_RARP ->
                arp(frame, key).type(type);
            case EthernetHeader.TYPE_NONE, 0 -> frame.type(PAYLOAD).payload(PAYLOAD);
            default -> frame.type(type).payload(PAYLOAD);
        }
        return frame.build();
    }

    private static void tag(FrameBuilder frame, int tci, int tpid) {
        if ((tci & FlowKey.VLAN_PRESENT) != 0) {
            frame.tag(VlanHeader.isTpid(tpid) ? tpid : VlanHeader.TPID_8021Q, tci & TAG_BITS);
        }
    }

    private static FrameBuilder arp(FrameBuilder frame, long[] key) {
        return frame.arp(
                (int) Fields.ARP_OP.low(key),
                Fields.ARP_SHA.low(key),
                (int) Fields.ARP_SPA.low(key),
                Fields.ARP_THA.low(key),
                (int) Fields.ARP_TPA.low(key));
    }

    private static void ipv4(FrameBuilder frame, long[] key) {
        int frag = (int) Fields.IP_FRAG.low(key);
        int flags = (frag & FlowKey.FRAG_ANY) == 0 ? 0 : Ipv4Header.MORE_FRAGMENTS;
        int offset = (frag & FlowKey.FRAG_LATER) == 0 ? 0 : 100;
        frame.ipv4((int) Fields.NW_SRC.low(key), (int) Fields.NW_DST.low(key))
                .tos((int) (key[3] >>> 48) & 0xFF)
                .ttl((int) Fields.NW_TTL.low(key))
                .fragment(flags | offset);
        transport(frame, key, offset != 0);
    }

    private static void ipv6(FrameBuilder frame, long[] key) {
        int frag = (int) Fields.IP_FRAG.low(key);
        frame.ipv6(
                        Fields.IPV6_SRC.high(key),
                        Fields.IPV6_SRC.low(key),
                        Fields.IPV6_DST.high(key),
                        Fields.IPV6_DST.low(key))
                .tos((int) (key[3] >>> 48) & 0xFF)
                .label((int) Fields.IPV6_LABEL.low(key))
                .ttl((int) Fields.NW_TTL.low(key));
        boolean later = (frag & FlowKey.FRAG_LATER) != 0;
        if ((frag & FlowKey.FRAG_ANY) != 0) {
            frame.ipv6Fragment(later ? 100 << 3 : 1);
        }
        transport(frame, key, later);
    }

    private static void transport(FrameBuilder frame, long[] key, boolean later) {
        int protocol = (int) Fields.NW_PROTO.low(key);
        int first = (int) (key[5] >>> 48) & 0xFFFF;
        int second = (int) (key[5] >>> 32) & 0xFFFF;
        boolean ipv6 = Fields.ETH_TYPE.low(key) == EthernetHeader.TYPE_IPV6;
        if (!later || protocol != IpProtocol.FRAGMENT) {
            frame.protocol(protocol);
        }
        if (later) {
            frame.payload(PAYLOAD);
            return;
        }
        switch (protocol) {
            case IpProtocol.TCP ->
                frame.tcp(first, second, (int) Fields.TCP_FLAGS.low(key)).payload(PAYLOAD);
            case IpProtocol.UDP -> frame.udp(first, second).payload(PAYLOAD);
            case IpProtocol.SCTP -> frame.sctp(first, second).payload(PAYLOAD);
            case IpProtocol.ICMP -> icmp(frame, first, second, !ipv6);
            case IpProtocol.ICMPV6 -> icmpv6(frame, key, first, second, ipv6);
            default -> frame.payload(PAYLOAD);
        }
    }

    private static void icmp(FrameBuilder frame, int type, int code, boolean known) {
        if (known) {
            frame.icmp(type, code, 0);
        }
        frame.payload(PAYLOAD);
    }

    private static void icmpv6(FrameBuilder frame, long[] key, int type, int code, boolean ipv6) {
        if (!ipv6 || !NdHeader.isNeighbour(type, code)) {
            icmp(frame, type, code, ipv6);
            return;
        }
        frame.neighbour(type, Fields.ND_TARGET.high(key), Fields.ND_TARGET.low(key))
                .neighbourReserved((int) Fields.ND_RESERVED.low(key));
        long first = Fields.ND_OPTIONS_TYPE.low(key);
        if (first == NdHeader.OPTION_TARGET_ADDRESS) {
            frame.addressOption(NdHeader.OPTION_TARGET_ADDRESS, Fields.ND_TLL.low(key));
        }
        if (first == NdHeader.OPTION_SOURCE_ADDRESS || Fields.ND_SLL.low(key) != 0) {
            frame.addressOption(NdHeader.OPTION_SOURCE_ADDRESS, Fields.ND_SLL.low(key));
        }
        if (first != NdHeader.OPTION_TARGET_ADDRESS && Fields.ND_TLL.low(key) != 0) {
            frame.addressOption(NdHeader.OPTION_TARGET_ADDRESS, Fields.ND_TLL.low(key));
        }
    }
}

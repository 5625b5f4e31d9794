package io.weft.flow.key;

import static io.weft.flow.key.Fields.CT_NW_PROTO;
import static io.weft.flow.key.Fields.CT_STATE;
import static io.weft.flow.key.Fields.ETH_TYPE;
import static io.weft.flow.key.Fields.ICMPV6_CODE;
import static io.weft.flow.key.Fields.ICMPV6_TYPE;
import static io.weft.flow.key.Fields.NW_PROTO;

/**
 * The meaning of each {@link Prerequisite}: whether a match pins it, whether a packet meets it, and which bits that question looks at.
 *
 * <p>Hot only in the slow path; allocation: none. Thread-safety: stateless.
 */
public final class Prerequisites {
    private static final int ARP = 0x0806;
    private static final int RARP = 0x8035;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int ICMP_PROTO = 1;
    private static final int TCP_PROTO = 6;
    private static final int UDP_PROTO = 17;
    private static final int ICMPV6_PROTO = 58;
    private static final int SCTP_PROTO = 132;
    private static final int ND_SOLICIT_TYPE = 135;
    private static final int ND_ADVERT_TYPE = 136;

    /** Bits of ct_state: new, est, rel, rpl; inv; trk; snat, dnat. */
    private static final int CT_KNOWN = 0xCF;

    private static final int CT_INVALID = 0x10;
    private static final int CT_TRACKED = 0x20;

    private static final int FRAG_WORD = 3;
    private static final long FRAG_LATER_BIT = (long) FlowKey.FRAG_LATER << 32;
    private static final int VLAN_WORD = 1;

    private Prerequisites() {}

    /** Whether every key that a match of {@code value} and {@code mask} (full keys) accepts has the headers that are asked for. */
    public static boolean isPinned(Prerequisite prerequisite, long[] value, long[] mask) {
        return switch (prerequisite) {
            case NONE -> true;
            case VLAN -> (value[VLAN_WORD] & mask[VLAN_WORD] & FlowKey.VLAN_PRESENT) != 0;
            case ARP -> isExact(ETH_TYPE, mask) && isArp(value);
            case IPV4 -> isExact(ETH_TYPE, mask) && isIpv4(value);
            case IPV6 -> isExact(ETH_TYPE, mask) && isIpv6(value);
            case IP -> isExact(ETH_TYPE, mask) && (isIpv4(value) || isIpv6(value));
            case PORTS, TCP, UDP, SCTP, ICMPV4, ICMPV6 ->
                isExact(ETH_TYPE, mask) && isExact(NW_PROTO, mask) && hasTransport(prerequisite, value);
            case ND, ND_SOLICIT, ND_ADVERT ->
                isPinned(Prerequisite.ICMPV6, value, mask)
                        && isExact(ICMPV6_TYPE, mask)
                        && isExact(ICMPV6_CODE, mask)
                        && isNeighbour(prerequisite, value);
            case CONNECTION -> isConnectionPinned(value, mask);
            case CONNECTION_IPV4 -> isConnectionPinned(value, mask) && isExact(ETH_TYPE, mask) && isIpv4(value);
            case CONNECTION_IPV6 -> isConnectionPinned(value, mask) && isExact(ETH_TYPE, mask) && isIpv6(value);
            case CONNECTION_PROTOCOL ->
                isConnectionPinned(value, mask) && isExact(CT_NW_PROTO, mask) && CT_NW_PROTO.low(value) != 0;
        };
    }

    /**
     * Whether the packet of {@code key} has the headers that are asked for. A later fragment has no transport header.
     *
     * @param key a full key, or at least its packet words
     */
    public static boolean isMetBy(Prerequisite prerequisite, long[] key) {
        return switch (prerequisite) {
            case NONE -> true;
            case VLAN -> (key[VLAN_WORD] & FlowKey.VLAN_PRESENT) != 0;
            case ARP -> isArp(key);
            case IPV4 -> isIpv4(key);
            case IPV6 -> isIpv6(key);
            case IP -> isIpv4(key) || isIpv6(key);
            case PORTS, TCP, UDP, SCTP, ICMPV4, ICMPV6 -> hasTransport(prerequisite, key) && !isLaterFragment(key);
            case ND, ND_SOLICIT, ND_ADVERT ->
                hasTransport(Prerequisite.ICMPV6, key) && !isLaterFragment(key) && isNeighbour(prerequisite, key);
            case CONNECTION -> isConnection(key);
            case CONNECTION_IPV4 -> isConnection(key) && isIpv4(key);
            case CONNECTION_IPV6 -> isConnection(key) && isIpv6(key);
            case CONNECTION_PROTOCOL -> isConnection(key) && CT_NW_PROTO.low(key) != 0;
        };
    }

    /** Marks in {@code mask} every bit that {@link #isMetBy} may look at. */
    public static void unwildcard(Prerequisite prerequisite, long[] mask) {
        switch (prerequisite) {
            case NONE -> {
                return;
            }
            case VLAN -> mask[VLAN_WORD] |= FlowKey.VLAN_PRESENT;
            case ARP, IPV4, IPV6, IP -> ETH_TYPE.unwildcard(mask);
            case PORTS, TCP, UDP, SCTP, ICMPV4, ICMPV6 -> unwildcardTransport(mask);
            case ND, ND_SOLICIT, ND_ADVERT -> {
                unwildcardTransport(mask);
                ICMPV6_TYPE.unwildcard(mask);
                ICMPV6_CODE.unwildcard(mask);
            }
            case CONNECTION -> CT_STATE.unwildcard(mask);
            case CONNECTION_IPV4, CONNECTION_IPV6 -> {
                CT_STATE.unwildcard(mask);
                ETH_TYPE.unwildcard(mask);
            }
            case CONNECTION_PROTOCOL -> {
                CT_STATE.unwildcard(mask);
                CT_NW_PROTO.unwildcard(mask);
            }
        }
    }

    /** The prerequisite in the words of a sentence, as something a match can name. */
    public static String describe(Prerequisite prerequisite) {
        return switch (prerequisite) {
            case NONE -> "nothing";
            case VLAN -> "a VLAN tag (dl_vlan=N, or vlan_tci=0x1000/0x1000)";
            case ARP -> "arp or rarp (eth_type=0x0806 or 0x8035)";
            case IPV4 -> "ip (eth_type=0x0800)";
            case IPV6 -> "ipv6 (eth_type=0x86dd)";
            case IP -> "ip or ipv6 (eth_type=0x0800 or 0x86dd)";
            case PORTS -> "tcp, udp or sctp (or tcp6, udp6, sctp6)";
            case TCP -> "tcp or tcp6 (nw_proto=6)";
            case UDP -> "udp or udp6 (nw_proto=17)";
            case SCTP -> "sctp or sctp6 (nw_proto=132)";
            case ICMPV4 -> "icmp (eth_type=0x0800,nw_proto=1)";
            case ICMPV6 -> "icmp6 (eth_type=0x86dd,nw_proto=58)";
            case ND -> "icmp6 with icmpv6_type=135 or 136 and icmpv6_code=0";
            case ND_SOLICIT -> "icmp6 with icmpv6_type=135 and icmpv6_code=0";
            case ND_ADVERT -> "icmp6 with icmpv6_type=136 and icmpv6_code=0";
            case CONNECTION -> "ct_state with +trk-inv, or with one of +new +est +rel +rpl +snat +dnat";
            case CONNECTION_IPV4 -> "ip and ct_state with +trk-inv, or with one of +new +est +rel +rpl +snat +dnat";
            case CONNECTION_IPV6 -> "ipv6 and ct_state with +trk-inv, or with one of +new +est +rel +rpl +snat +dnat";
            case CONNECTION_PROTOCOL -> "ct_nw_proto";
        };
    }

    /** Each key that matches has a connection: a flag that only a known one has, or tracked and explicitly not invalid. */
    private static boolean isConnectionPinned(long[] value, long[] mask) {
        long flags = CT_STATE.low(value) & CT_STATE.low(mask);
        boolean valid = (flags & CT_TRACKED) != 0 && (CT_STATE.low(mask) & ~flags & CT_INVALID) != 0;
        return (flags & CT_KNOWN) != 0 || valid;
    }

    private static boolean isConnection(long[] key) {
        long flags = CT_STATE.low(key);
        return (flags & CT_KNOWN) != 0 || (flags & (CT_TRACKED | CT_INVALID)) == CT_TRACKED;
    }

    private static void unwildcardTransport(long[] mask) {
        ETH_TYPE.unwildcard(mask);
        NW_PROTO.unwildcard(mask);
        mask[FRAG_WORD] |= FRAG_LATER_BIT;
    }

    private static boolean isExact(Field field, long[] mask) {
        return field.low(mask) == field.ones();
    }

    private static boolean isArp(long[] key) {
        return ETH_TYPE.low(key) == ARP || ETH_TYPE.low(key) == RARP;
    }

    private static boolean isIpv4(long[] key) {
        return ETH_TYPE.low(key) == IPV4;
    }

    private static boolean isIpv6(long[] key) {
        return ETH_TYPE.low(key) == IPV6;
    }

    private static boolean isLaterFragment(long[] key) {
        return (key[FRAG_WORD] & FRAG_LATER_BIT) != 0;
    }

    private static boolean hasTransport(Prerequisite prerequisite, long[] key) {
        int protocol = (int) NW_PROTO.low(key);
        return switch (prerequisite) {
            case ICMPV4 -> isIpv4(key) && protocol == ICMP_PROTO;
            case ICMPV6 -> isIpv6(key) && protocol == ICMPV6_PROTO;
            case TCP -> isIp(key) && protocol == TCP_PROTO;
            case UDP -> isIp(key) && protocol == UDP_PROTO;
            case SCTP -> isIp(key) && protocol == SCTP_PROTO;
            default -> isIp(key) && (protocol == TCP_PROTO || protocol == UDP_PROTO || protocol == SCTP_PROTO);
        };
    }

    private static boolean isIp(long[] key) {
        return isIpv4(key) || isIpv6(key);
    }

    private static boolean isNeighbour(Prerequisite prerequisite, long[] key) {
        int type = (int) ICMPV6_TYPE.low(key);
        boolean solicit = type == ND_SOLICIT_TYPE && prerequisite != Prerequisite.ND_ADVERT;
        boolean advert = type == ND_ADVERT_TYPE && prerequisite != Prerequisite.ND_SOLICIT;
        return (solicit || advert) && ICMPV6_CODE.low(key) == 0;
    }
}

package io.weft.flow.key;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The names of fields in OpenFlow's extensible match, which flow text may use for a field and its bits and which ovs-ofctl prints in
 * {@code move}, {@code load}, {@code push} and the like: {@code NXM_OF_ETH_SRC}, {@code OXM_OF_ETH_SRC}.
 *
 * <p>Thread-safety: immutable.
 */
public final class OxmNames {
    /** A field, the name that is printed, and others that are read. */
    private static final String[] TABLE = {
        "in_port OXM_OF_IN_PORT",
        "metadata OXM_OF_METADATA",
        "actset_output ONFOXM_ET_ACTSET_OUTPUT OXM_OF_ACTSET_OUTPUT",
        "pkt_mark NXM_NX_PKT_MARK",
        "recirc_id NXM_NX_RECIRC_ID",
        "dp_hash NXM_NX_DP_HASH",
        "conj_id NXM_NX_CONJ_ID",
        "eth_src NXM_OF_ETH_SRC OXM_OF_ETH_SRC",
        "eth_dst NXM_OF_ETH_DST OXM_OF_ETH_DST",
        "eth_type NXM_OF_ETH_TYPE OXM_OF_ETH_TYPE",
        "vlan_tci NXM_OF_VLAN_TCI",
        "vlan_vid OXM_OF_VLAN_VID",
        "vlan_pcp OXM_OF_VLAN_PCP",
        "nw_src NXM_OF_IP_SRC OXM_OF_IPV4_SRC",
        "nw_dst NXM_OF_IP_DST OXM_OF_IPV4_DST",
        "ipv6_src NXM_NX_IPV6_SRC OXM_OF_IPV6_SRC",
        "ipv6_dst NXM_NX_IPV6_DST OXM_OF_IPV6_DST",
        "ipv6_label NXM_NX_IPV6_LABEL OXM_OF_IPV6_FLABEL",
        "nw_proto NXM_OF_IP_PROTO OXM_OF_IP_PROTO",
        "nw_tos NXM_OF_IP_TOS",
        "ip_dscp OXM_OF_IP_DSCP",
        "nw_ecn NXM_NX_IP_ECN OXM_OF_IP_ECN",
        "nw_ttl NXM_NX_IP_TTL",
        "ip_frag NXM_NX_IP_FRAG",
        "arp_op NXM_OF_ARP_OP OXM_OF_ARP_OP",
        "arp_spa NXM_OF_ARP_SPA OXM_OF_ARP_SPA",
        "arp_tpa NXM_OF_ARP_TPA OXM_OF_ARP_TPA",
        "arp_sha NXM_NX_ARP_SHA OXM_OF_ARP_SHA",
        "arp_tha NXM_NX_ARP_THA OXM_OF_ARP_THA",
        "tcp_src NXM_OF_TCP_SRC OXM_OF_TCP_SRC",
        "tcp_dst NXM_OF_TCP_DST OXM_OF_TCP_DST",
        "tcp_flags NXM_NX_TCP_FLAGS ONFOXM_ET_TCP_FLAGS OXM_OF_TCP_FLAGS",
        "udp_src NXM_OF_UDP_SRC OXM_OF_UDP_SRC",
        "udp_dst NXM_OF_UDP_DST OXM_OF_UDP_DST",
        "sctp_src OXM_OF_SCTP_SRC",
        "sctp_dst OXM_OF_SCTP_DST",
        "icmp_type NXM_OF_ICMP_TYPE OXM_OF_ICMPV4_TYPE",
        "icmp_code NXM_OF_ICMP_CODE OXM_OF_ICMPV4_CODE",
        "icmpv6_type NXM_NX_ICMPV6_TYPE OXM_OF_ICMPV6_TYPE",
        "icmpv6_code NXM_NX_ICMPV6_CODE OXM_OF_ICMPV6_CODE",
        "nd_target NXM_NX_ND_TARGET OXM_OF_IPV6_ND_TARGET",
        "nd_sll NXM_NX_ND_SLL OXM_OF_IPV6_ND_SLL",
        "nd_tll NXM_NX_ND_TLL OXM_OF_IPV6_ND_TLL",
        "nd_reserved ERICOXM_OF_ICMPV6_ND_RESERVED",
        "nd_options_type ERICOXM_OF_ICMPV6_ND_OPTIONS_TYPE",
        "ct_state NXM_NX_CT_STATE",
        "ct_zone NXM_NX_CT_ZONE",
        "ct_mark NXM_NX_CT_MARK",
        "ct_label NXM_NX_CT_LABEL",
        "ct_nw_proto NXM_NX_CT_NW_PROTO",
        "ct_nw_src NXM_NX_CT_NW_SRC",
        "ct_nw_dst NXM_NX_CT_NW_DST",
        "ct_ipv6_src NXM_NX_CT_IPV6_SRC",
        "ct_ipv6_dst NXM_NX_CT_IPV6_DST",
        "ct_tp_src NXM_NX_CT_TP_SRC",
        "ct_tp_dst NXM_NX_CT_TP_DST",
        "tun_id NXM_NX_TUN_ID OXM_OF_TUNNEL_ID",
        "tun_src NXM_NX_TUN_IPV4_SRC",
        "tun_dst NXM_NX_TUN_IPV4_DST",
        "tun_ipv6_src NXM_NX_TUN_IPV6_SRC",
        "tun_ipv6_dst NXM_NX_TUN_IPV6_DST",
        "tun_flags NXM_NX_TUN_FLAGS",
        "tun_gbp_id NXM_NX_TUN_GBP_ID",
        "tun_gbp_flags NXM_NX_TUN_GBP_FLAGS",
    };

    private static final Map<String, Field> FIELDS = new HashMap<>();
    private static final Map<Field, String> NAMES = new HashMap<>();

    static {
        for (String row : TABLE) {
            String[] names = row.split(" ");
            put(Fields.byName(names[0]), names[1]);
            for (int i = 2; i < names.length; i++) {
                FIELDS.put(names[i], Fields.byName(names[0]));
            }
        }
        put(Fields.IN_PORT_16, "NXM_OF_IN_PORT");
        putAll("NXM_NX_REG", 0, 16, Fields::reg);
        putAll("NXOXM_ET_REG", 16, FlowKey.REGISTERS, Fields::reg);
        putAll("OXM_OF_PKT_REG", 0, FlowKey.REGISTERS / 2, Fields::xreg);
        putAll("NXM_NX_XXREG", 0, 4, Fields::xxreg);
        putAll("NXOXM_ET_XXREG", 4, FlowKey.REGISTERS / 4, Fields::xxreg);
        putAll("NXM_NX_TUN_METADATA", 0, FlowKey.TUNNEL_OPTIONS, Fields::tunnelMetadata);
    }

    private OxmNames() {}

    private static void put(Field field, String name) {
        FIELDS.put(name, field);
        NAMES.put(field, name);
    }

    private static void putAll(String prefix, int first, int end, IntFunction<Field> field) {
        for (int i = first; i < end; i++) {
            put(field.apply(i), prefix + i);
        }
    }

    /** The field with this name of OpenFlow's extensible match, or null. */
    public static Field field(String name) {
        return FIELDS.get(name);
    }

    /** Whether {@code field} has such a name; actions can read and set only fields that have. */
    public static boolean isNamed(Field field) {
        return NAMES.containsKey(field);
    }

    /** The name that is printed for bits of {@code field}: that of the extensible match, or its own where there is none. */
    public static String of(Field field) {
        return NAMES.getOrDefault(field, field.name());
    }
}

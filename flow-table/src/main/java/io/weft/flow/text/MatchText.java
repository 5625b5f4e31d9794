package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchFields;
import io.weft.flow.match.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** Matches as text, with the names, shorthand and order of ovs-ofctl, which scripts compare. Thread-safety: stateless. */
final class MatchText {
    /** What comes before the protocol. */
    private static final List<Field> ARRIVAL = fields(
            "pkt_mark",
            "recirc_id",
            "dp_hash",
            "conj_id",
            "skb_priority",
            "actset_output",
            "ct_state",
            "ct_zone",
            "ct_mark",
            "ct_label",
            "ct_nw_src",
            "ct_ipv6_src",
            "ct_nw_dst",
            "ct_ipv6_dst",
            "ct_nw_proto",
            "ct_tp_src",
            "ct_tp_dst");

    /** What comes between the registers and everything else. */
    private static final List<Field> FIRST = fields(
            "tun_id",
            "tun_src",
            "tun_dst",
            "tun_ipv6_src",
            "tun_ipv6_dst",
            "tun_gbp_id",
            "tun_gbp_flags",
            "tun_tos",
            "tun_ttl",
            "tun_flags");

    private static final List<Field> SECOND =
            List.of(Fields.METADATA, Fields.IN_PORT, Fields.DL_VLAN, Fields.DL_VLAN_PCP, Fields.VLAN_TCI);

    private static final List<Field> LAST = List.of(
            Fields.IPV6_SRC,
            Fields.IPV6_DST,
            Fields.IPV6_LABEL,
            Fields.ARP_SPA,
            Fields.ARP_TPA,
            Fields.NW_SRC,
            Fields.NW_DST,
            Fields.NW_PROTO,
            Fields.ARP_OP,
            Fields.ARP_SHA,
            Fields.ARP_THA,
            Fields.NW_TOS,
            Fields.NW_ECN,
            Fields.NW_TTL,
            Fields.IP_FRAG,
            Fields.TCP_SRC,
            Fields.TCP_DST,
            Fields.UDP_SRC,
            Fields.UDP_DST,
            Fields.SCTP_SRC,
            Fields.SCTP_DST,
            Fields.ICMP_TYPE,
            Fields.ICMP_CODE,
            Fields.ICMPV6_TYPE,
            Fields.ICMPV6_CODE,
            Fields.ND_TARGET,
            Fields.ND_SLL,
            Fields.ND_TLL,
            Fields.ND_RESERVED,
            Fields.ND_OPTIONS_TYPE,
            Fields.TCP_FLAGS);

    private MatchText() {}

    private static List<Field> fields(String... names) {
        return Stream.of(names).map(Fields::byName).toList();
    }

    /** The match, without a priority; empty for one that matches everything. */
    static String print(Match match, PortNames ports) {
        Map<Field, FieldValue> fields = new LinkedHashMap<>();
        for (FieldMatch one : MatchFields.of(match)) {
            fields.put(one.field(), one.value());
        }
        StringJoiner text = new StringJoiner(",");
        ARRIVAL.forEach(field -> print(text, field, fields, ports));
        printProtocol(text, fields);
        for (int i = 0; i < FlowKey.REGISTERS; i++) {
            print(text, Fields.reg(i), fields, ports);
        }
        FIRST.forEach(field -> print(text, field, fields, ports));
        for (int i = 0; i < FlowKey.TUNNEL_OPTIONS; i++) {
            print(text, Fields.tunnelMetadata(i), fields, ports);
        }
        SECOND.forEach(field -> print(text, field, fields, ports));
        for (Field field : Fields.all()) {
            if (!LAST.contains(field)) {
                print(text, field, fields, ports);
            }
        }
        LAST.forEach(field -> print(text, field, fields, ports));
        return text.toString();
    }

    /** Prints the Ethernet type and IP protocol as one word where there is one, and removes what the word says. */
    private static void printProtocol(StringJoiner text, Map<Field, FieldValue> fields) {
        FieldValue type = fields.get(Fields.ETH_TYPE);
        FieldValue proto = fields.get(Fields.NW_PROTO);
        if (type == null || !type.isExact(Fields.ETH_TYPE)) {
            return;
        }
        boolean hasProto = proto != null && proto.isExact(Fields.NW_PROTO) && proto.low() != 0;
        Protocol both = hasProto ? Protocol.of((int) type.low(), (int) proto.low()) : null;
        Protocol word = both == null ? Protocol.of((int) type.low(), 0) : both;
        if (word != null) {
            text.add(word.text());
            fields.remove(Fields.ETH_TYPE);
        }
        if (both != null) {
            fields.remove(Fields.NW_PROTO);
        }
    }

    private static void print(StringJoiner text, Field field, Map<Field, FieldValue> fields, PortNames ports) {
        FieldValue value = fields.remove(field);
        if (value != null && (value.maskHigh() | value.maskLow()) == 0) {
            text.add(nameOf(field)); // a tunnel option, whatever its value
        } else if (value != null) {
            text.add(nameOf(field) + "=" + FieldText.print(field, value, ports));
        }
    }

    /** The name that ovs-ofctl prints: for many fields that of OpenFlow 1.0. */
    private static String nameOf(Field field) {
        return switch (field.name()) {
            case "eth_src" -> "dl_src";
            case "eth_dst" -> "dl_dst";
            case "eth_type" -> "dl_type";
            case "ip_frag" -> "nw_frag";
            case "tcp_src", "udp_src", "sctp_src" -> "tp_src";
            case "tcp_dst", "udp_dst", "sctp_dst" -> "tp_dst";
            case "icmpv6_type" -> "icmp_type";
            case "icmpv6_code" -> "icmp_code";
            default -> field.name();
        };
    }
}

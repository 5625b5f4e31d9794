package io.weft.flow.match;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Prerequisites;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the fields of a match: the inverse of {@link MatchBuilder}. Where fields share bits, the headers that the match pins decide which
 * one is named; a VLAN tag is {@code dl_vlan} and {@code dl_vlan_pcp} where these say it all, else {@code vlan_tci}.
 *
 * <p>Setting every named field in a builder gives an equal match, for every match that a builder made. Thread-safety: stateless.
 */
public final class MatchFields {
    private static final int VID = 0xFFF;
    private static final int PCP = 0xE000;

    private MatchFields() {}

    /** The fields of {@code match} in the order of {@link Fields#all}; a tunnel option that must only be there has an empty mask. */
    public static List<FieldMatch> of(Match match) {
        long[] value = new long[FlowKey.WORDS];
        long[] mask = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.WORDS; word++) {
            value[word] = match.value(word);
            mask[word] = match.mask(word);
        }
        List<FieldMatch> fields = new ArrayList<>();
        for (Field field : Fields.all()) {
            boolean matched = (field.low(mask) | field.high(mask)) != 0 && isNamed(field, value, mask);
            if (matched || isPresent(field, value)) {
                fields.add(new FieldMatch(field, valueOf(field, value, mask)));
            }
        }
        return fields;
    }

    /** A tunnel option that must be there, whatever its value. */
    private static boolean isPresent(Field field, long[] value) {
        return Fields.isTunnelMetadata(field)
                && (value[FlowKey.TUNNEL_OPTIONS_WORD] >>> Fields.indexOfTunnelMetadata(field) & 1) != 0;
    }

    private static FieldValue valueOf(Field field, long[] value, long[] mask) {
        if (field.equals(Fields.NW_TOS)) {
            long dscp = FieldValue.fullMask(field);
            return FieldValue.masked(field.low(value) & dscp, field.low(mask) & dscp);
        }
        return new FieldValue(field.high(value), field.low(value), field.high(mask), field.low(mask));
    }

    /** Of the fields that share bits, exactly one is named. */
    private static boolean isNamed(Field field, long[] value, long[] mask) {
        return switch (field.name()) {
            case "vlan_tci" -> !isPlainTag(value, mask);
            case "dl_vlan" -> isPlainTag(value, mask) && (mask[1] & VID) != 0;
            case "dl_vlan_pcp" -> isPlainTag(value, mask) && (mask[1] & PCP) != 0;
            case "vlan_vid", "vlan_pcp", "ip_dscp" -> false;
            case "nw_tos" -> (field.low(mask) & FieldValue.fullMask(field)) != 0;
            default -> isOfHeaders(field, value, mask);
        };
    }

    private static boolean isPlainTag(long[] value, long[] mask) {
        long present = FlowKey.VLAN_PRESENT;
        long vid = mask[1] & VID;
        long pcp = mask[1] & PCP;
        return (value[1] & mask[1] & present) != 0
                && (vid == 0 || vid == VID)
                && (pcp == 0 || pcp == PCP)
                && (vid | pcp) != 0;
    }

    private static boolean isOfHeaders(Field field, long[] value, long[] mask) {
        return switch (field.name()) {
            case "arp_spa", "arp_tpa", "arp_op", "arp_sha", "arp_tha" -> isPinned(Prerequisite.ARP, value, mask);
            case "nw_src", "nw_dst", "nw_proto" -> !isPinned(Prerequisite.ARP, value, mask);
            case "tcp_src", "tcp_dst" -> !isOtherTransport(value, mask);
            case "udp_src", "udp_dst" -> isPinned(Prerequisite.UDP, value, mask);
            case "sctp_src", "sctp_dst" -> isPinned(Prerequisite.SCTP, value, mask);
            case "icmp_type", "icmp_code" -> isPinned(Prerequisite.ICMPV4, value, mask);
            case "icmpv6_type", "icmpv6_code" -> isPinned(Prerequisite.ICMPV6, value, mask);
            case "nd_sll", "nd_tll" -> !isPinned(Prerequisite.ARP, value, mask);
            default -> true;
        };
    }

    private static boolean isOtherTransport(long[] value, long[] mask) {
        return isPinned(Prerequisite.UDP, value, mask)
                || isPinned(Prerequisite.SCTP, value, mask)
                || isPinned(Prerequisite.ICMPV4, value, mask)
                || isPinned(Prerequisite.ICMPV6, value, mask);
    }

    private static boolean isPinned(Prerequisite prerequisite, long[] value, long[] mask) {
        return Prerequisites.isPinned(prerequisite, value, mask);
    }
}

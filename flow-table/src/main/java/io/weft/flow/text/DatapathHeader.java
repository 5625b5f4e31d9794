package io.weft.flow.text;

import static io.weft.flow.text.HeaderPart.address;
import static io.weft.flow.text.HeaderPart.decimal;
import static io.weft.flow.text.HeaderPart.hexadecimal;

import io.weft.flow.key.Fields;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.text.HeaderPart.Style;
import java.util.List;

/**
 * A header of datapath flows and of {@code set(...)}, with its parts in the order of printing. The constants are in the order of printing,
 * too.
 */
public enum DatapathHeader {
    ETHERNET("eth", Prerequisite.NONE, address("src", Fields.ETH_SRC), address("dst", Fields.ETH_DST)),
    IPV4(
            "ipv4",
            Prerequisite.IPV4,
            address("src", Fields.NW_SRC),
            address("dst", Fields.NW_DST),
            decimal("proto", Fields.NW_PROTO),
            hexadecimal("tos", Fields.NW_TOS),
            decimal("ttl", Fields.NW_TTL),
            new HeaderPart("frag", Fields.IP_FRAG, Style.FRAGMENT)),
    IPV6(
            "ipv6",
            Prerequisite.IPV6,
            address("src", Fields.IPV6_SRC),
            address("dst", Fields.IPV6_DST),
            hexadecimal("label", Fields.IPV6_LABEL),
            decimal("proto", Fields.NW_PROTO),
            hexadecimal("tclass", Fields.NW_TOS),
            decimal("hlimit", Fields.NW_TTL),
            new HeaderPart("frag", Fields.IP_FRAG, Style.FRAGMENT)),
    ARP(
            "arp",
            Prerequisite.ARP,
            address("sip", Fields.ARP_SPA),
            address("tip", Fields.ARP_TPA),
            decimal("op", Fields.ARP_OP),
            address("sha", Fields.ARP_SHA),
            address("tha", Fields.ARP_THA)),
    TCP("tcp", Prerequisite.TCP, decimal("src", Fields.TCP_SRC), decimal("dst", Fields.TCP_DST)),
    UDP("udp", Prerequisite.UDP, decimal("src", Fields.UDP_SRC), decimal("dst", Fields.UDP_DST)),
    SCTP("sctp", Prerequisite.SCTP, decimal("src", Fields.SCTP_SRC), decimal("dst", Fields.SCTP_DST)),
    ICMP("icmp", Prerequisite.ICMPV4, decimal("type", Fields.ICMP_TYPE), decimal("code", Fields.ICMP_CODE)),
    ICMPV6("icmpv6", Prerequisite.ICMPV6, decimal("type", Fields.ICMPV6_TYPE), decimal("code", Fields.ICMPV6_CODE)),
    ND(
            "nd",
            Prerequisite.ND,
            address("target", Fields.ND_TARGET),
            address("sll", Fields.ND_SLL),
            address("tll", Fields.ND_TLL)),
    ND_EXTENSIONS(
            "nd_extensions",
            Prerequisite.ND,
            hexadecimal("nd_reserved", Fields.ND_RESERVED),
            decimal("nd_options_type", Fields.ND_OPTIONS_TYPE));

    private final String text;
    private final Prerequisite needs;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot be changed
    private final List<HeaderPart> parts;

    DatapathHeader(String text, Prerequisite needs, HeaderPart... parts) {
        this.text = text;
        this.needs = needs;
        this.parts = List.of(parts);
    }

    /** The word before the parenthesis. */
    public String text() {
        return text;
    }

    public List<HeaderPart> parts() {
        return parts;
    }

    /** What a packet must be to have it. */
    Prerequisite needs() {
        return needs;
    }

    /** The header of that name, or null. */
    static DatapathHeader of(String name) {
        for (DatapathHeader header : values()) {
            if (header.text.equals(name)) {
                return header;
            }
        }
        return null;
    }
}

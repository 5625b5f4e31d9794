package io.weft.vswitch.oracle;

import java.util.StringJoiner;

/** Random packets as flow text in a form that both sides read. */
final class RandomPackets {
    private final Choices choices;

    RandomPackets(Choices choices) {
        this.choices = choices;
    }

    String next() {
        StringJoiner text = new StringJoiner(",");
        text.add("in_port=" + (choices.oneIn(30) ? 77 : choices.port()));
        if (choices.oneIn(4)) {
            text.add("metadata=" + choices.upTo(4)).add("reg" + choices.upTo(4) + "=" + choices.upTo(4));
        }
        text.add("dl_src=" + (choices.oneIn(30) ? choices.destination() : choices.station()));
        text.add("dl_dst=" + choices.destination());
        if (choices.oneIn(2)) {
            text.add("dl_vlan=" + (choices.oneIn(8) ? 0 : choices.vlan())).add("dl_vlan_pcp=" + choices.pcp());
        }
        String protocol = choices.pick(
                "tcp", "tcp", "udp", "udp", "sctp", "icmp", "ip", "tcp6", "udp6", "sctp6", "icmp6", "nd", "ipv6", "arp",
                "arp", "other");
        switch (protocol) {
            case "arp" -> arp(text);
            case "other" -> text.add("dl_type=" + choices.pick("0x88cc", "0x88b5"));
            case "tcp6", "udp6", "sctp6", "icmp6", "nd", "ipv6" -> {
                text.add(protocol.equals("nd") ? "icmp6" : protocol.equals("ipv6") ? "ipv6,nw_proto=47" : protocol);
                text.add("ipv6_src=" + choices.ipv6()).add("ipv6_dst=" + choices.ipv6());
                text.add("ipv6_label=0x" + choices.upTo(3));
                network(text);
            }
            default -> {
                text.add(protocol.equals("ip") ? "ip,nw_proto=47" : protocol);
                text.add("nw_src=" + choices.ipv4()).add("nw_dst=" + choices.ipv4());
                network(text);
            }
        }
        transport(text, protocol);
        return text.toString();
    }

    private void network(StringJoiner text) {
        text.add("nw_tos=" + choices.tos()).add("nw_ecn=" + choices.ecn()).add("nw_ttl=" + choices.ttl());
        if (choices.oneIn(10)) {
            text.add("nw_frag=later");
        }
    }

    private void arp(StringJoiner text) {
        text.add("arp")
                .add("arp_op=" + (1 + choices.upTo(2)))
                .add("arp_spa=" + choices.ipv4())
                .add("arp_tpa=" + choices.ipv4())
                .add("arp_sha=" + choices.station())
                .add("arp_tha=" + choices.station());
    }

    private void transport(StringJoiner text, String protocol) {
        if (text.toString().contains("nw_frag=later")) {
            return;
        }
        switch (protocol) {
            case "tcp", "tcp6", "udp", "udp6", "sctp", "sctp6" -> {
                String name = protocol.replace("6", "");
                text.add(name + "_src=" + choices.transportPort()).add(name + "_dst=" + choices.transportPort());
                if (name.equals("tcp")) {
                    text.add("tcp_flags=" + choices.pick("0", "0x002", "0x012", "0x010"));
                }
            }
            case "icmp" -> text.add("icmp_type=" + choices.pick(0, 8)).add("icmp_code=" + choices.upTo(2));
            case "icmp6" -> text.add("icmpv6_type=" + choices.pick(128, 129)).add("icmpv6_code=0");
            case "nd" -> neighbour(text);
            default -> {}
        }
    }

    private void neighbour(StringJoiner text) {
        boolean solicit = choices.oneIn(2);
        text.add("icmpv6_type=" + (solicit ? 135 : 136)).add("icmpv6_code=0").add("nd_target=" + choices.ipv6());
        text.add((solicit ? "nd_sll=" : "nd_tll=") + choices.station());
    }
}

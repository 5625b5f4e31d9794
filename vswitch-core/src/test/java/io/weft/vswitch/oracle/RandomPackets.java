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
        beside(text);
        String source = choices.oneIn(30) ? choices.destination() : choices.station();
        String destination = choices.destination();
        while (destination.equals(source)) {
            destination =
                    choices.destination(); // to itself: they learn the address and then do not send the packet back
        }
        text.add("dl_src=" + source).add("dl_dst=" + destination);
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
                network(text, protocol);
            }
            default -> {
                text.add(protocol.equals("ip") ? "ip,nw_proto=47" : protocol);
                text.add("nw_src=" + choices.ipv4()).add("nw_dst=" + choices.ipv4());
                network(text, protocol);
            }
        }
        transport(text, protocol);
        return text.toString();
    }

    /** A tunnel, a mark. */
    private void beside(StringJoiner text) {
        if (choices.oneIn(6)) {
            text.add("tun_id=" + choices.upTo(5));
            if (choices.oneIn(2)) {
                text.add("tun_src=" + choices.ipv4()).add("tun_dst=" + choices.ipv4());
            } else {
                text.add("tun_ipv6_src=" + choices.ipv6()).add("tun_ipv6_dst=" + choices.ipv6());
            }
            text.add("tun_tos=" + choices.tos()).add("tun_ttl=64");
            if (choices.oneIn(2)) {
                text.add("tun_metadata" + choices.upTo(3) + "=0x" + choices.upTo(3));
            }
            if (choices.oneIn(4)) {
                text.add("tun_flags=oam");
            }
        }
        if (choices.oneIn(10)) {
            text.add("pkt_mark=" + choices.upTo(4));
        }
    }

    /** What a connection tracker would have said. */
    private void connection(StringJoiner text, String protocol) {
        boolean wide = text.toString().contains(",ipv6_src");
        String state = choices.pick("trk", "trk|est", "trk|new", "trk|est|rpl", "trk|inv");
        text.add("ct_state=" + state);
        text.add("ct_mark=" + choices.upTo(3)).add("ct_zone=" + choices.upTo(3));
        if (choices.oneIn(2)) {
            text.add("ct_label=0x" + choices.pick("1", "2", "10000000000000001"));
        }
        // What a neighbour's packet has in place of ports shares memory with the addresses of the connection there.
        if (choices.oneIn(2) && !protocol.equals("nd") && (state.contains("est") || state.contains("new"))) {
            String prefix = wide ? "ct_ipv6_" : "ct_nw_";
            text.add(prefix + "src=" + (wide ? choices.ipv6() : choices.ipv4()));
            text.add(prefix + "dst=" + (wide ? choices.ipv6() : choices.ipv4()));
            text.add("ct_nw_proto=17")
                    .add("ct_tp_src=" + choices.pick(53, 1024))
                    .add("ct_tp_dst=5");
        }
    }

    private void network(StringJoiner text, String protocol) {
        text.add("nw_tos=" + choices.tos()).add("nw_ecn=" + choices.ecn()).add("nw_ttl=" + choices.ttl());
        if (choices.oneIn(10)) {
            text.add("nw_frag=" + choices.pick("later", "first"));
        }
        if (choices.oneIn(8)) {
            connection(text, protocol);
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

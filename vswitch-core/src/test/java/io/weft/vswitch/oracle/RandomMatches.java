package io.weft.vswitch.oracle;

import java.util.StringJoiner;

/** Random matches as text, and what they pin, which decides the actions that may go with them. */
final class RandomMatches {
    private final Choices choices;

    /**
     * A match.
     *
     * @param text without priority; may be empty
     * @param protocol the word that names the protocol, {@code nd_sol}, {@code nd_adv}, or empty
     * @param tagged whether it pins that there is a tag
     */
    record Chosen(String text, String protocol, boolean tagged) {
        /** Pins nothing. */
        static final Chosen NONE = new Chosen("", "", false);

        boolean isIpv4() {
            return protocol.equals("ip") || protocol.equals("icmp") || isPorts() && !protocol.endsWith("6");
        }

        boolean isIpv6() {
            return !isIpv4() && !protocol.isEmpty() && !protocol.equals("arp");
        }

        boolean isPorts() {
            return protocol.startsWith("tcp") || protocol.startsWith("udp") || protocol.startsWith("sctp");
        }
    }

    RandomMatches(Choices choices) {
        this.choices = choices;
    }

    Chosen next() {
        StringJoiner text = new StringJoiner(",");
        pipeline(text);
        boolean tagged = ethernet(text);
        String protocol = choices.pick(
                "", "", "", "ip", "ip", "tcp", "udp", "sctp", "icmp", "ipv6", "tcp6", "udp6", "sctp6", "icmp6",
                "nd_sol", "nd_adv", "arp", "arp");
        Chosen chosen = new Chosen("", protocol, tagged);
        if (!protocol.isEmpty()) {
            text.add(protocol.startsWith("nd") ? "icmp6" : protocol);
        }
        if (chosen.isIpv4() || chosen.isIpv6()) {
            network(text, chosen.isIpv6() ? "ipv6_" : "nw_", chosen.isIpv6());
            if (choices.oneIn(10)) {
                connection(text, chosen);
            }
        }
        transport(text, protocol);
        boolean later = text.toString().contains("nw_frag=later");
        return new Chosen(text.toString(), later ? chosen.isIpv6() ? "ipv6" : "ip" : protocol, tagged);
    }

    private void pipeline(StringJoiner text) {
        if (choices.oneIn(3)) {
            text.add("in_port=" + choices.port());
        }
        if (choices.oneIn(8)) {
            text.add("reg" + choices.upTo(4) + "=" + choices.upTo(4));
        }
        if (choices.oneIn(10)) {
            text.add("metadata=" + choices.upTo(2) + "/1");
        }
        if (choices.oneIn(15)) {
            text.add(choices.pick("pkt_mark=1", "pkt_mark=0/3", "actset_output=2", "xreg2=0"));
        }
        if (choices.oneIn(10)) {
            text.add(tunnel());
        }
    }

    private String tunnel() {
        return choices.pick(
                "tun_id=" + choices.upTo(5),
                "tun_id=0x1/0x1",
                "tun_src=" + choices.ipv4() + choices.pick("", "/24"),
                "tun_dst=" + choices.ipv4(),
                "tun_ipv6_dst=" + choices.ipv6(),
                "tun_flags=" + choices.pick("oam", "+oam", "-oam"),
                "tun_metadata0=0x" + choices.upTo(3),
                "tun_metadata0",
                "tun_metadata1=0x1/0x1",
                "tun_metadata2",
                "tun_gbp_id=" + choices.upTo(2));
    }

    private void connection(StringJoiner text, Chosen chosen) {
        text.add(choices.pick(
                "ct_state=+trk", "ct_state=-trk", "ct_state=+trk+est", "ct_state=+trk-inv", "ct_state=+trk+inv-rel"));
        if (choices.oneIn(2)) {
            text.add(choices.pick(
                    "ct_mark=" + choices.upTo(3),
                    "ct_mark=0x1/0x1",
                    "ct_zone=" + choices.upTo(3),
                    "ct_label=0x" + choices.upTo(3),
                    "ct_label=0x10000000000000000/0x10000000000000000"));
        }
        if (choices.oneIn(2) && text.toString().matches(".*(trk\\+est|trk-inv).*")) {
            text.add(
                    chosen.isIpv6()
                            ? "ct_ipv6_src=" + choices.ipv6()
                            : "ct_nw_dst=" + choices.ipv4() + choices.pick("", "/16"));
        }
    }

    private boolean ethernet(StringJoiner text) {
        if (choices.oneIn(6)) {
            text.add("dl_src=" + choices.station());
        }
        if (choices.oneIn(5)) {
            text.add("dl_dst=" + choices.pick(choices.destination(), "01:00:00:00:00:00/01:00:00:00:00:00"));
        }
        switch (choices.upTo(12)) {
            case 0 -> text.add("vlan_tci=0x0000/0x1fff");
            case 1 -> text.add("dl_vlan=" + choices.vlan());
            case 2 -> text.add("dl_vlan=" + choices.vlan()).add("dl_vlan_pcp=" + choices.pcp());
            case 3 -> text.add("vlan_tci=0x1000/0x1000");
            default -> {
                return false;
            }
        }
        return !text.toString().contains("vlan_tci=0x0000");
    }

    private void network(StringJoiner text, String prefix, boolean wide) {
        for (String side : new String[] {"src", "dst"}) {
            if (choices.oneIn(3)) {
                String mask = wide ? choices.pick("", "/64", "/32") : choices.pick("", "/24", "/16", "/255.0.255.0");
                text.add(prefix + side + "=" + (wide ? choices.ipv6() : choices.ipv4()) + mask);
            }
        }
        if (choices.oneIn(10)) {
            text.add("nw_ttl=" + choices.ttl());
        }
        if (choices.oneIn(10)) {
            text.add("nw_tos=" + choices.tos());
        }
        if (choices.oneIn(10)) {
            text.add("nw_ecn=" + choices.ecn());
        }
        if (choices.oneIn(10)) {
            text.add("nw_frag=" + choices.pick("no", "yes", "first", "later", "not_later"));
        }
    }

    private void transport(StringJoiner text, String protocol) {
        if (text.toString().contains("nw_frag=later")) {
            return;
        }
        String family = protocol.replace("6", "");
        switch (family) {
            case "tcp", "udp", "sctp" -> {
                if (choices.oneIn(3)) {
                    text.add(family + "_src=" + choices.pick("0/0xfc00", "0x400/0x400", "80"));
                }
                if (choices.oneIn(3)) {
                    text.add(family + "_dst=" + choices.transportPort());
                }
                if (family.equals("tcp") && choices.oneIn(5)) {
                    text.add("tcp_flags=" + choices.pick("+syn", "+syn-ack", "0x12"));
                }
            }
            case "icmp" -> {
                if (choices.oneIn(2)) {
                    text.add("icmp_type=" + (protocol.equals("icmp") ? choices.pick(0, 8) : choices.pick(128, 129)));
                }
            }
            case "nd_sol", "nd_adv" -> neighbour(text, protocol.equals("nd_sol"));
            case "arp" -> arp(text);
            default -> {}
        }
    }

    private void neighbour(StringJoiner text, boolean solicit) {
        text.add("icmp_type=" + (solicit ? 135 : 136)).add("icmp_code=0");
        if (choices.oneIn(2)) {
            text.add("nd_target=" + choices.ipv6());
        }
        if (choices.oneIn(4)) {
            text.add((solicit ? "nd_sll=" : "nd_tll=") + choices.station());
        }
    }

    private void arp(StringJoiner text) {
        if (choices.oneIn(3)) {
            text.add("arp_op=" + (1 + choices.upTo(2)));
        }
        if (choices.oneIn(3)) {
            text.add("arp_spa=" + choices.ipv4() + choices.pick("", "/24"));
        }
        if (choices.oneIn(3)) {
            text.add("arp_tpa=" + choices.ipv4() + choices.pick("", "/8"));
        }
        if (choices.oneIn(4)) {
            text.add("arp_sha=" + choices.station());
        }
    }
}

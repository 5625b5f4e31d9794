package io.weft.vswitch.oracle;

import io.weft.vswitch.oracle.RandomMatches.Chosen;
import java.util.ArrayList;
import java.util.List;

/** Random action lists that may go with a match. */
final class RandomActions {
    private final Choices choices;
    private final RandomPipelineActions pipeline;
    private final RandomLinks links;
    private final RandomLearning learning;
    private boolean teaches;

    RandomActions(Choices choices) {
        this.choices = choices;
        pipeline = new RandomPipelineActions(choices);
        links = new RandomLinks(choices);
        learning = new RandomLearning(choices);
    }

    /** From here on some actions teach. */
    void teach() {
        teaches = true;
    }

    String next(int table, Chosen match) {
        List<String> actions = new ArrayList<>();
        int count = choices.oneIn(12) ? 0 : 1 + choices.upTo(5);
        if (choices.oneIn(15)) {
            actions.add("meter:" + choices.pick(1, 2));
        }
        boolean tagged = match.tagged();
        for (int i = 0; i < count; i++) {
            String action = action(table, match, tagged);
            tagged |= action.startsWith("push_vlan") || action.startsWith("mod_vlan");
            tagged &= !action.equals("pop_vlan") && !action.equals("set_field:0->vlan_tci");
            actions.add(action);
        }
        actions.addAll(pipeline.instructions());
        if (table < RandomWorld.TABLES - 1 && choices.oneIn(5)) {
            actions.add("goto_table:" + (table + 1 + choices.upTo(RandomWorld.TABLES - 1 - table)));
        }
        return actions.isEmpty() ? "drop" : String.join(",", actions);
    }

    private String action(int table, Chosen match, boolean tagged) {
        if (teaches && choices.oneIn(6)) {
            return learning.action(match);
        }
        return switch (choices.upTo(31)) {
            case 28 -> links.action();
            case 29 -> "group:" + (1 + choices.upTo(Equipment.GROUPS.size()));
            case 30 -> beside(match);
            case 20, 21, 22, 23, 24, 25 -> pipeline.action();
            case 26 -> "clone(" + action(table, match, tagged) + "," + action(table, match, false) + ")";
            case 0, 1, 2, 3 -> "output:" + (choices.oneIn(15) ? 99 : choices.port());
            case 4, 5, 6 -> "NORMAL";
            case 7 -> choices.pick("FLOOD", "ALL", "IN_PORT", "LOCAL");
            case 8 -> "controller" + choices.pick("", ":64");
            case 9, 10, 11 -> resubmit(table);
            case 12, 13 -> vlan(tagged);
            case 14 -> "set_field:" + choices.upTo(4) + "->reg" + choices.upTo(4);
            case 15, 16 -> ethernet();
            default -> header(match);
        };
    }

    /** What is seldom seen. Open vSwitch makes three actions of {@code enqueue} in OpenFlow 1.5, so it is not here. */
    private String beside(Chosen match) {
        return switch (choices.upTo(4)) {
            case 0 ->
                "sample(probability=" + choices.pick(1, 65535) + ",collector_set_id=1,obs_domain_id=2,obs_point_id=3)";
            case 1, 2 ->
                "check_pkt_larger(" + choices.pick(100, 1500) + ")->NXM_NX_REG" + choices.upTo(4) + "["
                        + choices.upTo(2) + "]";
            default -> match.protocol().startsWith("tcp") ? "fin_timeout(idle_timeout=5)" : "note:01";
        };
    }

    private String resubmit(int table) {
        int next = choices.oneIn(40) ? choices.upTo(RandomWorld.TABLES) : table + 1;
        return "resubmit(" + (choices.oneIn(4) ? choices.port() : "") + "," + next + ")";
    }

    private String vlan(boolean tagged) {
        // On a packet of which the match says nothing, Open vSwitch makes mod_vlan_vid of OpenFlow 1.1 a push_vlan as
        // well.
        return switch (choices.upTo(tagged ? 7 : 2)) {
            case 0 -> "push_vlan:" + choices.pick("0x8100", "0x88a8");
            case 1 -> "set_field:" + choices.pick("0", "0x100a", "0x7014") + "->vlan_tci";
            case 2 -> "mod_vlan_vid:" + choices.vlan();
            case 3 -> "set_field:" + choices.pcp() + "->vlan_pcp";
            case 4, 5 -> "pop_vlan";
            default -> "set_field:" + choices.pcp() + "->vlan_pcp";
        };
    }

    private String ethernet() {
        return switch (choices.upTo(4)) {
            case 0 -> "mod_dl_src:" + choices.station();
            case 1 -> "mod_dl_dst:" + choices.destination();
            case 2 -> "set_field:" + choices.station() + "->eth_dst";
            default -> "set_field:00:00:00:00:00:0" + choices.upTo(4) + "/00:00:00:00:00:0f->eth_src";
        };
    }

    private String header(Chosen match) {
        if (match.protocol().equals("arp")) {
            return arp();
        }
        if (match.protocol().startsWith("nd") && choices.oneIn(2)) {
            return neighbour(match.protocol().equals("nd_sol"));
        }
        if (match.isPorts() && choices.oneIn(2)) {
            return ports(match.protocol().replace("6", ""));
        }
        if (match.protocol().startsWith("icmp") && choices.oneIn(3)) {
            return "set_field:" + choices.upTo(9) + "->" + match.protocol().replace("icmp6", "icmpv6") + "_type";
        }
        return match.isIpv4() ? ipv4() : match.isIpv6() ? ipv6() : ethernet();
    }

    private String arp() {
        return switch (choices.upTo(5)) {
            case 0 -> "set_field:" + (1 + choices.upTo(2)) + "->arp_op";
            case 1 -> "set_field:" + choices.ipv4() + "->arp_spa";
            case 2 -> "set_field:0.0.0." + choices.upTo(4) + "/0.0.0.255->arp_tpa";
            case 3 -> "set_field:" + choices.station() + "->arp_sha";
            default -> "set_field:" + choices.station() + "->arp_tha";
        };
    }

    private String neighbour(boolean solicit) {
        return choices.oneIn(2)
                ? "set_field:" + choices.ipv6() + "->nd_target"
                : "set_field:" + choices.station() + (solicit ? "->nd_sll" : "->nd_tll");
    }

    private String ports(String protocol) {
        return switch (choices.upTo(3)) {
            case 0 -> "mod_tp_" + choices.pick("src", "dst") + ":" + choices.transportPort();
            case 1 -> "set_field:" + choices.transportPort() + "->" + protocol + choices.pick("_src", "_dst");
            default -> "set_field:0x0" + choices.upTo(9) + "/0xff->" + protocol + choices.pick("_src", "_dst");
        };
    }

    private String ipv4() {
        return switch (choices.upTo(8)) {
            case 0 -> "mod_nw_src:" + choices.ipv4();
            case 1 -> "mod_nw_dst:" + choices.ipv4();
            case 2 -> "set_field:0.0.0." + choices.upTo(9) + "/0.0.0.255->nw_src";
            case 3 -> "set_field:10.0.0.0/8->ip_dst";
            default -> network();
        };
    }

    private String ipv6() {
        return switch (choices.upTo(8)) {
            case 0 -> "set_field:" + choices.ipv6() + "->ipv6_src";
            case 1 -> "set_field:" + choices.ipv6() + "->ipv6_dst";
            case 2 -> "set_field:0x" + choices.upTo(3) + "->ipv6_label";
            case 3 -> "set_field:2001:db8::/32->ipv6_dst";
            default -> network();
        };
    }

    private String network() {
        return switch (choices.upTo(5)) {
            case 0 -> "mod_nw_tos:" + choices.tos();
            case 1 -> "mod_nw_ttl:" + choices.ttl();
            case 2 -> "set_field:" + (choices.tos() >> 2) + "->ip_dscp";
            case 3 -> "set_field:" + choices.ecn() + "->nw_ecn";
            default -> "dec_ttl";
        };
    }
}

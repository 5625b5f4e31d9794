package io.weft.flow.text;

import io.weft.flow.key.Fields;
import io.weft.flow.key.Nearest;
import io.weft.flow.match.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of the grammar that are neither fields nor actions of Weft: keywords, and what Open vSwitch has and Weft has not yet. */
final class Vocabulary {
    private static final List<String> KEYWORDS = List.of(
            "table",
            "priority",
            "cookie",
            "out_port",
            "out_group",
            "idle_timeout",
            "hard_timeout",
            "importance",
            "send_flow_rem",
            "check_overlap",
            "reset_counts",
            "no_packet_counts",
            "no_byte_counts",
            "actions");

    /** Statistics in the output of dump-flows, which may be fed back. */
    private static final Set<String> IGNORED = Set.of(
            "duration", "n_packets", "n_bytes", "idle_age", "hard_age", "no_readonly_table", "allow_hidden_fields");

    private static final Set<String> LATER = Set.of(
            "packet_type",
            "eth",
            "igmp",
            "mpls",
            "mplsm",
            "conj_id",
            "dp_hash",
            "recirc_id",
            "pkt_mark",
            "skb_priority",
            "actset_output",
            "nd_reserved",
            "nd_options_type");

    private static final List<String> LATER_PREFIXES =
            List.of("ct_", "tun_", "tunnel_", "mpls_", "nsh_", "xreg", "xxreg", "NXM_", "OXM_", "vxlan_", "gtpu_");

    private static final Set<String> LATER_REGISTERS = laterRegisters();

    private static final List<String> ACTIONS = List.of(
            "output",
            "normal",
            "flood",
            "all",
            "in_port",
            "local",
            "controller",
            "drop",
            "set_field",
            "mod_dl_src",
            "mod_dl_dst",
            "mod_vlan_vid",
            "mod_vlan_pcp",
            "mod_nw_src",
            "mod_nw_dst",
            "mod_nw_tos",
            "mod_nw_ecn",
            "mod_nw_ttl",
            "mod_tp_src",
            "mod_tp_dst",
            "push_vlan",
            "strip_vlan",
            "pop_vlan",
            "dec_ttl",
            "resubmit",
            "goto_table");

    private static final Set<String> LATER_ACTIONS = Set.of(
            "enqueue",
            "group",
            "bundle",
            "bundle_load",
            "set_vlan_vid",
            "set_vlan_pcp",
            "push_mpls",
            "pop_mpls",
            "dec_mpls_ttl",
            "set_mpls_label",
            "set_mpls_tc",
            "set_mpls_ttl",
            "dec_nsh_ttl",
            "move",
            "load",
            "push",
            "pop",
            "encap",
            "decap",
            "set_tunnel",
            "set_tunnel64",
            "set_queue",
            "pop_queue",
            "fin_timeout",
            "learn",
            "conjunction",
            "multipath",
            "clone",
            "ct",
            "ct_clear",
            "nat",
            "note",
            "exit",
            "sample",
            "check_pkt_larger",
            "delete_field",
            "meter",
            "write_actions",
            "clear_actions",
            "write_metadata",
            "apply_actions");

    private Vocabulary() {}

    static boolean isIgnored(String key) {
        return IGNORED.contains(key);
    }

    /** Why {@code key} is no field or keyword: one of Open vSwitch that is not there yet, or unknown. */
    static String unknownField(String key) {
        if (LATER.contains(key)
                || LATER_REGISTERS.contains(key)
                || LATER_PREFIXES.stream().anyMatch(key::startsWith)) {
            return key + " is not supported yet";
        }
        List<String> more = new ArrayList<>(KEYWORDS);
        for (Protocol protocol : Protocol.values()) {
            more.add(protocol.text());
        }
        return "unknown field \"" + key + "\"" + didYouMean(Fields.suggest(key, more));
    }

    static String unknownAction(String name) {
        return LATER_ACTIONS.contains(name)
                ? "the action " + name + " is not supported yet"
                : "unknown action \"" + name + "\"" + didYouMean(Nearest.of(name, ACTIONS));
    }

    private static String didYouMean(String name) {
        return name == null ? "" : " (did you mean \"" + name + "\"?)";
    }

    private static Set<String> laterRegisters() {
        List<String> names = new ArrayList<>();
        for (int i = 16; i < 32; i++) {
            names.add("reg" + i);
        }
        return Set.copyOf(names);
    }
}

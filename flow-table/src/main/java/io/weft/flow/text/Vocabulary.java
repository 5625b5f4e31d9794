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

    private static final Set<String> LATER = Set.of("packet_type", "igmp");

    private static final List<String> LATER_PREFIXES = List.of("mpls_", "nsh_", "tun_erspan_", "tun_gtpu_");

    private static final List<String> ACTIONS = List.of(
            "output",
            "normal",
            "flood",
            "all",
            "in_port",
            "local",
            "controller",
            "enqueue",
            "group",
            "bundle",
            "bundle_load",
            "drop",
            "set_field",
            "load",
            "move",
            "push",
            "pop",
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
            "set_tunnel",
            "set_tunnel64",
            "set_queue",
            "pop_queue",
            "delete_field",
            "multipath",
            "check_pkt_larger",
            "learn",
            "conjunction",
            "ct",
            "ct_clear",
            "reject",
            "clone",
            "note",
            "exit",
            "sample",
            "fin_timeout",
            "meter",
            "write_actions",
            "clear_actions",
            "write_metadata",
            "resubmit",
            "goto_table");

    private static final Set<String> CONNECTION_ACTIONS = Set.of("nat");

    private static final Set<String> LATER_ACTIONS = Set.of(
            "push_mpls",
            "pop_mpls",
            "dec_mpls_ttl",
            "set_mpls_label",
            "set_mpls_tc",
            "set_mpls_ttl",
            "dec_nsh_ttl",
            "encap",
            "decap");

    private Vocabulary() {}

    /** Whether it is the name of an action that Weft has. */
    static boolean isAction(String name) {
        return ACTIONS.contains(name);
    }

    static boolean isIgnored(String key) {
        return IGNORED.contains(key);
    }

    /** Why {@code key} is no field or keyword: one of Open vSwitch that is not there yet, or unknown. */
    static String unknownField(String key) {
        if (LATER.contains(key) || LATER_PREFIXES.stream().anyMatch(key::startsWith)) {
            return key + " is not supported yet";
        }
        List<String> more = new ArrayList<>(KEYWORDS);
        for (Protocol protocol : Protocol.values()) {
            more.add(protocol.text());
        }
        return "unknown field \"" + key + "\"" + didYouMean(Fields.suggest(key, more));
    }

    static String unknownAction(String name) {
        if (CONNECTION_ACTIONS.contains(name)) {
            return "the action " + name + " has its place inside ct(...)";
        }
        return LATER_ACTIONS.contains(name)
                ? "the action " + name + " is not supported"
                : "unknown action \"" + name + "\"" + didYouMean(Nearest.of(name, ACTIONS));
    }

    private static String didYouMean(String name) {
        return name == null ? "" : " (did you mean \"" + name + "\"?)";
    }
}

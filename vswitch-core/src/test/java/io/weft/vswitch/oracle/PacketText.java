package io.weft.vswitch.oracle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A packet by the text of its flow, in the terms of datapath actions.
 *
 * @param fields {@code ipv4.ttl} and the like
 * @param tags innermost first, as {@code tpid=0x8100,vid=5,pcp=0}
 */
record PacketText(Map<String, BigInteger> fields, List<String> tags) {
    /**
     * @param flow as after {@code "Flow: "}
     * @param tpids those of the tags, outermost first; 0x8100 where none is given
     */
    static PacketText of(String flow, int... tpids) {
        Map<String, String> words = new HashMap<>();
        String protocol = "";
        for (String word : flow.split(",", -1)) {
            int equals = word.indexOf('=');
            if (equals < 0 && (protocol.isEmpty() || !word.equals("eth"))) {
                protocol = word;
            } else if (equals >= 0) {
                words.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        Map<String, BigInteger> fields = new HashMap<>();
        Reader reader = new Reader(words, fields);
        reader.take("dl_src", "eth.src");
        reader.take("dl_dst", "eth.dst");
        reader.take("pkt_mark", "skb_mark");
        reader.headers(protocol);
        List<String> tags = new ArrayList<>();
        tag(tags, words, "1", tpids.length > 1 ? tpids[1] : 0x8100);
        tag(tags, words, "", tpids.length > 0 ? tpids[0] : 0x8100);
        return new PacketText(fields, tags);
    }

    private static void tag(List<String> tags, Map<String, String> words, String suffix, int tpid) {
        String vid = words.get("dl_vlan" + suffix);
        if (vid != null) {
            tags.add("tpid=0x" + Integer.toHexString(tpid) + ",vid=" + vid + ",pcp="
                    + words.get("dl_vlan_pcp" + suffix));
        }
    }

    private record Reader(Map<String, String> words, Map<String, BigInteger> fields) {
        void take(String word, String key) {
            String value = words.get(word);
            if (value != null) {
                fields.put(key, FieldNumber.of(value));
            }
        }

        void headers(String protocol) {
            if (words.containsKey("arp_spa")) {
                arp();
            } else if (words.containsKey("ipv6_src")) {
                take("ipv6_src", "ipv6.src");
                take("ipv6_dst", "ipv6.dst");
                take("ipv6_label", "ipv6.label");
                take("nw_ttl", "ipv6.hlimit");
                tos("ipv6.tclass");
            } else if (words.containsKey("nw_src")) {
                take("nw_src", "ipv4.src");
                take("nw_dst", "ipv4.dst");
                take("nw_ttl", "ipv4.ttl");
                tos("ipv4.tos");
            }
            transport(protocol.replace("6", ""), protocol);
        }

        private void arp() {
            take("arp_spa", "arp.sip");
            take("arp_tpa", "arp.tip");
            take("arp_op", "arp.op");
            take("arp_sha", "arp.sha");
            take("arp_tha", "arp.tha");
        }

        private void tos(String key) {
            fields.put(key, FieldNumber.of(words.get("nw_tos")).or(FieldNumber.of(words.get("nw_ecn"))));
        }

        private void transport(String family, String protocol) {
            String icmp = protocol.equals("icmp6") ? "icmpv6" : "icmp";
            take("tp_src", family + ".src");
            take("tp_dst", family + ".dst");
            take("icmp_type", icmp + ".type");
            take("icmp_code", icmp + ".code");
            take("nd_target", "nd.target");
            take("nd_sll", "nd.sll");
            take("nd_tll", "nd.tll");
        }
    }
}

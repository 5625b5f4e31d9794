package io.weft.vswitch.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Random {@code learn} actions. Each has a priority of its own, so that the entries of one of them differ in what they match and those of two
 * never tie.
 */
final class RandomLearning {
    /** Above every priority of the entries that teach. */
    private static final int FIRST_PRIORITY = 1_000;

    private final Choices choices;
    private int priority = FIRST_PRIORITY;

    RandomLearning(Choices choices) {
        this.choices = choices;
    }

    /** One that may go with {@code match}. */
    String action(RandomMatches.Chosen match) {
        List<String> parts = new ArrayList<>();
        parts.add("table=" + choices.upTo(RandomWorld.TABLES));
        parts.add("priority=" + priority++);
        head(parts);
        clauses(parts, match);
        consequences(parts);
        return "learn(" + String.join(",", parts) + ")";
    }

    private void head(List<String> parts) {
        if (choices.oneIn(3)) {
            parts.add("cookie=0x" + (1 + choices.upTo(5)));
        }
        if (choices.oneIn(4)) {
            parts.add("idle_timeout=" + (10_000 + choices.upTo(9)));
        }
        if (choices.oneIn(4)) {
            parts.add("hard_timeout=" + (10_000 + choices.upTo(9)));
        }
        if (choices.oneIn(8)) {
            parts.add("fin_idle_timeout=" + (10_000 + choices.upTo(9)));
        }
        if (choices.oneIn(8)) {
            parts.add("send_flow_rem");
        }
        if (choices.oneIn(8)) {
            parts.add("delete_learned");
        }
        if (choices.oneIn(3)) {
            parts.add("limit=" + (1 + choices.upTo(4)));
            if (choices.oneIn(2)) {
                parts.add("result_dst=NXM_NX_REG" + choices.upTo(4) + "[" + choices.upTo(32) + "]");
            }
        }
    }

    private void clauses(List<String> parts, RandomMatches.Chosen match) {
        if (choices.oneIn(2)) {
            parts.add(choices.pick(
                    "NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[]",
                    "NXM_OF_ETH_SRC[]",
                    "NXM_OF_ETH_DST[0..15]=NXM_NX_REG0[0..15]"));
        }
        if (choices.oneIn(4)) {
            parts.add("NXM_OF_VLAN_TCI[0..11]");
        }
        if (choices.oneIn(4)) {
            parts.add(choices.pick("NXM_OF_IN_PORT[]", "in_port=" + choices.port()));
        }
        if (choices.oneIn(4)) {
            parts.add(choices.pick(
                    "NXM_NX_REG1[0..15]=NXM_OF_IN_PORT[]",
                    "NXM_NX_REG2[0..7]=0x" + choices.upTo(3),
                    "OXM_OF_METADATA[0..15]=NXM_NX_REG3[0..15]",
                    "tun_id=5"));
        }
        if (match.isIpv4() && choices.oneIn(2)) {
            parts.add("eth_type=0x800");
            parts.add(choices.pick(
                    "NXM_OF_IP_DST[]=NXM_OF_IP_SRC[]", "NXM_OF_IP_SRC[0..23]", "NXM_OF_IP_DST[]", "nw_src=10.0.0.1"));
            if (match.protocol().equals("tcp")) {
                parts.add("nw_proto=6");
                parts.add(choices.pick("NXM_OF_TCP_DST[]=NXM_OF_TCP_SRC[]", "tcp_src=80"));
            }
        } else if (match.isIpv6() && choices.oneIn(2)) {
            parts.add("eth_type=0x86dd");
            parts.add(choices.pick("NXM_NX_IPV6_DST[]=NXM_NX_IPV6_SRC[]", "NXM_NX_IPV6_SRC[64..127]"));
        }
    }

    private void consequences(List<String> parts) {
        if (choices.oneIn(2)) {
            parts.add("load:" + choices.pick("0x5", "NXM_OF_IN_PORT[]", "NXM_NX_REG0[0..15]") + "->NXM_NX_REG1[0..15]");
        }
        if (choices.oneIn(4)) {
            parts.add("load:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[]");
        }
        if (choices.oneIn(6)) {
            parts.add("load:0x0a->NXM_OF_ETH_SRC[40..47]");
        }
        if (choices.oneIn(2)) {
            parts.add("output:NXM_OF_IN_PORT[]"); // from a register that is 0 they teach an output to port 0, we teach
            // none
        }
    }
}

package io.weft.vswitch.oracle;

import java.util.ArrayList;
import java.util.List;

/** Random actions over registers, stack, action set and marks: what concerns the pipeline more than the packet. */
final class RandomPipelineActions {
    private final Choices choices;

    RandomPipelineActions(Choices choices) {
        this.choices = choices;
    }

    String action() {
        return switch (choices.upTo(20)) {
            case 0, 1 ->
                "load:" + choices.upTo(9) + "->NXM_NX_REG" + choices.upTo(4) + choices.pick("[0..15]", "[]", "[4..7]");
            case 2, 3 -> move();
            case 4 ->
                "push:" + choices.pick("NXM_NX_REG0[]", "NXM_OF_IN_PORT[]", "NXM_OF_ETH_DST[]", "NXM_NX_REG1[0..15]");
            case 5 -> "pop:" + choices.pick("NXM_NX_REG0[]", "NXM_NX_REG2[0..15]", "NXM_OF_ETH_SRC[]", "NXM_NX_REG3[]");
            case 6, 7 -> "output:NXM_NX_REG" + choices.upTo(4) + choices.pick("[]", "[0..15]", "[0..3]");
            case 8 -> "output(port=" + choices.port() + ",max_len=" + choices.pick(64, 100, 1500) + ")";
            case 9 -> "exit";
            case 10 -> "note:00.01.02.03.04.05";
            case 11 -> "set_field:" + choices.upTo(3) + "->pkt_mark";
            case 12 -> "set_field:0x" + choices.upTo(3) + "0000000" + choices.upTo(4) + "->xreg" + choices.upTo(2);
            case 13 -> choices.pick("set_queue:" + choices.upTo(3), "pop_queue");
            case 14 -> "controller(reason=no_match,max_len=" + choices.pick(64, 128) + ",id=" + choices.upTo(3) + ")";
            default -> tunnel();
        };
    }

    private String tunnel() {
        return switch (choices.upTo(8)) {
            case 0 -> "set_field:" + choices.ipv4() + "->tun_dst";
            case 1 -> "set_field:" + choices.ipv4() + "->tun_src";
            case 2 -> "set_field:" + choices.ipv6() + "->tun_ipv6_dst";
            case 3 -> "set_field:0x" + choices.upTo(9) + "->tun_metadata" + choices.upTo(3);
            case 4 ->
                "move:"
                        + choices.pick(
                                "NXM_NX_TUN_ID[0..31]->NXM_NX_REG1[]",
                                "NXM_NX_TUN_METADATA1[0..31]->NXM_NX_REG2[]",
                                "NXM_NX_CT_MARK[]->NXM_NX_REG3[]",
                                "NXM_NX_REG0[0..15]->NXM_NX_TUN_METADATA1[8..23]",
                                "NXM_NX_TUN_IPV4_SRC[]->NXM_NX_TUN_IPV4_DST[]",
                                "NXM_NX_CT_LABEL[0..31]->NXM_NX_REG0[]");
            case 5 -> "set_tunnel:" + choices.upTo(5);
            case 6 -> "load:0x1->NXM_NX_TUN_METADATA0[" + choices.pick("0..3", "31") + "]";
            default -> "set_field:" + choices.upTo(5) + "->tun_id";
        };
    }

    private String move() {
        return "move:"
                + choices.pick(
                        "NXM_NX_REG0[0..15]->NXM_NX_REG1[16..31]",
                        "NXM_OF_IN_PORT[]->NXM_NX_REG2[0..15]",
                        "NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[]",
                        "NXM_OF_ETH_DST[0..31]->NXM_NX_REG3[]",
                        "NXM_NX_REG1[]->NXM_OF_ETH_SRC[8..39]",
                        "OXM_OF_METADATA[0..31]->NXM_NX_REG0[]",
                        "NXM_NX_REG2[]->NXM_NX_PKT_MARK[]");
    }

    /** What stands behind the actions, in the order that OpenFlow wants. */
    List<String> instructions() {
        List<String> instructions = new ArrayList<>();
        if (choices.oneIn(20)) {
            instructions.add("clear_actions");
        }
        if (choices.oneIn(8)) {
            instructions.add("write_actions(" + written() + ")");
        }
        if (choices.oneIn(12)) {
            instructions.add("write_metadata:" + choices.upTo(4) + choices.pick("", "/3"));
        }
        return instructions;
    }

    private String written() {
        List<String> actions = new ArrayList<>();
        actions.add(choices.pick("output:" + choices.port(), "output:" + choices.port(), "NORMAL", "IN_PORT", "FLOOD"));
        if (choices.oneIn(3)) {
            actions.add("group:" + (1 + choices.upTo(Equipment.GROUPS.size())));
        }
        if (choices.oneIn(2)) {
            actions.add("set_field:" + choices.station() + choices.pick("->eth_dst", "->eth_src"));
        }
        if (choices.oneIn(3)) {
            actions.add("push_vlan:0x8100");
        }
        if (choices.oneIn(4)) {
            actions.add("set_field:" + choices.upTo(9) + "->reg" + choices.upTo(4));
        }
        if (choices.oneIn(6)) {
            actions.add("set_queue:" + choices.upTo(4));
        }
        return String.join(",", actions);
    }
}

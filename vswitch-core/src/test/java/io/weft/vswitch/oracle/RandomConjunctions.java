package io.weft.vswitch.oracle;

import java.util.ArrayList;
import java.util.List;

/** Random conjunctions: each a priority with a few entries for each of its dimensions, and an entry for when all of them match. */
final class RandomConjunctions {
    private static final int FIRST_PRIORITY = 500;
    private static final int BELOW = 400;
    private static final int ABOVE = 600;

    private final Choices choices;
    private final RandomActions actions;
    private int number = 1;

    RandomConjunctions(Choices choices, RandomActions actions) {
        this.choices = choices;
        this.actions = actions;
    }

    /** The entries of one conjunction, as {@code ovs-ofctl add-flows} reads them. */
    List<String> next() {
        int id = number++;
        int table = choices.upTo(RandomWorld.TABLES);
        String protocol = choices.pick("ip", "tcp", "udp", "ipv6", "");
        int dimensions = 2 + choices.upTo(2);
        List<String> flows = new ArrayList<>();
        String priority = ",priority=" + (FIRST_PRIORITY + id);
        for (int dimension = 1; dimension <= dimensions; dimension++) {
            for (int i = choices.upTo(3); i >= 0; i--) {
                String clause = "conjunction(" + id + "," + dimension + "/" + dimensions + ")";
                flows.add("table=" + table + priority + match(protocol, dimension) + ",actions=" + clause);
            }
        }
        flows.add("table=" + table + ",priority=" + (choices.pick(BELOW, ABOVE) + id) + ",conj_id=" + id
                + (protocol.isEmpty() || choices.oneIn(2) ? "" : "," + protocol) + ",actions="
                + actions.next(table, RandomMatches.Chosen.NONE));
        return flows;
    }

    /** Dimensions look at different fields. */
    private String match(String protocol, int dimension) {
        String text = protocol.isEmpty() ? "" : "," + protocol;
        return text
                + switch (dimension) {
                    case 1 -> choices.oneIn(2) ? ",in_port=" + choices.port() : ",dl_src=" + choices.station();
                    case 2 -> addresses(protocol);
                    default ->
                        protocol.equals("tcp") || protocol.equals("udp")
                                ? "," + protocol + "_dst=" + choices.pick("80", "443", "53", "0/0xff00")
                                : ",dl_dst=" + choices.station();
                };
    }

    private String addresses(String protocol) {
        return switch (protocol) {
            case "" -> ",reg0=" + choices.upTo(3);
            case "ipv6" -> ",ipv6_src=" + choices.ipv6() + choices.pick("", "/64");
            default -> ",nw_src=" + choices.ipv4() + choices.pick("", "/24", "/8");
        };
    }
}

package io.weft.vswitch.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Flow entries for one bridge and packets to trace through them, by a seed.
 *
 * @param flows one line each, as {@code ovs-ofctl add-flows} reads them
 * @param beyond the same for the bridge behind the patch port
 * @param packets one flow text each
 * @param teaches whether there is {@code learn}, so that packets have to have their effects
 */
record RandomWorld(List<String> flows, List<String> beyond, List<String> packets, boolean teaches) {
    /** Ports of every bridge: OpenFlow numbers 1 to this. */
    static final int PORTS = 8;

    /** The port to the other bridge, where there is one. */
    static final int PATCH = 9;

    /** Tables that hold entries: 0 to this, exclusive. */
    static final int TABLES = 5;

    static RandomWorld of(long seed, int flowCount, int packetCount) {
        Choices choices = new Choices(seed);
        boolean teaches = choices.oneIn(4);
        RandomActions actions = new RandomActions(choices);
        if (teaches) {
            actions.teach();
        }
        List<String> flows = flows(choices, actions, flowCount);
        if (choices.oneIn(3)) {
            RandomConjunctions conjunctions = new RandomConjunctions(choices, actions);
            for (int i = choices.upTo(4); i >= 0; i--) {
                flows.addAll(conjunctions.next());
            }
        }
        List<String> beyond = flows(choices, new RandomActions(choices), flowCount / 4);
        RandomPackets maker = new RandomPackets(choices);
        List<String> packets = new ArrayList<>();
        for (int i = 0; i < packetCount; i++) {
            packets.add(maker.next());
        }
        return new RandomWorld(List.copyOf(flows), List.copyOf(beyond), List.copyOf(packets), teaches);
    }

    private static List<String> flows(Choices choices, RandomActions actions, int count) {
        RandomMatches matches = new RandomMatches(choices);
        List<String> flows = new ArrayList<>();
        for (int table = 0; table < TABLES; table++) {
            if (table == 0 || choices.oneIn(2)) {
                flows.add("table=" + table + ",priority=0,actions="
                        + (table < TABLES - 1 && choices.oneIn(3) ? "resubmit(," + (table + 1) + ")" : "NORMAL"));
            }
        }
        for (int i = 0; i < count; i++) {
            RandomMatches.Chosen match = matches.next();
            int table = choices.upTo(TABLES);
            // Two entries of one priority that both match are anybody's choice: every entry has a priority of its own.
            flows.add("table=" + table + ",priority=" + (i + 1) + (match.text().isEmpty() ? "" : "," + match.text())
                    + ",actions=" + actions.next(table, match));
        }
        return flows;
    }
}

package io.weft.vswitch.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Flow entries for one bridge and packets to trace through them, by a seed.
 *
 * @param flows one line each, as {@code ovs-ofctl add-flows} reads them
 * @param packets one flow text each
 */
record RandomWorld(List<String> flows, List<String> packets) {
    /** Ports of every bridge: OpenFlow numbers 1 to this. */
    static final int PORTS = 8;

    /** Tables that hold entries: 0 to this, exclusive. */
    static final int TABLES = 5;

    /** The groups of every bridge, as {@code ovs-ofctl add-groups} reads them; of select groups only such as leave no choice. */
    static final List<String> GROUPS = List.of(
            "group_id=1,type=all,bucket=actions=output:2,bucket=actions=set_field:02:00:00:00:00:09->eth_src,output:3",
            "group_id=2,type=indirect,bucket=actions=push_vlan:0x8100,output:4",
            "group_id=3,type=all,bucket=actions=resubmit(,4),bucket=actions=set_field:5->reg1,output:5",
            "group_id=4,type=ff,bucket=watch_port:3,actions=output:3,bucket=watch_port:5,actions=output:5",
            "group_id=5,type=all,bucket=actions=group:2,bucket=actions=NORMAL");

    static RandomWorld of(long seed, int flowCount, int packetCount) {
        Choices choices = new Choices(seed);
        RandomMatches matches = new RandomMatches(choices);
        RandomActions actions = new RandomActions(choices);
        List<String> flows = new ArrayList<>();
        for (int table = 0; table < TABLES; table++) {
            if (table == 0 || choices.oneIn(2)) {
                flows.add("table=" + table + ",priority=0,actions="
                        + (table < TABLES - 1 && choices.oneIn(3) ? "resubmit(," + (table + 1) + ")" : "NORMAL"));
            }
        }
        for (int i = 0; i < flowCount; i++) {
            RandomMatches.Chosen match = matches.next();
            int table = choices.upTo(TABLES);
            // Two entries of one priority that both match are anybody's choice: every entry has a priority of its own.
            flows.add("table=" + table + ",priority=" + (i + 1) + (match.text().isEmpty() ? "" : "," + match.text())
                    + ",actions=" + actions.next(table, match));
        }
        RandomPackets maker = new RandomPackets(choices);
        List<String> packets = new ArrayList<>();
        for (int i = 0; i < packetCount; i++) {
            packets.add(maker.next());
        }
        return new RandomWorld(List.copyOf(flows), List.copyOf(packets));
    }
}

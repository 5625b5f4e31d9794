package io.weft.perf.peers;

import io.weft.perf.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The flow tables of the scenarios, in the grammar of ovs-ofctl(8). Stateless. */
final class FlowTables {
    /** Masks that {@link #masks} makes traffic need. */
    static final int MASKS = 64;

    /** The UDP port of the first of {@link #MASKS} services. */
    static final int FIRST_SERVICE = 7000;

    /** Whose packets {@link #tenant} lets through: the one address, or port. */
    static final int TENANT_ADDRESS = 0xAC10_0A0A;

    static final int TENANT_SOURCE_PORT = 0x5555;
    static final int TENANT_SERVICE = 0x3333;

    private static final int[] LENGTHS = {12, 16, 20, 24, 28, 32};
    private static final int[] FIRST_BYTES = {10, 172, 192};
    private static final int[] SERVICES = {80, 443, 53, 8080, 22, 5001};
    private static final int ROUTES = 64;

    private FlowTables() {}

    /** A learning switch. */
    static List<String> normal() {
        return List.of("actions=NORMAL");
    }

    /** What comes in at a port goes out at its neighbour: 1 and 2, 3 and 4, ... */
    static List<String> wire(int ports) {
        List<String> flows = new ArrayList<>();
        for (int port = 1; port <= ports; port++) {
            flows.add("in_port=" + port + ",actions=output:" + (port % 2 == 1 ? port + 1 : port - 1));
        }
        return flows;
    }

    /** {@code count} five-tuples with prefixes, of which 30 % deny; then a learning switch. */
    static List<String> acl(int count) {
        Random random = new Random(7);
        List<String> flows = new ArrayList<>(count + 2);
        for (int i = 0; i < count; i++) {
            int source = LENGTHS[random.nextInt(LENGTHS.length)];
            int destination = LENGTHS[random.nextInt(LENGTHS.length)];
            StringBuilder flow = new StringBuilder("table=0,priority=")
                    .append(Math.min(65_000, count + 1000) - i % 60_000)
                    .append(random.nextBoolean() ? ",udp" : ",tcp")
                    .append(",nw_src=")
                    .append(prefix(random, FIRST_BYTES.length, source))
                    .append(",nw_dst=")
                    .append(prefix(random, 2, destination));
            if (random.nextInt(10) < 6) {
                int known = random.nextInt(SERVICES.length + 1);
                flow.append(",tp_dst=").append(known < SERVICES.length ? SERVICES[known] : random.nextInt(65_535));
            }
            flows.add(flow.append(random.nextInt(10) < 3 ? ",actions=drop" : ",actions=resubmit(,1)")
                    .toString());
        }
        flows.add("table=0,priority=1,actions=resubmit(,1)");
        flows.add("table=1,actions=NORMAL");
        return flows;
    }

    /** Rules, those that permit before a learning switch. */
    static List<String> rules(RuleSet rules) {
        List<String> flows = new ArrayList<>(rules.lines("resubmit(,1)", "drop"));
        flows.add("table=0,priority=0,actions=resubmit(,1)");
        flows.add("table=1,actions=NORMAL");
        return flows;
    }

    private static String prefix(Random random, int firsts, int length) {
        int address = FIRST_BYTES[random.nextInt(firsts)] << 24 | random.nextInt(1 << 24);
        return dotted(address & -1 << 32 - length) + "/" + length;
    }

    private static String dotted(int address) {
        return String.format(
                Locale.ROOT,
                "%d.%d.%d.%d",
                address >>> 24,
                address >>> 16 & 0xFF,
                address >>> 8 & 0xFF,
                address & 0xFF);
    }

    /** Each service has a table, and each table looks at other bits of the destination: as many masks as services. */
    static List<String> masks() {
        List<String> flows = new ArrayList<>();
        for (int i = 0; i < MASKS; i++) {
            int table = i + 1;
            int mask = 0xFF00_0000 | i << 17; // six bits that are 0 in all addresses of the traffic
            flows.add("table=0,udp,tp_dst=" + (FIRST_SERVICE + i) + ",actions=resubmit(," + table + ")");
            for (int port = 1; port <= 2; port++) {
                flows.add("table=" + table + ",priority=9,ip,in_port=" + port + ",nw_dst=" + dotted(0x0A00_0000) + "/"
                        + dotted(mask) + ",actions=output:" + (3 - port));
                flows.add("table=" + table + ",priority=1,in_port=" + port + ",actions=output:" + (3 - port));
            }
        }
        return flows;
    }

    /**
     * Five tables with register loads: ingress port, admission by MAC address, access list, route by prefix, output.
     *
     * @param isEveryFlowNew whether a flow's source address is looked at as a whole, so that the first packet of each flow misses all caches
     */
    static List<String> pipeline(boolean isEveryFlowNew) {
        List<String> flows = new ArrayList<>();
        flows.add("table=0,in_port=1,actions=load:1->NXM_NX_REG0[],load:0x11->NXM_NX_REG1[0..7],resubmit(,1)");
        flows.add("table=0,in_port=2,actions=load:2->NXM_NX_REG0[],load:0x22->NXM_NX_REG1[0..7],resubmit(,1)");
        flows.add("table=0,in_port=3,actions=load:3->NXM_NX_REG0[],load:0x33->NXM_NX_REG1[0..7],resubmit(,1)");
        flows.add("table=1,priority=10,dl_src=02:00:00:01:00:00/ff:ff:ff:ff:fc:00"
                + ",actions=load:1->NXM_NX_REG2[0..15],resubmit(,2)");
        flows.add("table=1,priority=10,dl_src=02:00:00:02:00:00/ff:ff:ff:ff:fc:00"
                + ",actions=load:2->NXM_NX_REG2[0..15],resubmit(,2)");
        for (String rule : acl(100)) {
            if (rule.startsWith("table=0,priority=1")) {
                int actions = rule.indexOf(",actions=");
                boolean denies = rule.endsWith("drop");
                flows.add("table=2" + rule.substring("table=0".length(), actions)
                        + (denies ? ",actions=drop" : ",actions=load:1->NXM_NX_REG2[16..23],resubmit(,3)"));
            }
        }
        String source = isEveryFlowNew ? "move:NXM_OF_IP_SRC[]->NXM_NX_REG4[]," : "";
        for (int i = 0; i < ROUTES; i++) {
            int half = i % 2 == 0 ? 0x0A00_0000 : 0x0A80_0000;
            flows.add("table=3,priority=20,ip,nw_dst=" + dotted(half | (i / 2) << 17) + "/15,actions=" + source
                    + "load:" + (i + 1) + "->NXM_NX_REG3[],resubmit(,4)");
        }
        flows.add("table=3,priority=1,actions=load:99->NXM_NX_REG3[],resubmit(,4)");
        if (isEveryFlowNew) {
            flows.add("table=4,priority=50,reg4=0xdeadbeef,actions=drop");
            flows.add("table=4,priority=50,reg4=0xdeadbee0,actions=drop");
        }
        flows.add("table=4,priority=20,reg0=1,actions=output:2");
        flows.add("table=4,priority=20,reg0=2,actions=output:1");
        flows.add("table=4,priority=20,reg0=3,actions=drop");
        return flows;
    }

    /** All IPv4 is tracked, and goes on through a learning switch when it is new or established; what comes in at port 3 may begin connections and goes nowhere. */
    static List<String> stateful() {
        return List.of(
                "table=0,priority=10,ip,actions=ct(table=1)",
                "table=0,priority=1,actions=NORMAL",
                "table=1,priority=30,ip,in_port=3,ct_state=+trk+new,actions=ct(commit)",
                "table=1,priority=20,ip,ct_state=+trk+new,actions=ct(commit),NORMAL",
                "table=1,priority=20,ip,ct_state=+trk+est,actions=NORMAL",
                "table=1,priority=1,actions=drop");
    }

    /** The same from port 1 to port 2. */
    static List<String> statefulWire() {
        return List.of(
                "table=0,priority=10,ip,actions=ct(table=1)",
                "table=1,priority=20,ip,ct_state=+trk+new,actions=ct(commit),output:2",
                "table=1,priority=20,ip,ct_state=+trk+est,actions=output:2",
                "table=1,priority=1,actions=drop");
    }

    /**
     * A learning switch for ports 1 and 2; behind port 3 a tenant whose access list lets one source, one source port and one service through. Such a list
     * suffices to make a switch remember 8,192 masks: see {@link Attack}.
     */
    static List<String> tenant() {
        return List.of(
                "table=0,priority=9,in_port=3,actions=resubmit(,1)",
                "table=0,priority=1,actions=NORMAL",
                "table=1,priority=40,udp,nw_src=" + dotted(TENANT_ADDRESS) + ",actions=output:1",
                "table=1,priority=30,udp,tp_src=" + TENANT_SOURCE_PORT + ",actions=output:1",
                "table=1,priority=20,udp,tp_dst=" + TENANT_SERVICE + ",actions=output:1",
                "table=1,priority=1,actions=drop");
    }
}

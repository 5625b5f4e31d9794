package io.weft.perf.churn;

import io.weft.flow.table.FlowMod;
import io.weft.northbound.control.FlowModText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Three tables that all traffic passes, and changes of them that never stop it: whatever they do, each packet leaves by the other port.
 *
 * <pre>
 *   0  services: a register says which     1  a route for each host, and one for all     2  the other port
 * </pre>
 */
final class ChurnTables {
    /** Changes of which the traffic knows nothing, of a hundred. */
    private static final int FOREIGN = 60;

    private static final int[] SERVICES = {80, 443, 53, 8080, 5001};
    private static final int REVERSE = 1 << 23;

    private final Random random = new Random(11);
    private final int hosts;
    private final List<Integer> foreign = new ArrayList<>();
    private int nextForeign;

    /** @param hosts flows each way, each to a host of its own */
    ChurnTables(int hosts) {
        this.hosts = hosts;
    }

    /** What stands in the tables before the changes. */
    List<FlowModText> initial() {
        List<FlowModText> mods = new ArrayList<>();
        for (int i = 0; i < SERVICES.length; i++) {
            mods.add(add("table=0,priority=100,udp,tp_dst=" + SERVICES[i] + ",actions=set_field:" + (i + 1)
                    + "->reg0,resubmit(,1)"));
        }
        mods.add(add("table=0,priority=1,actions=resubmit(,1)"));
        for (int host = 0; host < 2 * hosts; host++) {
            mods.add(add(route(host) + ",actions=resubmit(,2)"));
        }
        mods.add(add("table=1,priority=8,ip,nw_dst=10.0.0.0/8,actions=resubmit(,2)"));
        mods.add(add("table=2,in_port=1,actions=output:2"));
        mods.add(add("table=2,in_port=2,actions=output:1"));
        return mods;
    }

    /** The next change. */
    FlowModText next() {
        int kind = random.nextInt(100);
        if (kind < FOREIGN) {
            return foreign();
        }
        String route = route(random.nextInt(2 * hosts));
        return switch (kind % 4) {
            case 0 -> new FlowModText(FlowMod.Kind.DELETE_STRICT, route);
            case 1 -> add(route + ",actions=resubmit(,2)");
            case 2 ->
                new FlowModText(
                        FlowMod.Kind.MODIFY_STRICT,
                        route + ",actions=set_field:" + random.nextInt(1000) + "->reg1,resubmit(,2)");
            default -> add("table=2,priority=5,reg1=" + random.nextInt(1000) + ",actions=drop");
        };
    }

    /** Adds, modifies or deletes a rule for addresses that nobody has. */
    private FlowModText foreign() {
        int many = foreign.size();
        if (many > 0 && random.nextInt(3) == 0) {
            int rule = foreign.get(random.nextInt(many));
            return new FlowModText(FlowMod.Kind.MODIFY_STRICT, rule(rule) + ",actions=" + verdict());
        }
        if (many > 1000 || many > 0 && random.nextInt(3) == 0) {
            return new FlowModText(FlowMod.Kind.DELETE_STRICT, rule(foreign.removeLast()));
        }
        foreign.add(++nextForeign);
        return add(rule(nextForeign) + ",actions=" + verdict());
    }

    private String verdict() {
        return random.nextBoolean() ? "drop" : "resubmit(,1)";
    }

    private static String rule(int number) {
        return "table=0,priority=" + (200 + number % 50) + ",udp,nw_src=192.168." + (number >>> 8 & 255) + "."
                + (number & 255) + ",tp_dst=" + SERVICES[number % SERVICES.length];
    }

    /** The route to a host of one side or the other, as the endless traffic numbers them. */
    private String route(int host) {
        int address = host < hosts ? host : REVERSE + host - hosts;
        return "table=1,priority=32,ip,nw_dst=10." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "."
                + (address & 255);
    }

    private static FlowModText add(String text) {
        return new FlowModText(FlowMod.Kind.ADD, text);
    }
}

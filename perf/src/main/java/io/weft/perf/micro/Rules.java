package io.weft.perf.micro;

import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Flow entries for benchmarks, made from text as a user would write it. */
public final class Rules {
    private static final int[] PREFIXES = {12, 16, 20, 24, 28, 32};
    private static final int[] SOURCES = {10, 172, 192};
    private static final int[] SERVICES = {80, 443, 53, 8080, 22, 5001};

    private Rules() {}

    /** One entry. */
    public static FlowMod add(String text) {
        FlowSpec flow = FlowText.parseAdd(text, PortNames.NUMBERS);
        return FlowMod.add(flow.table(), flow.priority(), flow.match(), flow.cookie(), flow.actions());
    }

    /** {@code count} five-tuple prefix rules in table 0, a third of them drops, then NORMAL in table 1: a firewall before a learning switch. */
    public static List<FlowMod> acl(int count) {
        Random random = new Random(7);
        List<FlowMod> mods = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder()
                    .append("table=0,priority=")
                    .append(Math.min(65_000, count + 1000) - i % 60_000)
                    .append(random.nextBoolean() ? ",udp" : ",tcp")
                    .append(",nw_src=")
                    .append(prefix(random, SOURCES[random.nextInt(3)]))
                    .append(",nw_dst=")
                    .append(prefix(random, SOURCES[random.nextInt(2)]));
            if (random.nextInt(10) < 6) {
                text.append(",tp_dst=").append(SERVICES[random.nextInt(SERVICES.length)]);
            }
            mods.add(add(text.append(random.nextInt(10) < 3 ? ",actions=drop" : ",actions=resubmit(,1)")
                    .toString()));
        }
        mods.add(add("table=0,priority=1,actions=resubmit(,1)"));
        mods.add(add("table=1,actions=NORMAL"));
        return mods;
    }

    private static String prefix(Random random, int first) {
        return first + "." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + "/"
                + PREFIXES[random.nextInt(PREFIXES.length)];
    }
}

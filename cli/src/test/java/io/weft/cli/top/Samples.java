package io.weft.cli.top;

import io.weft.cli.top.TopSample.CachedFlow;
import io.weft.northbound.control.ConnectionLimits;
import io.weft.northbound.control.ConnectionStatistics;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.EventCount;
import io.weft.northbound.control.PmdStatistics;
import io.weft.northbound.control.PortSpec;
import io.weft.northbound.control.PortView;
import io.weft.northbound.control.SwitchVersion;
import io.weft.northbound.control.TrackerCounters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two looks at a busy switch, two seconds apart. */
final class Samples {
    static final long SECOND = 1_000_000_000L;

    private Samples() {}

    static TopSample before(int ports) {
        return sample(0, 10 * SECOND, ports);
    }

    static TopSample now(int ports) {
        return sample(1, 12 * SECOND, ports);
    }

    static TopRates rates(int ports) {
        return TopRates.between(before(ports), now(ports));
    }

    private static TopSample sample(long factor, long timeNs, int ports) {
        return new TopSample(
                timeNs,
                new SwitchVersion("0.1.0", 4711, 93_784 * SECOND, "25.0.3"),
                1024,
                ports(factor, ports),
                List.of(
                        pmd(0, factor, 1_900_000_000L, 4_000_000L, 390_000L, 10_000L),
                        pmd(1, factor, 20_000_000L, 0, 0, 0)),
                new TrackerCounters(
                        100_007,
                        262_144,
                        List.of(new ConnectionLimits.Zone(0, 0, 7), new ConnectionLimits.Zone(5, 150_000, 100_000)),
                        List.of(
                                new EventCount("ct_created", "connections that were committed", 5000 + 2400 * factor),
                                new EventCount("ct_expired", "connections that nobody used", 1000 + 200 * factor),
                                new EventCount("ct_early_dropped", "gave way", 0),
                                new EventCount("ct_invalid_checksum", "a wrong checksum", 1 + factor),
                                new EventCount("ct_invalid_new", "no known connection", 9),
                                new EventCount("ct_zone_limit", "the zone is full", 100 + 20 * factor),
                                new EventCount("frag_v4_completed", "whole", 60 * factor))),
                census(),
                List.of(
                        new DropCount(
                                "drop_action_drop", "the flow entries send the packet nowhere", 50 + 3000 * factor),
                        new DropCount("drop_table_miss", "no entry of a flow table matched", 12),
                        new DropCount("drop_meter", "a meter's rate was exceeded", 0)),
                List.of(
                        new CachedFlow(
                                "0 a", "in_port(p1),eth_type(0x0800) actions:p2", 5 + 200 * factor, 500 * factor),
                        new CachedFlow("0 b", "in_port(p2),eth_type(0x0806) actions:p1", 9, 900)));
    }

    private static List<PortView> ports(long factor, int ports) {
        List<PortView> views = new ArrayList<>();
        for (int i = 1; i <= ports; i++) {
            long packets = 2_468_000L / i * factor;
            views.add(new PortView(
                    "br" + i % 2,
                    PortSpec.of("port" + i, "dummy"),
                    i,
                    0,
                    true,
                    i != 2,
                    1500,
                    Map.of(),
                    "",
                    Map.of(
                            "rx_packets",
                            7 + packets,
                            "rx_bytes",
                            packets * 1000,
                            "rx_dropped",
                            i == 1 ? 31 * factor : 0,
                            "tx_packets",
                            packets / 3,
                            "tx_bytes",
                            packets * 64,
                            "tx_dropped",
                            0L)));
        }
        return views;
    }

    /** A PMD that found all but {@code smc} and {@code misses} packets in its exact-match cache. */
    private static PmdStatistics pmd(int pmd, long factor, long busyNs, long packets, long smc, long misses) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("busy_ns", 99 + busyNs * factor);
        counters.put("rx_packets", packets * factor);
        counters.put("emc_hits", (packets - smc - misses) * factor);
        counters.put("smc_hits", smc * factor);
        counters.put("megaflow_hits", 0L);
        counters.put("misses", misses * factor);
        counters.put("recirculations", packets / 2 * factor);
        counters.put("connection_hits", packets / 4 * factor);
        counters.put("megaflows", 300L + pmd);
        return new PmdStatistics(pmd, -1, 0, counters, List.of());
    }

    private static ConnectionStatistics census() {
        Map<String, Long> states = new LinkedHashMap<>();
        states.put("SYN_SENT", 12L);
        states.put("ESTABLISHED", 90_000L);
        states.put("TIME_WAIT", 800L);
        return new ConnectionStatistics(100_000, Map.of(6, 90_812L, 17, 9_188L), states);
    }
}

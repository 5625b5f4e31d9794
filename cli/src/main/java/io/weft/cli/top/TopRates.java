package io.weft.cli.top;

import io.weft.cli.top.TopSample.CachedFlow;
import io.weft.northbound.control.ConnectionStatistics;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.EventCount;
import io.weft.northbound.control.PmdStatistics;
import io.weft.northbound.control.PortView;
import io.weft.northbound.control.SwitchVersion;
import io.weft.northbound.control.TrackerCounters;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a switch did between two samples, a second. A total that went back, since its owner is a new one, counts from 0.
 *
 * @param seconds between the samples
 * @param megaflows in all caches now
 * @param ports the busiest first
 * @param drops reasons that had packets, those with most of them first
 * @param events of the connection tracker a second, by name, those that never happened left out
 * @param flows the busiest first
 */
record TopRates(
        double seconds,
        SwitchVersion version,
        long flowCount,
        long megaflows,
        List<Port> ports,
        List<Pmd> pmds,
        TrackerCounters tracker,
        Map<String, Double> events,
        ConnectionStatistics census,
        List<Drop> drops,
        List<Flow> flows) {

    /** A port: packets, bytes and drops a second. */
    record Port(
            String name,
            String bridge,
            boolean up,
            double rxPackets,
            double rxBytes,
            double rxDrops,
            double txPackets,
            double txBytes,
            double txDrops) {}

    /**
     * A PMD.
     *
     * @param nsPerPacket of its busy time; 0 without packets
     * @param share by cache, the part of lookups that ended there, in percent; those that ended in none are its {@code miss}
     * @param recirculations packets a second that were looked up again behind the connection tracker
     * @param known the part of them, in percent, whose connection was known with the megaflow
     */
    record Pmd(
            int pmd,
            double busyPercent,
            double packets,
            double nsPerPacket,
            Map<String, Double> share,
            double recirculations,
            double known,
            long megaflows) {}

    /** Packets a second of a drop reason, and all of them. */
    record Drop(String reason, String description, double packets, long total) {}

    /** Packets and bytes a second of a megaflow. */
    record Flow(String text, double packets, double bytes) {}

    static TopRates between(TopSample before, TopSample now) {
        double seconds = Math.max(1e-9, (now.timeNs() - before.timeNs()) / 1e9);
        return new TopRates(
                seconds,
                now.version(),
                now.flows(),
                now.pmds().stream().mapToLong(pmd -> count(pmd, "megaflows")).sum(),
                ports(before, now, seconds),
                pmds(before, now, seconds),
                now.tracker(),
                events(before.tracker(), now.tracker(), seconds),
                now.census(),
                drops(before, now, seconds),
                flows(before, now, seconds));
    }

    private static double rate(long then, long now, double seconds) {
        return (now >= then ? now - then : now) / seconds;
    }

    private static <T> Map<String, T> byName(List<T> list, Function<T, String> name) {
        return list.stream().collect(Collectors.toMap(name, Function.identity(), (one, _) -> one, HashMap::new));
    }

    // ---- ports

    private static List<Port> ports(TopSample before, TopSample now, double seconds) {
        Map<String, PortView> then =
                byName(before.ports(), port -> port.config().name());
        return now.ports().stream()
                .map(port -> port(then.get(port.config().name()), port, seconds))
                .sorted(Comparator.comparingDouble((Port port) -> -port.rxPackets() - port.txPackets())
                        .thenComparing(Port::bridge)
                        .thenComparing(Port::name))
                .toList();
    }

    private static Port port(PortView before, PortView now, double seconds) {
        Map<String, Long> then = before == null ? Map.of() : before.statistics();
        Function<String, Double> rate =
                name -> rate(then.getOrDefault(name, 0L), now.statistics().getOrDefault(name, 0L), seconds);
        return new Port(
                now.config().name(),
                now.bridge(),
                now.linkUp() && now.adminUp(),
                rate.apply("rx_packets"),
                rate.apply("rx_bytes"),
                rate.apply("rx_dropped"),
                rate.apply("tx_packets"),
                rate.apply("tx_bytes"),
                rate.apply("tx_dropped"));
    }

    // ---- PMDs

    private static List<Pmd> pmds(TopSample before, TopSample now, double seconds) {
        Map<String, PmdStatistics> then = byName(before.pmds(), pmd -> Integer.toString(pmd.pmd()));
        return now.pmds().stream()
                .map(pmd -> pmd(then.get(Integer.toString(pmd.pmd())), pmd, seconds))
                .toList();
    }

    private static long count(PmdStatistics pmd, String counter) {
        return pmd == null ? 0 : pmd.counters().getOrDefault(counter, 0L);
    }

    private static Pmd pmd(PmdStatistics before, PmdStatistics now, double seconds) {
        Function<String, Double> rate = name -> rate(count(before, name), count(now, name), seconds);
        double busyNs = rate.apply("busy_ns");
        double packets = rate.apply("rx_packets");
        double again = rate.apply("recirculations");
        Map<String, Double> lookups = new LinkedHashMap<>();
        lookups.put("emc", rate.apply("emc_hits"));
        lookups.put("smc", rate.apply("smc_hits"));
        lookups.put("megaflow", rate.apply("megaflow_hits"));
        lookups.put("miss", rate.apply("misses"));
        double all = lookups.values().stream().mapToDouble(one -> one).sum();
        lookups.replaceAll((_, one) -> percent(one, all));
        return new Pmd(
                now.pmd(),
                Math.min(100, percent(busyNs, 1e9)),
                packets,
                packets == 0 ? 0 : busyNs / packets,
                lookups,
                again,
                percent(rate.apply("connection_hits"), again),
                count(now, "megaflows"));
    }

    private static double percent(double part, double whole) {
        return whole == 0 ? 0 : 100 * part / whole;
    }

    // ---- the tracker

    private static Map<String, Double> events(TrackerCounters before, TrackerCounters now, double seconds) {
        Map<String, EventCount> then = byName(before.events(), EventCount::name);
        Map<String, Double> rates = new LinkedHashMap<>();
        for (EventCount event : now.events()) {
            if (event.count() > 0) {
                EventCount earlier = then.get(event.name());
                rates.put(event.name(), rate(earlier == null ? 0 : earlier.count(), event.count(), seconds));
            }
        }
        return rates;
    }

    /** Events a second whose name begins so. */
    double events(String prefix) {
        return events.entrySet().stream()
                .filter(event -> event.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    // ---- drops and flows

    private static List<Drop> drops(TopSample before, TopSample now, double seconds) {
        Map<String, DropCount> then = byName(before.drops(), DropCount::reason);
        return now.drops().stream()
                .filter(drop -> drop.packets() > 0)
                .map(drop -> new Drop(
                        drop.reason(),
                        drop.description(),
                        rate(
                                then.containsKey(drop.reason())
                                        ? then.get(drop.reason()).packets()
                                        : 0,
                                drop.packets(),
                                seconds),
                        drop.packets()))
                .sorted(Comparator.comparingDouble((Drop drop) -> -drop.packets())
                        .thenComparingLong(drop -> -drop.total())
                        .thenComparing(Drop::reason))
                .toList();
    }

    private static List<Flow> flows(TopSample before, TopSample now, double seconds) {
        Map<String, CachedFlow> then = byName(before.megaflows(), CachedFlow::name);
        return now.megaflows().stream()
                .map(flow -> {
                    CachedFlow earlier = then.get(flow.name());
                    return new Flow(
                            flow.text(),
                            rate(earlier == null ? 0 : earlier.packets(), flow.packets(), seconds),
                            rate(earlier == null ? 0 : earlier.bytes(), flow.bytes(), seconds));
                })
                .sorted(Comparator.comparingDouble((Flow flow) -> -flow.packets())
                        .thenComparing(Flow::text))
                .toList();
    }
}

package io.weft.cli.daemon;

import io.weft.flow.text.PortNames;
import io.weft.northbound.control.CoverageCounter;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.MacEntry;
import io.weft.northbound.control.MacStatistics;
import io.weft.northbound.control.Megaflow;
import io.weft.northbound.control.PmdStatistics;
import io.weft.vswitch.MegaflowView;
import io.weft.vswitch.TrackerEvent;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.datapath.PmdAgent;
import io.weft.vswitch.mac.MacTable;
import io.weft.vswitch.track.TableEvent;
import io.weft.vswitch.track.TrackReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Caches, MAC tables and counters of the running switch. Thread-safety: any thread. */
final class LocalDatapath {
    /** Under these names, too, since Open vSwitch counts them so. */
    private static final Map<String, String> OVS_NAMES = Map.of(
            TrackReason.TABLE_FULL.counterName(), "conntrack_full",
            TrackReason.INVALID_CHECKSUM.counterName(), "conntrack_l4csum_err",
            TrackReason.INVALID_TCP_FLAGS.counterName(), "conntrack_invalid_tcp_flags",
            TrackReason.INVALID_TCP_WINDOW.counterName(), "conntrack_tcp_seq_chk_failed",
            TableEvent.NATTED_GONE.counterName(), "conntrack_lookup_natted_miss");

    private final VirtualSwitch weft;
    private final LocalConfig config;
    private final CoverageHistory history = new CoverageHistory(this::events);
    private volatile Map<Integer, Map<String, Long>> cleared = Map.of();
    private volatile long clearedNs;

    LocalDatapath(VirtualSwitch weft, LocalConfig config) {
        this.weft = weft;
        this.config = config;
        clearedNs = weft.nowNs();
    }

    List<MacEntry> macs(String bridge) {
        config.requireBridge(bridge, false);
        PortNames names = config.portNames(bridge);
        return Refusals.translate(() -> weft.macs().entries(bridge)).stream()
                .map(entry -> new MacEntry(
                        entry.port() == io.weft.flow.action.Ports.LOCAL
                                ? io.weft.northbound.control.PortView.LOCAL
                                : entry.port(),
                        Objects.requireNonNullElse(names.name(entry.port()), ""),
                        entry.vlan(),
                        entry.mac(),
                        (int) (entry.ageNs() / 1_000_000_000L),
                        entry.isStatic()))
                .toList();
    }

    long flushMacs(String bridge, String port) {
        List<String> bridges = bridge.isEmpty()
                ? weft.config().bridges().stream().map(b -> b.name()).toList()
                : List.of(bridge);
        long flushed = 0;
        for (String one : bridges) {
            config.requireBridge(one, false);
            flushed += Refusals.translate(
                    () -> port.isEmpty() ? weft.macs().flush(one) : weft.macs().flush(one, port));
        }
        return flushed;
    }

    void addStaticMac(String bridge, String port, int vlan, long mac) {
        config.requireBridge(bridge, false);
        Refusals.translate(() -> {
            weft.macs().addStatic(bridge, port, vlan, mac);
            return null;
        });
    }

    void deleteStaticMac(String bridge, int vlan, long mac) {
        config.requireBridge(bridge, false);
        if (!Refusals.translate(() -> weft.macs().remove(bridge, vlan, mac))) {
            throw Refusals.notFound("MAC entry", "vlan " + vlan + " " + PortText.macText(mac));
        }
    }

    MacStatistics macStatistics(String bridge) {
        config.requireBridge(bridge, false);
        MacTable table = Refusals.translate(() -> weft.macs().table(bridge));
        return new MacStatistics(
                table.size(),
                table.capacity(),
                table.staticSize(),
                table.learnedCount(),
                table.expiredCount(),
                table.evictedCount(),
                table.movedCount());
    }

    Iterator<Megaflow> megaflows(OptionalInt pmd, boolean portNames, boolean more) {
        return Refusals.translate(weft::megaflows).stream()
                .filter(view -> pmd.isEmpty() || pmd.getAsInt() == view.pmd())
                .map(view -> megaflow(view, portNames, more))
                .iterator();
    }

    private static Megaflow megaflow(MegaflowView view, boolean portNames, boolean more) {
        return new Megaflow(
                view.pmd(),
                view.ufid().toString(),
                view.match(portNames, more),
                view.actions(portNames),
                view.packets(),
                view.bytes(),
                view.packets() == 0 ? OptionalLong.empty() : OptionalLong.of(view.idleNs()));
    }

    List<PmdStatistics> pmdStatistics(boolean clear) {
        long now = weft.nowNs();
        List<io.weft.vswitch.PmdStatistics> all = weft.pmds().statistics();
        Map<Integer, Map<String, Long>> totals = new LinkedHashMap<>();
        all.forEach(pmd -> totals.put(pmd.pmd(), counters(pmd)));
        List<PmdStatistics> result = new ArrayList<>();
        for (io.weft.vswitch.PmdStatistics pmd : all) {
            Map<String, Long> before = cleared.getOrDefault(pmd.pmd(), Map.of());
            Map<String, Long> since = new LinkedHashMap<>();
            totals.get(pmd.pmd())
                    .forEach((name, value) ->
                            since.put(name, name.equals("megaflows") ? value : value - before.getOrDefault(name, 0L)));
            result.add(new PmdStatistics(pmd.pmd(), -1, now - clearedNs, since, queues(pmd)));
        }
        if (clear) {
            cleared = totals;
            clearedNs = now;
        }
        return result;
    }

    private static Map<String, Long> counters(io.weft.vswitch.PmdStatistics pmd) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("rx_packets", pmd.rxPackets());
        counters.put("emc_hits", pmd.emcHits());
        counters.put("smc_hits", pmd.smcHits());
        counters.put("megaflow_hits", pmd.megaflowHits());
        counters.put("misses", pmd.misses());
        counters.put("malformed", pmd.malformed());
        counters.put("bursts", pmd.bursts());
        counters.put("rounds", pmd.rounds());
        counters.put("busy_ns", pmd.busyNs());
        counters.put("megaflows", pmd.megaflows());
        counters.put("refused", pmd.refused());
        counters.put("busy_rounds", pmd.busyRounds());
        counters.put("translation_ns", pmd.translationNs());
        counters.put("misses_over_budget", pmd.overBudget());
        counters.put("recirculations", pmd.recirculations());
        counters.put("connection_hits", pmd.connectionHits());
        for (int i = 0; i < pmd.batches().size(); i++) {
            counters.put(
                    "bursts_to_" + PmdAgent.BATCH_STEP * (i + 1), pmd.batches().get(i));
        }
        return counters;
    }

    private static List<PmdStatistics.RxQueue> queues(io.weft.vswitch.PmdStatistics pmd) {
        return pmd.rxQueues().stream()
                .map(text -> {
                    int colon = text.lastIndexOf(':');
                    return new PmdStatistics.RxQueue(
                            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)), 0);
                })
                .toList();
    }

    List<DropCount> drops() {
        return Arrays.stream(DropReason.values())
                .map(reason -> new DropCount(
                        reason.counterName(), reason.text(), weft.counters().dropped(reason)))
                .toList();
    }

    /** Event counters that ever counted, with their rates. */
    List<CoverageCounter> coverage() {
        return history.counters();
    }

    /** To be called every {@link CoverageHistory#SAMPLE_NS}. */
    void sample() {
        history.sample();
    }

    private Map<String, Long> events() {
        Map<String, Long> events = new LinkedHashMap<>();
        drops().forEach(drop -> events.put(drop.reason(), drop.packets()));
        for (io.weft.vswitch.PmdStatistics pmd : weft.pmds().statistics()) {
            events.merge("translations", pmd.misses(), Long::sum);
            events.merge("translations_not_cached", pmd.refused(), Long::sum);
        }
        long[] tracked = weft.connections().events();
        for (int i = 0; i < tracked.length; i++) {
            String name = TrackerEvent.ALL.get(i).name();
            events.put(name, tracked[i]);
            events.put(OVS_NAMES.getOrDefault(name, name), tracked[i]);
        }
        return events;
    }
}

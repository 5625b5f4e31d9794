package io.weft.cli.daemon;

import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.RemovalReason;
import io.weft.flow.table.TableSettings;
import io.weft.flow.table.VacancyRange;
import io.weft.northbound.control.FlowAggregate;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowListener;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.control.RemovedFlow;
import io.weft.northbound.control.StreamListener;
import io.weft.northbound.control.Subscription;
import io.weft.northbound.control.TableChange;
import io.weft.northbound.control.TableStatistics;
import io.weft.northbound.control.TableStatus;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.TableModification;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Flow tables over the running switch. Thread-safety: any thread. */
final class LocalFlows {
    private static final int EVENTS = 65_536;

    private final VirtualSwitch weft;
    private final LocalConfig config;

    LocalFlows(VirtualSwitch weft, LocalConfig config) {
        this.weft = weft;
        this.config = config;
    }

    int modify(String bridge, List<FlowMod> mods, boolean atomic) {
        config.requireBridge(bridge, false);
        if (atomic) {
            Refusals.translate(() -> weft.modifyFlows(bridge, mods));
        } else {
            modifyInOrder(bridge, mods);
        }
        return mods.size();
    }

    int replace(String bridge, List<FlowMod> flows, boolean readd) {
        config.requireBridge(bridge, false);
        Refusals.translate(() -> weft.replaceFlows(bridge, flows, readd));
        return flows.size();
    }

    /** One publication for all that are good: the batch up to the first refusal is applied as one, then that is reported. */
    private void modifyInOrder(String bridge, List<FlowMod> mods) {
        try {
            weft.modifyFlows(bridge, mods);
        } catch (FlowModException e) {
            Refusals.translate(() -> weft.modifyFlows(bridge, mods.subList(0, e.index())));
            throw Refusals.refused(e, e.index());
        }
    }

    Iterator<FlowView> list(String bridge, FlowFilter filter) {
        config.requireBridge(bridge, false);
        Iterator<FlowEntry> entries =
                Refusals.translate(() -> weft.flows(bridge, filter)).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public FlowView next() {
                return view(entries.next());
            }
        };
    }

    FlowAggregate aggregate(String bridge, FlowFilter filter) {
        config.requireBridge(bridge, false);
        long packets = 0;
        long bytes = 0;
        List<FlowEntry> entries = Refusals.translate(() -> weft.flows(bridge, filter));
        for (FlowEntry entry : entries) {
            packets += entry.packets();
            bytes += entry.bytes();
        }
        return new FlowAggregate(packets, bytes, entries.size());
    }

    List<TableStatistics> tables(String bridge) {
        config.requireBridge(bridge, false);
        List<TableSettings> settings = Refusals.translate(() -> weft.tableSettings(bridge));
        Map<Integer, VacancyRange> vacancies = Refusals.translate(() -> weft.vacancies(bridge));
        Map<Integer, TableStatistics> known = new TreeMap<>();
        for (int table = 0; table < settings.size(); table++) {
            if (!settings.get(table).equals(TableSettings.DEFAULT) || vacancies.containsKey(table)) {
                known.put(
                        table,
                        view(
                                new io.weft.vswitch.TableStatistics(table, 0, 0, 0),
                                settings.get(table),
                                vacancies.get(table)));
            }
        }
        for (io.weft.vswitch.TableStatistics table : Refusals.translate(() -> weft.tableStatistics(bridge))) {
            known.put(table.table(), view(table, settings.get(table.table()), vacancies.get(table.table())));
        }
        return List.copyOf(known.values());
    }

    /** {@code vacancy} is null where a table does not tell how full it is. */
    private static TableStatistics view(
            io.weft.vswitch.TableStatistics table, TableSettings settings, VacancyRange vacancy) {
        boolean limited = settings.flowLimit() != TableSettings.UNLIMITED;
        return new TableStatistics(
                table.table(),
                settings.name(),
                table.active(),
                table.lookups(),
                table.matched(),
                limited ? OptionalInt.of(settings.flowLimit()) : OptionalInt.empty(),
                settings.evicts(),
                Optional.ofNullable(vacancy));
    }

    void setVacancy(String bridge, int table, Optional<VacancyRange> range) {
        config.requireBridge(bridge, false);
        Refusals.translate(() -> {
            weft.vacancy(bridge, table, range);
            return true;
        });
    }

    Subscription watchTables(String bridge, StreamListener<TableStatus> listener) {
        config.requireBridge(bridge, false);
        return closing(
                Refusals.translate(() -> weft.subscribeTables(bridge, status -> listener.arrived(view(status)))));
    }

    private static TableStatus view(io.weft.vswitch.TableStatus status) {
        var counts = new io.weft.vswitch.TableStatistics(status.table(), status.active(), 0, 0);
        return new TableStatus(
                status.isDown() ? TableStatus.Reason.VACANCY_DOWN : TableStatus.Reason.VACANCY_UP,
                view(counts, status.settings(), status.range()),
                0);
    }

    void modifyTable(String bridge, int table, TableChange change) {
        config.requireBridge(bridge, false);
        Refusals.translate(() -> {
            weft.modifyTable(bridge, table, TableModification.valueOf(change.name()));
            return true;
        });
    }

    Subscription watch(String bridge, FlowFilter filter, FlowListener listener) {
        config.requireBridge(bridge, false);
        return closing(Refusals.translate(() -> weft.subscribeFlows(bridge, EVENTS, event -> {
            switch (event.kind()) {
                case RESYNC -> listener.lost();
                case ADDED -> tell(listener, filter, FlowEvent.Kind.ADDED, event);
                case MODIFIED -> tell(listener, filter, FlowEvent.Kind.MODIFIED, event);
                case REMOVED -> tell(listener, filter, FlowEvent.Kind.DELETED, event);
            }
        })));
    }

    private void tell(FlowListener listener, FlowFilter filter, FlowEvent.Kind kind, io.weft.vswitch.FlowEvent event) {
        FlowEntry entry = event.entry();
        if (filter.accepts(entry)) {
            RemovalReason reason = kind == FlowEvent.Kind.DELETED ? entry.removalReason() : null;
            listener.changed(new FlowEvent(kind, view(entry), reason, event.replaces()));
        }
    }

    Subscription watchRemoved(String bridge, StreamListener<RemovedFlow> listener) {
        config.requireBridge(bridge, false);
        return closing(Refusals.translate(() -> weft.subscribeFlows(bridge, EVENTS, event -> {
            boolean ended = event.kind() == io.weft.vswitch.FlowEvent.Kind.REMOVED;
            if (ended && event.entry().life().has(FlowFlag.SEND_FLOW_REM)) {
                listener.arrived(
                        new RemovedFlow(view(event.entry()), event.entry().removalReason(), 0));
            }
        })));
    }

    /** A subscription of the switch as one of the API. */
    static Subscription closing(io.weft.vswitch.Subscription subscription) {
        return subscription::close;
    }

    private FlowView view(FlowEntry entry) {
        long now = weft.nowNs();
        return new FlowView(
                entry.table(),
                entry.priority(),
                entry.match(),
                entry.actions(),
                entry.cookie(),
                entry.packets(),
                entry.bytes(),
                now - entry.createdNs(),
                now - entry.usedNs(),
                now - entry.modifiedNs(),
                entry.life());
    }
}

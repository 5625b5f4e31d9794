package io.weft.vswitch.conductor;

import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowTable;
import io.weft.flow.table.FlowTables;
import io.weft.flow.table.VacancyRange;
import io.weft.flow.table.VacancyWatch;
import io.weft.vswitch.TableStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which tables tell how full they are, and what they have to tell. As in OVS it is looked at when entries have come or gone, not when a limit
 * changes, and a change of the range alone tells nothing. The conductor's own.
 */
public final class TableVacancies {
    private final ConductorAgent conductor;

    TableVacancies(ConductorAgent conductor) {
        this.conductor = conductor;
    }

    /** Watches a table, or all ({@link FlowMod#ALL_TABLES}), with this range from now on, or not any more. */
    public boolean set(String bridgeName, int wanted, Optional<VacancyRange> range) {
        BridgeState bridge = conductor.bridge(bridgeName);
        boolean all = wanted == FlowMod.ALL_TABLES;
        for (int table = all ? 0 : wanted; table <= (all ? FlowTables.LAST : wanted); table++) {
            set(bridge, table, range);
        }
        return true;
    }

    private static void set(BridgeState bridge, int table, Optional<VacancyRange> range) {
        VacancyWatch present = bridge.vacancies.get(table);
        if (range.isEmpty()) {
            bridge.vacancies.remove(table);
        } else if (present != null) {
            present.range(range.get());
        } else {
            int free = bridge.tables.table(table).freePercent();
            bridge.vacancies.put(table, new VacancyWatch(range.get(), free));
        }
    }

    /** The ranges of the tables that are watched, by number. */
    public Map<Integer, VacancyRange> ranges(String bridgeName) {
        Map<Integer, VacancyRange> ranges = new TreeMap<>();
        conductor.bridge(bridgeName).vacancies.forEach((table, watch) -> ranges.put(table, watch.range()));
        return ranges;
    }

    /** What the watched tables have to tell after a change. */
    static List<TableStatus> look(BridgeState bridge, FlowChanges changes) {
        if (bridge.vacancies.isEmpty()) {
            return List.of();
        }
        List<TableStatus> news = new ArrayList<>();
        for (int id : touched(changes)) {
            FlowTable table = bridge.tables.table(id);
            VacancyWatch watch = bridge.vacancies.get(id);
            VacancyWatch.Event event = watch == null ? VacancyWatch.Event.NONE : watch.look(table.freePercent());
            if (event != VacancyWatch.Event.NONE) {
                boolean isDown = event == VacancyWatch.Event.DOWN;
                news.add(new TableStatus(id, isDown, watch.range(), table.entryCount(), table.settings()));
            }
        }
        return news;
    }

    /** The tables to which entries came, or from which some went; another entry in the place of one is neither. */
    private static SortedSet<Integer> touched(FlowChanges changes) {
        SortedSet<Integer> ids = new TreeSet<>();
        changes.added().stream()
                .filter(entry -> !changes.modified().containsKey(entry))
                .forEach(entry -> ids.add(entry.table()));
        changes.removed().stream()
                .filter(entry -> entry.removalReason() != null)
                .forEach(entry -> ids.add(entry.table()));
        return ids;
    }
}

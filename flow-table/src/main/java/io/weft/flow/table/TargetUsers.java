package io.weft.flow.table;

import io.weft.flow.action.ActionList;
import io.weft.flow.action.Uses;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The living entries that name each group and each meter. The conductor's own. */
final class TargetUsers {
    private final Map<Long, Set<FlowEntry>> ofGroups = new HashMap<>();
    private final Map<Long, Set<FlowEntry>> ofMeters = new HashMap<>();

    void add(FlowEntry entry) {
        if (ActionList.isPlain(entry.actions())) {
            return;
        }
        Uses.groups(entry.actions(), id -> add(ofGroups, id, entry));
        Uses.meters(entry.actions(), id -> add(ofMeters, id, entry));
    }

    private static void add(Map<Long, Set<FlowEntry>> users, long id, FlowEntry entry) {
        users.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(entry);
    }

    void remove(FlowEntry entry) {
        if (ActionList.isPlain(entry.actions())) {
            return;
        }
        Uses.groups(entry.actions(), id -> remove(ofGroups, id, entry));
        Uses.meters(entry.actions(), id -> remove(ofMeters, id, entry));
    }

    private static void remove(Map<Long, Set<FlowEntry>> users, long id, FlowEntry entry) {
        users.computeIfPresent(id, (_, entries) -> {
            entries.remove(entry);
            return entries.isEmpty() ? null : entries;
        });
    }

    List<FlowEntry> ofGroup(long id) {
        return List.copyOf(ofGroups.getOrDefault(id, Set.of()));
    }

    List<FlowEntry> ofMeter(long id) {
        return List.copyOf(ofMeters.getOrDefault(id, Set.of()));
    }
}

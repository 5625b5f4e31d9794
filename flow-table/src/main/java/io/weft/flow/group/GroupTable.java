package io.weft.flow.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The groups of a bridge in one version. Thread-safety: immutable.
 */
public final class GroupTable {
    /** No groups. */
    public static final GroupTable EMPTY = new GroupTable(Map.of());

    private final Map<Long, GroupEntry> entries;

    /** @param entries not changed afterwards */
    GroupTable(Map<Long, GroupEntry> entries) {
        this.entries = entries;
    }

    /** The group with this id, or null. */
    public GroupEntry get(long id) {
        return entries.get(id);
    }

    public int size() {
        return entries.size();
    }

    /** All groups by id. */
    public List<GroupEntry> list() {
        List<GroupEntry> list = new ArrayList<>(entries.values());
        list.sort(Comparator.comparingLong(GroupEntry::id));
        return list;
    }

    /** Begins a change; this table stays as it is. */
    public GroupChanges change(long nowNs) {
        return new GroupChanges(this, entries, nowNs);
    }
}

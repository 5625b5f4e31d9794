package io.weft.flow.group;

import io.weft.flow.action.Uses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table under change. Each change sees those before it; one that is refused changes nothing, and whoever wants all or nothing drops the
 * object then.
 *
 * <p>Thread-safety: one owner.
 */
public final class GroupChanges {
    private final GroupTable before;
    private Map<Long, GroupEntry> entries;
    private final long nowNs;
    private boolean changed;

    GroupChanges(GroupTable before, Map<Long, GroupEntry> entries, long nowNs) {
        this.before = before;
        this.entries = entries;
        this.nowNs = nowNs;
    }

    /** Whether the group exists after the changes so far. */
    public boolean contains(long id) {
        return entries.containsKey(id);
    }

    /** The table after the changes so far; the one of the beginning if there were none. */
    public GroupTable table() {
        return changed ? new GroupTable(Map.copyOf(entries)) : before;
    }

    /**
     * Carries out one change.
     *
     * @param index of the change, for the refusal
     * @return the ids of the groups that it deleted
     * @throws GroupModException when it is refused
     */
    public List<Long> apply(int index, GroupMod mod) {
        GroupModCheck check = new GroupModCheck(index, mod);
        check.shape();
        switch (mod.kind()) {
            case ADD -> add(check, mod);
            case MODIFY -> modify(check, mod);
            case ADD_OR_MODIFY -> {
                if (contains(mod.groupId())) {
                    modify(check, mod);
                } else {
                    add(check, mod);
                }
            }
            case DELETE -> {
                return delete(mod);
            }
            case INSERT_BUCKETS -> insert(check, mod);
            case REMOVE_BUCKETS -> remove(check, mod);
        }
        return List.of();
    }

    /** The entries for writing: a copy, once something changes. */
    private Map<Long, GroupEntry> own() {
        if (!changed) {
            entries = new HashMap<>(entries);
            changed = true;
        }
        return entries;
    }

    private static Group group(GroupMod mod) {
        return new Group(mod.groupId(), mod.type(), mod.selection(), numbered(mod.buckets()));
    }

    /** Buckets without an id get the numbers from 0 on, whatever the others have. */
    private static List<Bucket> numbered(List<Bucket> buckets) {
        List<Bucket> list = new ArrayList<>(buckets.size());
        long next = 0;
        for (Bucket bucket : buckets) {
            list.add(bucket.id() == Bucket.UNASSIGNED ? bucket.withId(next++) : bucket);
        }
        return list;
    }

    private void add(GroupModCheck check, GroupMod mod) {
        check.require(!contains(mod.groupId()), "group_id", mod.groupId(), "one that does not exist yet");
        put(check, group(mod), nowNs);
    }

    private void modify(GroupModCheck check, GroupMod mod) {
        put(check, group(mod), existing(check, mod).createdNs());
    }

    private List<Long> delete(GroupMod mod) {
        List<Long> deleted = mod.groupId() == Group.ALL
                ? entries.keySet().stream().sorted().toList()
                : contains(mod.groupId()) ? List.of(mod.groupId()) : List.of();
        if (!deleted.isEmpty()) {
            own().keySet().removeAll(deleted);
        }
        return deleted;
    }

    private GroupEntry existing(GroupModCheck check, GroupMod mod) {
        GroupEntry entry = entries.get(mod.groupId());
        check.require(entry != null, "group_id", mod.groupId(), "that of a group of the bridge");
        return entry;
    }

    private void insert(GroupModCheck check, GroupMod mod) {
        GroupEntry old = existing(check, mod);
        List<Bucket> buckets = new ArrayList<>(old.group().buckets());
        int at = mod.commandBucket() == GroupMod.FIRST
                ? 0
                : mod.commandBucket() == GroupMod.LAST ? buckets.size() : 1 + index(check, old, mod);
        buckets.addAll(at, numbered(mod.buckets()));
        put(check, old.group().withBuckets(buckets), old.createdNs());
    }

    private void remove(GroupModCheck check, GroupMod mod) {
        GroupEntry old = existing(check, mod);
        List<Bucket> buckets = new ArrayList<>(old.group().buckets());
        if (mod.commandBucket() == GroupMod.ALL_BUCKETS) {
            buckets.clear();
        } else if (mod.commandBucket() == GroupMod.FIRST || mod.commandBucket() == GroupMod.LAST) {
            if (!buckets.isEmpty()) {
                buckets.remove(mod.commandBucket() == GroupMod.FIRST ? 0 : buckets.size() - 1);
            }
        } else {
            buckets.remove(index(check, old, mod));
        }
        put(check, old.group().withBuckets(buckets), old.createdNs());
    }

    private static int index(GroupModCheck check, GroupEntry entry, GroupMod mod) {
        int index = entry.group().indexOf(mod.commandBucket());
        check.require(index >= 0, "command_bucket_id", mod.commandBucket(), "that of a bucket of the group");
        return index;
    }

    private void put(GroupModCheck check, Group group, long createdNs) {
        check.group(group);
        if (leadsTo(group, group.id(), new HashSet<>())) {
            check.require(false, "group", group.id(), "a group that its own buckets do not lead back to");
        }
        own().put(group.id(), new GroupEntry(group, createdNs));
    }

    private boolean leadsTo(Group from, long id, Set<Long> seen) {
        boolean[] found = new boolean[1];
        for (Bucket bucket : from.buckets()) {
            Uses.groups(bucket.actions(), next -> {
                GroupEntry entry = entries.get(next);
                found[0] |= next == id || entry != null && seen.add(next) && leadsTo(entry.group(), id, seen);
            });
        }
        return found[0];
    }
}

package io.weft.flow.table;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Subfield;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The entries of a table that may be evicted, which are those with a timeout: what never ends by itself, nothing but its owner ends
 * (ovs-vswitchd.conf.db(5), Flow_Table). They are divided by what they match in some fields; the largest group gives up the entry that is of
 * the least importance and, among those, has the least time left.
 */
final class EvictionGroups {
    private static final int TIME_BITS = 47;
    private static final int TIME_SHIFT = 16;

    private final List<Subfield> fields;
    private final Map<List<Long>, Group> groups = new HashMap<>();
    private final TreeMap<Integer, LinkedHashSet<Group>> bySize = new TreeMap<>();

    private static final class Group {
        private final List<Long> values;
        private final EntryHeap heap = new EntryHeap();
        private int living;

        Group(List<Long> values) {
            this.values = values;
        }
    }

    EvictionGroups(List<Subfield> fields) {
        this.fields = fields;
    }

    List<Subfield> fields() {
        return fields;
    }

    void add(FlowEntry entry) {
        if (isEvictable(entry)) {
            Group group = groups.computeIfAbsent(values(entry), Group::new);
            group.heap.add(rank(entry), entry);
            resize(group, 1);
        }
    }

    void remove(FlowEntry entry) {
        if (isEvictable(entry)) {
            Group group = groups.get(values(entry));
            resize(group, -1);
            if (group.living == 0) {
                groups.remove(group.values);
            }
        }
    }

    /** The entry to evict, which stays here until it is removed, or null when there is none. */
    FlowEntry choose() {
        if (bySize.isEmpty()) {
            return null;
        }
        Group group = bySize.lastEntry().getValue().iterator().next();
        group.heap.compact(group.living);
        while (true) {
            long rank = group.heap.leastKey();
            FlowEntry entry = group.heap.poll();
            if (entry.isRemoved()) {
                continue;
            }
            long now = rank(entry); // traffic may have given it more time
            group.heap.add(now, entry);
            if (now <= rank) {
                return entry;
            }
        }
    }

    private void resize(Group group, int by) {
        LinkedHashSet<Group> old = bySize.get(group.living);
        if (old != null && old.remove(group) && old.isEmpty()) {
            bySize.remove(group.living);
        }
        group.living += by;
        if (group.living > 0) {
            bySize.computeIfAbsent(group.living, _ -> new LinkedHashSet<>()).add(group);
        }
    }

    private static boolean isEvictable(FlowEntry entry) {
        return entry.life().hasTimeout() && !entry.isHidden();
    }

    /** Importance first, then the time of the end, in units that leave room for both. */
    private static long rank(FlowEntry entry) {
        long end = Math.clamp(Deadlines.of(entry) >> TIME_SHIFT, 0, (1L << TIME_BITS) - 1);
        return (long) entry.life().importance() << TIME_BITS | end;
    }

    /** What the entry matches in the fields; bits that it does not match count as 0. */
    private List<Long> values(FlowEntry entry) {
        long[] key = new long[FlowKey.WORDS];
        for (int i = 0; i < entry.match().wordCount(); i++) {
            key[entry.match().word(i)] = entry.match().valueAt(i);
        }
        Long[] values = new Long[fields.size() * 2];
        for (int i = 0; i < fields.size(); i++) {
            values[2 * i] = fields.get(i).high(key);
            values[2 * i + 1] = fields.get(i).low(key);
        }
        return List.of(values);
    }
}

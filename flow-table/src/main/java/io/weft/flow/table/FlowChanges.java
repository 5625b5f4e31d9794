package io.weft.flow.table;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one batch changed, net: an entry that the same batch added and removed again is in neither list. A modified entry is
 * removed and its successor added.
 *
 * @param added entries that live from the batch's version on, in the order of the changes
 * @param removed entries that live until the batch's version; each says by {@link FlowEntry#removalReason} whether it ended or another took
 *     its place
 * @param modified which of the added entries are the successors of which of the removed ones
 */
public record FlowChanges(List<FlowEntry> added, List<FlowEntry> removed, Map<FlowEntry, FlowEntry> modified) {
    /** Nothing changed. */
    public static final FlowChanges NONE = new FlowChanges(List.of(), List.of(), Map.of());

    public FlowChanges {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    /** Whether the version looks like the one before it. */
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty();
    }

    /** The ids of the tables in which something changed. */
    public SortedSet<Integer> tables() {
        SortedSet<Integer> ids = new TreeSet<>();
        added.forEach(entry -> ids.add(entry.table()));
        removed.forEach(entry -> ids.add(entry.table()));
        return ids;
    }
}

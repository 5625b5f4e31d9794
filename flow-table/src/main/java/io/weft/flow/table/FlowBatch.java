package io.weft.flow.table;

import io.weft.flow.classifier.Classifier;
import io.weft.flow.match.Match;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries out a batch of changes in one version, and remembers what came of it. What only the state of the tables tells (a full table, an
 * overlap) is found on the way; {@link #takeBack} then undoes all of it, which nobody notices, since nobody looks up in the version yet.
 */
final class FlowBatch {
    private final FlowTables tables;
    private final Deadlines deadlines;
    private final Learners learners;
    private final TargetUsers users;
    private final long version;
    private final long nowNs;

    /** In the order of the changes; those that the batch removed again are {@link FlowEntry#isRemoved}. */
    private final List<FlowEntry> added = new ArrayList<>();

    private final List<FlowEntry> removed = new ArrayList<>();
    private final Map<FlowEntry, FlowEntry> modified = new HashMap<>();
    private final ArrayDeque<Learners.Learned> orphans = new ArrayDeque<>();

    FlowBatch(FlowTables tables, Deadlines deadlines, Learners learners, TargetUsers users, long version, long nowNs) {
        this.tables = tables;
        this.users = users;
        this.deadlines = deadlines;
        this.learners = learners;
        this.version = version;
        this.nowNs = nowNs;
    }

    /** @throws FlowModException when the tables do not allow it; the caller must {@link #takeBack} */
    void apply(int index, FlowMod mod) {
        switch (mod.kind()) {
            case ADD -> add(index, mod, mod.table());
            case MODIFY, MODIFY_STRICT -> modify(index, mod);
            case DELETE, DELETE_STRICT -> select(mod).forEach(entry -> remove(entry, RemovalReason.DELETE));
        }
    }

    /** All changes are made: what entries learned that are gone goes, too, as {@code delete_learned} wants it. */
    FlowChanges changes() {
        for (Learners.Learned learned = orphans.poll(); learned != null; learned = orphans.poll()) {
            if (learners.areOrphans(learned)) {
                forget(learned);
            }
        }
        added.removeIf(FlowEntry::isRemoved);
        return new FlowChanges(added, removed, modified);
    }

    private void forget(Learners.Learned learned) {
        List<FlowEntry> forgotten = new ArrayList<>();
        tables.table(learned.table()).classifier().forEachWithin(Match.ANY, entry -> {
            if (!entry.isHidden() && entry.isVisibleIn(version) && entry.cookie() == learned.cookie()) {
                forgotten.add(entry);
            }
        });
        forgotten.forEach(entry -> remove(entry, RemovalReason.DELETE));
    }

    /** Undoes everything. */
    void takeBack() {
        added.removeIf(FlowEntry::isRemoved);
        for (FlowEntry entry : added) {
            FlowTable table = tables.table(entry.table());
            table.retire(entry, version, null);
            deadlines.remove(entry);
            learners.remove(entry, learned -> {});
            users.remove(entry);
            table.classifier().remove(entry);
        }
        for (FlowEntry entry : removed) {
            tables.table(entry.table()).restore(entry);
            deadlines.add(entry);
            learners.add(entry);
            users.add(entry);
        }
    }

    private void add(int index, FlowMod mod, int id) {
        FlowTable table = tables.table(id);
        FlowEntry old = table.classifier().find(mod.match(), mod.priority(), version);
        if (old != null) {
            remove(old, null);
        } else {
            makeRoom(index, mod, table);
        }
        insert(FlowEntry.of(mod, id, old, table.classifier().shared(mod.match()), tables.shared(mod.actions()), nowNs));
    }

    private void makeRoom(int index, FlowMod mod, FlowTable table) {
        if (mod.life().has(FlowFlag.CHECK_OVERLAP) && table.hasOverlap(mod.match(), mod.priority(), version)) {
            throw new FlowModException(
                    index, "check_overlap", "", "given only where no flow of this priority matches the same packets");
        }
        if (table.isFull()) {
            FlowEntry victim = table.toEvict();
            if (victim == null) {
                int limit = table.settings().flowLimit();
                throw new FlowModException(
                        index, "table", "" + table.id(), "one that has room: it is full, its flow_limit is " + limit);
            }
            remove(victim, RemovalReason.EVICTION);
        }
    }

    private void modify(int index, FlowMod mod) {
        List<FlowEntry> chosen = select(mod);
        if (chosen.isEmpty() && mod.cookieMask() == 0) {
            add(index, mod, mod.table() == FlowMod.ALL_TABLES ? 0 : mod.table());
            return;
        }
        long newCookie = mod.cookieMask() == 0 ? mod.cookie() : mod.newCookie();
        boolean resets = mod.life().has(FlowFlag.RESET_COUNTS);
        for (FlowEntry entry : chosen) {
            long cookie = newCookie == FlowMod.KEEP_COOKIE ? entry.cookie() : newCookie;
            boolean isNew = isOfThisBatch(entry);
            FlowEntry old = isNew ? modified.get(entry) : entry;
            remove(entry, null);
            FlowEntry successor = entry.successor(tables.shared(mod.actions()), cookie, resets, nowNs);
            insert(successor);
            if (old != null) {
                modified.put(successor, old);
            }
        }
    }

    /** The entries that a modification or deletion means, as they are after the changes so far. */
    private List<FlowEntry> select(FlowMod mod) {
        List<FlowEntry> chosen = new ArrayList<>();
        FlowFilter filter = mod.kind().isModify() && mod.cookieMask() == 0
                ? FlowFilter.within(mod.table(), mod.match())
                : mod.filter();
        boolean all = mod.table() == FlowMod.ALL_TABLES;
        for (int id = all ? 0 : mod.table(); id <= (all ? FlowTables.LAST : mod.table()); id++) {
            select(tables.table(id).classifier(), mod, filter, chosen);
        }
        return chosen;
    }

    private void select(Classifier classifier, FlowMod mod, FlowFilter filter, List<FlowEntry> chosen) {
        if (mod.kind().isStrict()) {
            FlowEntry entry = classifier.find(mod.match(), mod.priority(), version);
            if (entry != null && filter.accepts(entry)) {
                chosen.add(entry);
            }
        } else {
            classifier.forEachWithin(mod.match(), entry -> {
                if (entry.isVisibleIn(version) && filter.accepts(entry)) {
                    chosen.add(entry);
                }
            });
        }
    }

    /** Whether no version that somebody looks up in shows the entry: only those of this version lack readers. */
    private boolean isOfThisBatch(FlowEntry entry) {
        return entry.addedIn() == version;
    }

    void insert(FlowEntry entry) {
        tables.table(entry.table()).insert(entry, version);
        deadlines.add(entry);
        learners.add(entry);
        users.add(entry);
        added.add(entry);
    }

    /** @param reason null when another entry takes the place */
    void remove(FlowEntry entry, RemovalReason reason) {
        FlowTable table = tables.table(entry.table());
        table.retire(entry, version, reason);
        deadlines.remove(entry);
        learners.remove(entry, orphans::add);
        users.remove(entry);
        if (isOfThisBatch(entry)) {
            table.classifier().remove(entry); // no version ever shows it
            modified.remove(entry);
        } else {
            removed.add(entry);
        }
    }
}

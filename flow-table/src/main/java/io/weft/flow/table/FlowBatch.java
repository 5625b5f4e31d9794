package io.weft.flow.table;

import io.weft.flow.classifier.Classifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Carries out one checked batch of changes in one version, and remembers what came of it. Cannot fail. */
final class FlowBatch {
    private final FlowTables tables;
    private final long version;
    private final long nowNs;
    private final Set<FlowEntry> added = new LinkedHashSet<>();
    private final List<FlowEntry> removed = new ArrayList<>();

    FlowBatch(FlowTables tables, long version, long nowNs) {
        this.tables = tables;
        this.version = version;
        this.nowNs = nowNs;
    }

    void apply(FlowMod mod) {
        switch (mod.kind()) {
            case ADD -> add(mod, mod.table());
            case MODIFY, MODIFY_STRICT -> modify(mod);
            case DELETE, DELETE_STRICT -> select(mod).forEach(this::remove);
        }
    }

    FlowChanges changes() {
        return new FlowChanges(List.copyOf(added), removed);
    }

    private void add(FlowMod mod, int table) {
        FlowEntry old = tables.table(table).classifier().find(mod.match(), mod.priority(), version);
        if (old != null) {
            remove(old);
        }
        insert(FlowEntry.of(mod, table, nowNs));
    }

    private void modify(FlowMod mod) {
        List<FlowEntry> chosen = select(mod);
        if (chosen.isEmpty() && mod.cookieMask() == 0) {
            add(mod, mod.table() == FlowMod.ALL_TABLES ? 0 : mod.table());
            return;
        }
        long newCookie = mod.cookieMask() == 0 ? mod.cookie() : mod.newCookie();
        boolean resets = mod.life().has(FlowFlag.RESET_COUNTS);
        for (FlowEntry entry : chosen) {
            long cookie = newCookie == FlowMod.KEEP_COOKIE ? entry.cookie() : newCookie;
            remove(entry);
            insert(entry.successor(mod.actions(), cookie, resets, nowNs));
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

    private void insert(FlowEntry entry) {
        tables.table(entry.table()).insert(entry, version);
        added.add(entry);
    }

    private void remove(FlowEntry entry) {
        FlowTable table = tables.table(entry.table());
        table.retire(entry, version);
        if (added.remove(entry)) {
            table.classifier().remove(entry); // no version ever shows it
        } else {
            removed.add(entry);
        }
    }
}

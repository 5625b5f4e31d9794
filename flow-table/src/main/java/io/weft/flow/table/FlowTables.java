package io.weft.flow.table;

import io.weft.flow.action.Action;
import io.weft.flow.classifier.Precedence;
import io.weft.flow.group.GroupChanges;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupModException;
import io.weft.flow.match.Match;
import io.weft.flow.meter.MeterTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * All flow tables of one bridge, in versions: a batch of changes becomes visible as one, to whoever looks up in its version.
 *
 * <p>Thread-safety: one writer, the conductor, calls {@link #apply}, {@link #setMissPolicy} and {@link #collect}. Any thread may read
 * any version that the writer has handed to it and not collected.
 */
public final class FlowTables {
    /** Tables of a bridge. */
    public static final int COUNT = 254;

    /** The highest id of a table. */
    public static final int LAST = COUNT - 1;

    /** Dump order: table, then priority from high to low, then the narrower match first. */
    private static final Comparator<FlowEntry> DUMP_ORDER =
            Comparator.comparingInt(FlowEntry::table).thenComparing(Precedence.ORDER);

    /** How many different lists of actions are remembered, for entries to share. */
    private static final int ACTION_LISTS = 1024;

    private final FlowTable[] tables = new FlowTable[COUNT];
    private final ArrayDeque<FlowEntry> retired = new ArrayDeque<>();
    private final Deadlines deadlines = new Deadlines();
    private final Learners learners = new Learners(this);
    private final List<?>[] actionLists = new List<?>[ACTION_LISTS];
    private final TargetUsers users = new TargetUsers();
    private long lastVersion = Long.MIN_VALUE;

    public FlowTables() {
        for (int id = 0; id < COUNT; id++) {
            tables[id] = new FlowTable(id);
        }
    }

    /** The table {@code id}, 0 to {@link #LAST}. */
    public FlowTable table(int id) {
        return tables[id];
    }

    /** A list equal to {@code actions}, the same for many entries: most tables have few different ones. Writer only. */
    @SuppressWarnings("unchecked") // what is in the array was put there here
    List<Action> shared(List<Action> actions) {
        int hash = actions.hashCode();
        int slot = (hash ^ hash >>> 16) & ACTION_LISTS - 1;
        List<Action> seen = (List<Action>) actionLists[slot];
        if (!actions.equals(seen)) {
            actionLists[slot] = actions;
            return actions;
        }
        return seen;
    }

    /** Entries in all tables, as of the newest version. */
    public int entryCount() {
        int count = 0;
        for (FlowTable table : tables) {
            count += table.entryCount();
        }
        return count;
    }

    /**
     * Applies all changes or none. Within the batch, a change sees what those before it did. Nobody sees anything until he looks
     * up in {@code version}.
     *
     * @param version not below that of an earlier call, and not yet given to a reader
     * @param nowNs the switch's clock
     * @throws FlowModException when a change is refused; nothing has happened then
     */
    public FlowChanges apply(List<FlowMod> mods, long version, long nowNs) {
        return apply(mods, Targets.ANY, version, nowNs);
    }

    /**
     * As {@link #apply(List, long, long)}; entries may name the groups and meters of {@code targets} alone.
     *
     * @throws FlowModException when a change is refused; nothing has happened then
     */
    public FlowChanges apply(List<FlowMod> mods, Targets targets, long version, long nowNs) {
        for (int index = 0; index < mods.size(); index++) {
            FlowModCheck.check(index, mods.get(index));
            targets.check(index, mods.get(index));
        }
        return carryOut(mods, version, nowNs);
    }

    /**
     * As {@link #apply} for what a packet taught: the action that made it was checked when it came, and what it made of a packet is as it is.
     *
     * @throws FlowModException when the table is full
     */
    public FlowChanges learn(FlowMod mod, long version, long nowNs) {
        return carryOut(List.of(mod), version, nowNs);
    }

    private FlowChanges carryOut(List<FlowMod> mods, long version, long nowNs) {
        advanceTo(version);
        FlowBatch batch = new FlowBatch(this, deadlines, learners, users, version, nowNs);
        try {
            for (int index = 0; index < mods.size(); index++) {
                batch.apply(index, mods.get(index));
            }
        } catch (FlowModException e) {
            batch.takeBack();
            throw e;
        }
        return retire(batch);
    }

    /**
     * Applies changes of entries and groups in their order, all or none; refusals count the changes of their kind.
     *
     * @param groups changed; the caller drops it when a change is refused
     * @param meters the meters that entries may name
     * @throws FlowModException when a change of entries is refused; no entry has changed then
     * @throws io.weft.flow.group.GroupModException when a change of groups is refused; no entry has changed then
     */
    public FlowChanges apply(List<BundleMod> mods, GroupChanges groups, MeterTable meters, long version, long nowNs) {
        advanceTo(version);
        FlowBatch batch = new FlowBatch(this, deadlines, learners, users, version, nowNs);
        Targets targets = Targets.of(groups::contains, meters);
        int flows = 0;
        int groupMods = 0;
        try {
            for (BundleMod change : mods) {
                switch (change) {
                    case BundleMod.Flow(FlowMod mod) -> {
                        FlowModCheck.check(flows, mod);
                        targets.check(flows, mod);
                        batch.apply(flows++, mod);
                    }
                    case BundleMod.Group(GroupMod mod) -> {
                        List<Long> deleted = groups.apply(groupMods++, mod);
                        for (long id : deleted) {
                            usersOfGroup(id).forEach(entry -> batch.remove(entry, RemovalReason.GROUP_DELETE));
                        }
                    }
                }
            }
        } catch (FlowModException | GroupModException e) {
            batch.takeBack();
            throw e;
        }
        return retire(batch);
    }

    /** The living entries that name a group. */
    public List<FlowEntry> usersOfGroup(long id) {
        return users.ofGroup(id);
    }

    /** The living entries that name a meter. */
    public List<FlowEntry> usersOfMeter(long id) {
        return users.ofMeter(id);
    }

    private FlowChanges retire(FlowBatch batch) {
        FlowChanges changes = batch.changes();
        retired.addAll(changes.removed());
        return changes;
    }

    /**
     * Adds entries that lived in another process, with the age and the counters that they had there. No two have the same table, priority and match, and
     * the tables have none of them; they were checked when they were first added.
     */
    public FlowChanges restore(List<RestoredFlow> flows, long version) {
        advanceTo(version);
        FlowBatch batch = new FlowBatch(this, deadlines, learners, users, version, 0);
        for (RestoredFlow flow : flows) {
            Match match =
                    table(flow.mod().table()).classifier().shared(flow.mod().match());
            batch.insert(FlowEntry.of(flow, match, shared(flow.mod().actions())));
        }
        return retire(batch);
    }

    /** The entries that live in {@code version}, in no order, those of the switch itself aside. */
    public List<FlowEntry> unordered(long version) {
        List<FlowEntry> all = new ArrayList<>(entryCount());
        for (FlowTable table : tables) {
            table.classifier().forEachWithin(Match.ANY, entry -> {
                if (entry.isVisibleIn(version) && !entry.isHidden()) {
                    all.add(entry);
                }
            });
        }
        return all;
    }

    /** Ends the life of entries that live in the newest version; those that do not any more are left alone. Cannot fail. */
    public FlowChanges remove(Collection<FlowEntry> entries, RemovalReason reason, long version) {
        advanceTo(version);
        FlowBatch batch = new FlowBatch(this, deadlines, learners, users, version, 0);
        for (FlowEntry entry : entries) {
            if (!entry.isRemoved()) {
                batch.remove(entry, reason);
            }
        }
        return retire(batch);
    }

    /** Adds an entry above every priority of a user, or replaces it: in no dump, and changed by no {@link #apply}. */
    public FlowChanges addHidden(int priority, Match match, List<Action> actions, long version, long nowNs) {
        advanceTo(version);
        FlowBatch batch = new FlowBatch(this, deadlines, learners, users, version, nowNs);
        FlowEntry old = tables[0].classifier().find(match, priority, version);
        if (old != null) {
            batch.remove(old, null);
        }
        batch.insert(new FlowEntry(0, priority, match, actions, 0, nowNs));
        return retire(batch);
    }

    /** The hidden entries of table 0 that live in {@code version}. */
    public List<FlowEntry> hidden(long version) {
        List<FlowEntry> chosen = new ArrayList<>();
        tables[0].classifier().forEachWithin(Match.ANY, entry -> {
            if (entry.isHidden() && entry.isVisibleIn(version)) {
                chosen.add(entry);
            }
        });
        return chosen;
    }

    /** Shortens the timeouts of a living entry, in seconds; 0 leaves one as it is, and one that is shorter stays. */
    public void shorten(FlowEntry entry, int idleS, int hardS) {
        FlowLife shorter = entry.life().shortened(idleS, hardS);
        if (!entry.isRemoved() && !shorter.equals(entry.life())) {
            deadlines.remove(entry);
            entry.shorten(shorter);
            deadlines.add(entry);
        }
    }

    /** No entry ends by itself before this time of the switch's clock; {@link Long#MAX_VALUE} when none ever does. O(1). */
    public long nextDeadlineNs() {
        return deadlines.nextNs();
    }

    /**
     * Ends entries whose idle or hard timeout is over; {@link FlowEntry#usedNs} has to be up to date.
     *
     * @param limit at most so many, so that no call takes long
     */
    public FlowChanges expire(int limit, long version, long nowNs) {
        advanceTo(version);
        FlowBatch batch = new FlowBatch(this, deadlines, learners, users, version, nowNs);
        for (int i = 0; i < limit; i++) {
            FlowEntry entry = deadlines.poll(nowNs);
            if (entry == null) {
                break;
            }
            batch.remove(entry, Deadlines.reason(entry, nowNs));
        }
        return retire(batch);
    }

    /** Configures a table; where that makes it too full and it evicts, entries go from {@code version} on. */
    public FlowChanges configure(int table, TableSettings settings, long version) {
        advanceTo(version);
        FlowBatch batch = new FlowBatch(this, deadlines, learners, users, version, 0);
        tables[table].configure(settings);
        while (tables[table].isOverfull()) {
            FlowEntry victim = tables[table].toEvict();
            if (victim == null) {
                break;
            }
            batch.remove(victim, RemovalReason.EVICTION);
        }
        return retire(batch);
    }

    /** Sets what happens, from {@code version} on, to packets that no entry of a table matches. */
    public void setMissPolicy(int table, MissPolicy policy, long version) {
        advanceTo(version);
        tables[table].setMissPolicy(policy, version);
    }

    private void advanceTo(long version) {
        if (version < lastVersion) {
            throw new IllegalArgumentException("version " + version + ": must be at least " + lastVersion);
        }
        lastVersion = version;
    }

    /**
     * Gives up everything that only versions before {@code version} see. No reader may use such a version any more.
     *
     * @return how many entries were taken out
     */
    public int collect(long version) {
        int collected = 0;
        while (!retired.isEmpty() && retired.peekFirst().removedIn() <= version) {
            FlowEntry entry = retired.removeFirst();
            tables[entry.table()].classifier().remove(entry);
            collected++;
        }
        deadlines.compact();
        for (FlowTable table : tables) {
            table.collectMissPolicies(version);
        }
        return collected;
    }

    /** The entries of {@code version} that {@code filter} accepts, by table, then priority from high to low. */
    public List<FlowEntry> list(long version, FlowFilter filter) {
        List<FlowEntry> chosen = new ArrayList<>();
        for (FlowTable table : tables) {
            if (filter.acceptsTable(table.id())) {
                table.classifier().forEachWithin(filter.match(), entry -> {
                    if (entry.isVisibleIn(version) && filter.accepts(entry)) {
                        chosen.add(entry);
                    }
                });
            }
        }
        chosen.sort(DUMP_ORDER);
        return chosen;
    }
}

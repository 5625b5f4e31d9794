package io.weft.flow.table;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionList;
import io.weft.flow.match.Match;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * One entry of a flow table. What it matches and does never changes; replacing it makes a new entry, which
 * inherits the {@link FlowStatistics} unless the change says reset_counts; its timeouts alone can be shortened. Its life in published versions of the tables is {@code [addedIn, removedIn)}; its
 * statistics are added by the revalidator alone.
 *
 * <p>Thread-safety: the conductor writes the versions, the revalidator the statistics; everybody reads.
 */
public final class FlowEntry implements TrafficAccount {
    /** {@link #removedIn} of an entry that has not been removed. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final VarHandle STATISTICS;

    static {
        try {
            STATISTICS = MethodHandles.lookup().findVarHandle(FlowEntry.class, "statistics", FlowStatistics.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int table;
    private final int priority;
    private final Match match;
    private final List<Action> actions;
    private final long cookie;
    private volatile FlowLife life;
    private final long createdNs;
    private volatile long modifiedNs;

    private volatile long addedIn = NEVER;
    private volatile long removedIn = NEVER;
    private volatile RemovalReason removalReason;

    /** Null until there is something to count, or to be shared: most entries of a large table never match. */
    private volatile FlowStatistics statistics;

    /**
     * @param table 0 to 253
     * @param priority 0 to 65535, larger first
     * @param createdNs the switch's clock when the entry was made
     */
    public FlowEntry(int table, int priority, Match match, List<Action> actions, long cookie, long createdNs) {
        this(table, priority, match, actions, cookie, FlowLife.FOREVER, createdNs, createdNs, null);
    }

    /**
     * The entry that {@code mod} adds to {@code table} when the switch's clock shows {@code nowNs}. It goes on counting where the one that it
     * takes the place of is, unless the change has {@link FlowFlag#RESET_COUNTS}; how long no packet has come is known in either case.
     *
     * @param old null where it takes the place of none
     * @param match equal to that of the change, perhaps sharing parts with others
     * @param actions equal to those of the change
     */
    static FlowEntry of(FlowMod mod, int table, FlowEntry old, Match match, List<Action> actions, long nowNs) {
        long cookie = mod.cookie() == FlowMod.KEEP_COOKIE ? 0 : mod.cookie();
        FlowStatistics statistics =
                old == null ? null : old.inherited(mod.life().has(FlowFlag.RESET_COUNTS));
        return new FlowEntry(table, mod.priority(), match, actions, cookie, mod.life(), nowNs, nowNs, statistics);
    }

    /** The entry as it was in another process, with its match and actions shared with others. */
    static FlowEntry of(RestoredFlow flow, Match match, List<Action> actions) {
        FlowMod mod = flow.mod();
        return new FlowEntry(
                mod.table(),
                mod.priority(),
                match,
                actions,
                mod.cookie(),
                mod.life(),
                flow.createdNs(),
                flow.modifiedNs(),
                new FlowStatistics(flow.packets(), flow.bytes(), flow.usedNs()));
    }

    private FlowStatistics inherited(boolean reset) {
        return reset ? new FlowStatistics(usedNs()) : statistics();
    }

    private FlowEntry(
            int table,
            int priority,
            Match match,
            List<Action> actions,
            long cookie,
            FlowLife life,
            long createdNs,
            long modifiedNs,
            FlowStatistics statistics) {
        this.table = table;
        this.priority = priority;
        this.match = match;
        this.actions = ActionList.copyOf(actions);
        this.cookie = cookie;
        this.life = life;
        this.createdNs = createdNs;
        this.modifiedNs = modifiedNs;
        this.statistics = statistics;
    }

    /**
     * A new entry with other actions and cookie, as a modification makes it: it goes on counting where this one is, unless {@code reset}, and
     * its hard timeout starts anew.
     */
    public FlowEntry successor(List<Action> newActions, long newCookie, boolean reset, long nowNs) {
        return new FlowEntry(table, priority, match, newActions, newCookie, life, createdNs, nowNs, inherited(reset));
    }

    private FlowStatistics statistics() {
        if (statistics == null) {
            STATISTICS.compareAndSet(
                    this, null, new FlowStatistics(createdNs)); // conductor and revalidator may both want it
        }
        return statistics;
    }

    public int table() {
        return table;
    }

    public int priority() {
        return priority;
    }

    public Match match() {
        return match;
    }

    public List<Action> actions() {
        return actions;
    }

    public long cookie() {
        return cookie;
    }

    /** Timeouts, importance and flags. */
    public FlowLife life() {
        return life;
    }

    public long createdNs() {
        return createdNs;
    }

    /** The switch's clock when the entry was last modified or taught again, or {@link #createdNs}. */
    public long modifiedNs() {
        return modifiedNs;
    }

    /** A packet teaches again what the entry says, so its hard timeout starts anew. Revalidator only. */
    public void taught(long nowNs) {
        modifiedNs = Math.max(modifiedNs, nowNs);
    }

    /** Conductor only, by {@link FlowTables#shorten}. */
    void shorten(FlowLife shorter) {
        life = shorter;
    }

    /** Whether the switch made it for itself: above every priority of a user, in no dump, changed by no flow_mod. */
    public boolean isHidden() {
        return priority > FlowMod.MAX_PRIORITY;
    }

    /** The switch's clock when a packet last matched, or {@link #createdNs}. */
    public long usedNs() {
        FlowStatistics counted = statistics;
        return counted == null ? createdNs : counted.usedNs();
    }

    public long packets() {
        FlowStatistics counted = statistics;
        return counted == null ? 0 : counted.packets();
    }

    public long bytes() {
        FlowStatistics counted = statistics;
        return counted == null ? 0 : counted.bytes();
    }

    /** Whether a lookup in {@code version} of the tables sees this entry. */
    public boolean isVisibleIn(long version) {
        return addedIn <= version && version < removedIn;
    }

    /** Makes the entry visible from {@code version} on. Conductor only. */
    public void addIn(long version) {
        addedIn = version;
    }

    /** Makes the entry invisible from {@code version} on, because it was deleted. Conductor only. */
    public void removeIn(long version) {
        removeIn(version, RemovalReason.DELETE);
    }

    /** @param reason null when another entry takes the place */
    void removeIn(long version, RemovalReason reason) {
        removalReason = reason;
        removedIn = version;
    }

    /** Takes the removal back, before a reader knows of it. */
    void restore() {
        removalReason = null;
        removedIn = NEVER;
    }

    /** Why a removed entry is gone; null when another entry took its place, and while it lives. */
    public RemovalReason removalReason() {
        return removalReason;
    }

    /** The first version that shows the entry, or {@link #NEVER}. */
    public long addedIn() {
        return addedIn;
    }

    /** The first version that shows the entry no more, or {@link #NEVER}. */
    public long removedIn() {
        return removedIn;
    }

    /** Whether the entry was removed in some version. */
    public boolean isRemoved() {
        return removedIn != NEVER;
    }

    @Override
    public void count(long morePackets, long moreBytes, long nowNs) {
        statistics().count(morePackets, moreBytes, nowNs);
    }
}

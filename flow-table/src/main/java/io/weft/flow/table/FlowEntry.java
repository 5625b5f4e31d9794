package io.weft.flow.table;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import java.util.List;

/**
 * One entry of a flow table. What it matches and does never changes; replacing it makes a new entry, which a modification
 * lets inherit the {@link FlowStatistics}. Its life in published versions of the tables is {@code [addedIn, removedIn)}; its
 * statistics are added by the revalidator alone.
 *
 * <p>Thread-safety: the conductor writes the versions, the revalidator the statistics; everybody reads.
 */
public final class FlowEntry {
    /** {@link #removedIn} of an entry that has not been removed. */
    public static final long NEVER = Long.MAX_VALUE;

    private final int table;
    private final int priority;
    private final Match match;
    private final List<Action> actions;
    private final long cookie;
    private final long createdNs;

    private volatile long addedIn = NEVER;
    private volatile long removedIn = NEVER;
    private final FlowStatistics statistics;

    /**
     * @param table 0 to 253
     * @param priority 0 to 65535, larger first
     * @param createdNs the switch's clock when the entry was made
     */
    public FlowEntry(int table, int priority, Match match, List<Action> actions, long cookie, long createdNs) {
        this(table, priority, match, actions, cookie, createdNs, new FlowStatistics(createdNs));
    }

    private FlowEntry(
            int table,
            int priority,
            Match match,
            List<Action> actions,
            long cookie,
            long createdNs,
            FlowStatistics statistics) {
        this.table = table;
        this.priority = priority;
        this.match = match;
        this.actions = List.copyOf(actions);
        this.cookie = cookie;
        this.createdNs = createdNs;
        this.statistics = statistics;
    }

    /** A new entry with other actions and cookie that goes on counting where this one is, as a modification does. */
    public FlowEntry successor(List<Action> newActions, long newCookie) {
        return new FlowEntry(table, priority, match, newActions, newCookie, createdNs, statistics);
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

    public long createdNs() {
        return createdNs;
    }

    /** The switch's clock when a packet last matched, or {@link #createdNs}. */
    public long usedNs() {
        return statistics.usedNs();
    }

    public long packets() {
        return statistics.packets();
    }

    public long bytes() {
        return statistics.bytes();
    }

    /** Whether a lookup in {@code version} of the tables sees this entry. */
    public boolean isVisibleIn(long version) {
        return addedIn <= version && version < removedIn;
    }

    /** Makes the entry visible from {@code version} on. Conductor only. */
    public void addIn(long version) {
        addedIn = version;
    }

    /** Makes the entry invisible from {@code version} on. Conductor only. */
    public void removeIn(long version) {
        removedIn = version;
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

    /** Adds traffic. Revalidator only. */
    public void count(long morePackets, long moreBytes, long nowNs) {
        statistics.count(morePackets, moreBytes, nowNs);
    }
}

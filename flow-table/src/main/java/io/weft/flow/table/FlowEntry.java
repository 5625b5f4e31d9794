package io.weft.flow.table;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import java.util.List;

/**
 * One entry of a flow table. What it matches and does never changes; replacing it makes a new entry. Its life in published versions of
 * the tables is {@code [addedIn, removedIn)}; its statistics are added by the revalidator alone.
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
    private volatile long packets;
    private volatile long bytes;
    private volatile long usedNs;

    /**
     * @param table 0 to 253
     * @param priority 0 to 65535, larger first
     * @param createdNs the switch's clock when the entry was made
     */
    public FlowEntry(int table, int priority, Match match, List<Action> actions, long cookie, long createdNs) {
        this.table = table;
        this.priority = priority;
        this.match = match;
        this.actions = List.copyOf(actions);
        this.cookie = cookie;
        this.createdNs = createdNs;
        this.usedNs = createdNs;
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
        return usedNs;
    }

    public long packets() {
        return packets;
    }

    public long bytes() {
        return bytes;
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

    /** Whether the entry was removed in some version. */
    public boolean isRemoved() {
        return removedIn != NEVER;
    }

    /** Adds traffic. Revalidator only. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void count(long morePackets, long moreBytes, long nowNs) {
        packets += morePackets;
        bytes += moreBytes;
        usedNs = Math.max(usedNs, nowNs);
    }
}

package io.weft.flow.table;

import io.weft.flow.classifier.Classifier;
import io.weft.flow.match.Match;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One table of a bridge: its entries and what happens to a packet that none of them matches.
 *
 * <p>Thread-safety: the conductor writes, through {@link FlowTables}; anybody reads, without locks.
 */
public final class FlowTable {
    private final int id;
    private final Classifier classifier = new Classifier();
    private volatile Miss miss = new Miss(MissPolicy.UNSET, Long.MIN_VALUE, null);
    private volatile int entryCount;
    private volatile TableSettings settings = TableSettings.DEFAULT;
    private EvictionGroups evictions;

    /** Living entries by cookie, of the cookies that somebody limits: almost always empty. */
    private final ConcurrentHashMap<Long, Integer> cookieCounts = new ConcurrentHashMap<>(1);

    FlowTable(int id) {
        this.id = id;
    }

    /** 0 to {@link FlowTables#LAST}. */
    public int id() {
        return id;
    }

    /** Entries that have not been removed, as of the newest version. */
    public int entryCount() {
        return entryCount;
    }

    /** The entry that {@code key} matches in {@code version}, or null; see {@link Classifier#lookup}. Allocates nothing. */
    public FlowEntry lookup(long[] key, long version, long[] mask) {
        return classifier.lookup(key, version, mask);
    }

    /** What happens in {@code version} to a packet that no entry matches. Allocates nothing. */
    public MissPolicy missPolicy(long version) {
        Miss candidate = miss;
        while (candidate.since > version && candidate.older != null) {
            candidate = candidate.older;
        }
        return candidate.policy;
    }

    /** The entries, for reading. */
    public Classifier classifier() {
        return classifier;
    }

    /** How the table is configured. */
    public TableSettings settings() {
        return settings;
    }

    void configure(TableSettings newSettings) {
        settings = newSettings;
        if (!newSettings.evicts()) {
            evictions = null;
        } else if (evictions == null || !evictions.fields().equals(newSettings.groups())) {
            evictions = new EvictionGroups(newSettings.groups());
            classifier.forEachWithin(Match.ANY, entry -> {
                if (!entry.isRemoved()) {
                    evictions.add(entry);
                }
            });
        }
    }

    /** How much of the table is free, in percent, rounded down. */
    public int freePercent() {
        return VacancyRange.free(entryCount, settings.flowLimit());
    }

    /** Whether one more entry is one too many. */
    boolean isFull() {
        return entryCount >= settings.flowLimit();
    }

    boolean isOverfull() {
        return entryCount > settings.flowLimit();
    }

    /** The entry that makes room for another, or null when the table refuses. */
    FlowEntry toEvict() {
        return evictions == null ? null : evictions.choose();
    }

    /** Whether an entry of {@code version} with this priority matches packets that {@code match} matches, too. */
    boolean hasOverlap(Match match, int priority, long version) {
        boolean[] found = new boolean[1];
        classifier.forEachWithin(Match.ANY, entry -> {
            if (entry.priority() == priority
                    && entry.isVisibleIn(version)
                    && entry.match().overlaps(match)) {
                found[0] = true;
            }
        });
        return found[0];
    }

    /**
     * Entries with this cookie as of the newest version. Cheap while some living entry learns with a limit on them; otherwise, as for what an entry
     * taught that has gone meanwhile, a walk through the table.
     */
    public int cookieCount(long cookie) {
        Integer counted = cookieCounts.get(cookie);
        return counted == null ? countCookies(cookie) : counted;
    }

    private int countCookies(long cookie) {
        int[] count = new int[1];
        classifier.forEachWithin(
                Match.ANY, entry -> count[0] += !entry.isRemoved() && entry.cookie() == cookie ? 1 : 0);
        return count[0];
    }

    /** From now on entries with this cookie are counted. */
    void watchCookie(long cookie) {
        cookieCounts.put(cookie, countCookies(cookie));
    }

    void ignoreCookie(long cookie) {
        cookieCounts.remove(cookie);
    }

    private void countCookie(FlowEntry entry, int by) {
        if (!cookieCounts.isEmpty()) {
            cookieCounts.computeIfPresent(entry.cookie(), (cookie, count) -> count + by);
        }
    }

    void setMissPolicy(MissPolicy policy, long version) {
        miss = new Miss(policy, version, miss);
    }

    void insert(FlowEntry entry, long version) {
        entry.addIn(version);
        classifier.insert(entry);
        count(entry);
    }

    /** @param reason null when another entry takes the place */
    void retire(FlowEntry entry, long version, RemovalReason reason) {
        entry.removeIn(version, reason);
        adjustCount(-1);
        countCookie(entry, -1);
        if (evictions != null) {
            evictions.remove(entry);
        }
    }

    /** Takes {@link #retire} back. */
    void restore(FlowEntry entry) {
        entry.restore();
        count(entry);
    }

    private void count(FlowEntry entry) {
        adjustCount(1);
        countCookie(entry, 1);
        if (evictions != null) {
            evictions.add(entry);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void adjustCount(int by) {
        entryCount += by;
    }

    /** Forgets the policies that only versions before {@code version} see. */
    void collectMissPolicies(long version) {
        Miss candidate = miss;
        while (candidate.since > version && candidate.older != null) {
            candidate = candidate.older;
        }
        candidate.older = null;
    }

    /** A policy that holds from a version on, and the one before it. */
    private static final class Miss {
        private final MissPolicy policy;
        private final long since;
        private volatile Miss older;

        Miss(MissPolicy policy, long since, Miss older) {
            this.policy = policy;
            this.since = since;
            this.older = older;
        }
    }
}

package io.weft.flow.group;

/**
 * A group in a table. What it is never changes: a modification makes a new entry, which keeps the time of creation and counts from zero, as in Open
 * vSwitch.
 *
 * <p>Thread-safety: immutable but for the statistics, which the revalidator writes.
 */
public final class GroupEntry {
    /** In {@link #count}: every bucket. */
    public static final int ALL_BUCKETS = -1;

    /** In {@link #count}: no bucket, since none is live. */
    public static final int NO_BUCKET = -2;

    private final Group group;
    private final long createdNs;
    private final GroupStatistics statistics;

    /** @param createdNs the switch's clock when the group was added */
    public GroupEntry(Group group, long createdNs) {
        this.group = group;
        this.createdNs = createdNs;
        statistics = new GroupStatistics(group.buckets().size());
    }

    public Group group() {
        return group;
    }

    public long id() {
        return group.id();
    }

    public long createdNs() {
        return createdNs;
    }

    public GroupStatistics statistics() {
        return statistics;
    }

    /** Adds traffic that went to one bucket, to {@link #ALL_BUCKETS}, or to {@link #NO_BUCKET}, which counts nowhere. Revalidator only. */
    public void count(int bucket, long packets, long bytes) {
        if (bucket == NO_BUCKET) {
            return;
        }
        statistics.count(packets, bytes);
        if (bucket != ALL_BUCKETS) {
            statistics.count(bucket, packets, bytes);
            return;
        }
        for (int i = 0; i < group.buckets().size(); i++) {
            statistics.count(i, packets, bytes);
        }
    }
}

package io.weft.flow.table;

/**
 * The entries of a bridge that end by themselves, by the moment at which that may be. Traffic moves an idle timeout without a word here: an
 * entry that turns out to have more time is put back. Entries without timeouts cost nothing.
 */
final class Deadlines {
    private static final long NS_PER_S = 1_000_000_000L;

    private final EntryHeap heap = new EntryHeap();
    private int living;

    /** When {@code entry} ends as things are now, on the switch's clock; {@link Long#MAX_VALUE} for never. */
    static long of(FlowEntry entry) {
        return Math.min(idle(entry), hard(entry));
    }

    private static long idle(FlowEntry entry) {
        int seconds = entry.life().idleTimeoutS();
        return seconds == 0 ? Long.MAX_VALUE : entry.usedNs() + seconds * NS_PER_S;
    }

    private static long hard(FlowEntry entry) {
        int seconds = entry.life().hardTimeoutS();
        return seconds == 0 ? Long.MAX_VALUE : entry.modifiedNs() + seconds * NS_PER_S;
    }

    /** Which timeout it is that ends an entry that is due; the hard one if it is both. */
    static RemovalReason reason(FlowEntry entry, long nowNs) {
        return hard(entry) < nowNs ? RemovalReason.HARD : RemovalReason.IDLE;
    }

    void add(FlowEntry entry) {
        if (entry.life().hasTimeout()) {
            living++;
            heap.add(of(entry), entry);
        }
    }

    void remove(FlowEntry entry) {
        if (entry.life().hasTimeout()) {
            living--;
        }
    }

    /** No entry ends before this; {@link Long#MAX_VALUE} when none ever does. */
    long nextNs() {
        return heap.leastKey();
    }

    /** Takes out an entry whose time is over at {@code nowNs}, or returns null: then {@link #nextNs} is not before now. */
    FlowEntry poll(long nowNs) {
        while (heap.leastKey() < nowNs) {
            FlowEntry entry = heap.poll();
            if (entry.isRemoved()) {
                continue;
            }
            long deadlineNs = of(entry);
            if (deadlineNs < nowNs) {
                return entry;
            }
            heap.add(deadlineNs, entry);
        }
        return null;
    }

    /** To be called now and then, never while a change may still be taken back. */
    void compact() {
        heap.compact(living);
    }
}

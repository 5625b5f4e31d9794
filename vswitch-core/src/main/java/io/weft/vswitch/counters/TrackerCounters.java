package io.weft.vswitch.counters;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What the connection tracker counted: totals of all threads, which count in memory of their own, copied from time to time.
 *
 * <p>Thread-safety: one writer at a time; any thread or process reads. Cost: a load and a store each. Allocation: none.
 */
public final class TrackerCounters {
    private final AtomicCounter connections;
    private final AtomicCounter most;
    private final List<AtomicCounter> events = new ArrayList<>();
    private final long[] known;

    TrackerCounters(CounterSource source, List<String> names) {
        connections = source.counter(CounterKind.TRACKER_CONNECTIONS);
        most = source.counter(CounterKind.TRACKER_MOST);
        names.forEach(name -> events.add(source.counter(CounterKind.TRACKER_EVENTS, name)));
        known = new long[names.size()];
    }

    /** Connections now, and how many there may be. */
    public void size(long now, long limit) {
        connections.setRelease(now);
        most.setRelease(limit);
    }

    /** Event {@code index} of the list of names happened {@code total} times in this process. */
    public void total(int index, long total) {
        events.get(index).getAndAddRelease(total - known[index]);
        known[index] = total;
    }

    /** How often event {@code index} happened, in this process and those before it. */
    public long count(int index) {
        return events.get(index).get();
    }
}

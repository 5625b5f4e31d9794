package io.weft.vswitch.counters;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * One counter a {@link DropReason}, of one agent.
 *
 * <p>Thread-safety: that agent alone writes; any thread or process reads. Allocation: none.
 */
@SuppressWarnings("EnumOrdinal") // an index within this process only; the file stores names
public final class DropCounters {
    private final AtomicCounter[] counters;

    DropCounters(CounterSource source) {
        DropReason[] reasons = DropReason.values();
        counters = new AtomicCounter[reasons.length];
        for (DropReason reason : reasons) {
            counters[reason.ordinal()] = source.dropCounter(reason);
        }
    }

    /** {@code packets} were dropped for {@code reason}. */
    public void add(DropReason reason, long packets) {
        counters[reason.ordinal()].getAndAddRelease(packets);
    }

    /** Packets dropped for {@code reason} so far. */
    public long count(DropReason reason) {
        return counters[reason.ordinal()].get();
    }

    /** Packets dropped so far, whatever the reason. */
    public long total() {
        long sum = 0;
        for (AtomicCounter counter : counters) {
            sum += counter.get();
        }
        return sum;
    }
}

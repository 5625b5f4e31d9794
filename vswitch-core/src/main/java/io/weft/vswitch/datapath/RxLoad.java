package io.weft.vswitch.datapath;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The time that PMDs have spent on one receive queue, whichever PMD that was: estimated from one round in {@value #SAMPLED}.
 *
 * <p>Thread-safety: one PMD adds at a time; any thread reads.
 */
public final class RxLoad {
    static final int SAMPLED = 16;

    private final AtomicLong busyNs = new AtomicLong();

    /** A sampled round spent so long on the queue. */
    void sampled(long ns) {
        busyNs.setRelease(busyNs.getPlain() + SAMPLED * ns);
    }

    /** Nanoseconds since the queue was made. */
    public long busyNs() {
        return busyNs.getAcquire();
    }
}

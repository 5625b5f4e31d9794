package io.weft.vswitch.datapath;

import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import org.agrona.concurrent.NanoClock;

/**
 * The {@link NewcomerBudget}s of the receive queues of one PMD: who is polled now, and how many newcomers of the burst may be tracked. Queues without newcomers pay for
 * none of it.
 *
 * <p>Thread-safety: its PMD. Allocation: none.
 */
final class NewcomerBudgets {
    private final NewcomerSieve sieve;
    private final DropCounters drops;
    private final NanoClock clock;
    private RxSource[] sources = {};

    NewcomerBudgets(NewcomerSieve sieve, DropCounters drops, NanoClock clock) {
        this.sieve = sieve;
        this.drops = drops;
        this.clock = clock;
    }

    /** The queues that the PMD polls from now on. */
    void of(RxSource[] polled) {
        sources = polled;
    }

    /** Whether a queue is not to be polled now. Otherwise a burst of it begins, and {@link #charge} has to follow if it has packets. */
    boolean waits(RxSource source, long nowNs) {
        return source.newcomers.isWatched() && waitsOrBegins(source, nowNs);
    }

    private boolean waitsOrBegins(RxSource source, long nowNs) {
        NewcomerBudget budget = source.newcomers;
        boolean isOpposed = isOpposed(source, nowNs);
        if (isOpposed && budget.isOver()) {
            return true;
        }
        sieve.admit(isOpposed && budget.isSpent() ? NewcomerBudget.A_BURST : NewcomerSieve.ALL);
        budget.begin(clock.nanoTime());
        return false;
    }

    /** Whether another queue needs the PMD that has not used up its own credit; fills all credits. */
    private boolean isOpposed(RxSource by, long nowNs) {
        int spent = 0;
        for (RxSource source : sources) {
            spent += source.newcomers.isSpent() ? 1 : 0;
        }
        boolean isOpposed = false;
        for (RxSource source : sources) {
            source.newcomers.fill(nowNs, Math.max(1, spent));
            isOpposed |= source != by && source.backlog.isPressing() && !source.newcomers.isSpent();
        }
        return isOpposed;
    }

    /** A burst of {@code packets}, at least one, ended. */
    void charge(RxSource source, int packets) {
        int newcomers = sieve.newcomers();
        if (newcomers == 0 && !source.newcomers.isWatched()) {
            return;
        }
        source.newcomers.charge(newcomers, packets, clock.nanoTime());
        source.backlog.hadStrangers(newcomers);
        if (sieve.refused() > 0) {
            drops.add(DropReason.NEW_CONNECTION_BUDGET, sieve.refused());
            source.counters.newcomersDropped(sieve.refused());
        }
        sieve.clear();
    }
}

package io.weft.vswitch.datapath;

import io.weft.vswitch.shape.QueueStatistics;
import io.weft.vswitch.shape.Shaper;
import io.weft.vswitch.shape.ShaperSettings;
import java.util.List;

/**
 * The {@link Shaper} of one port, with those who share it.
 *
 * <p>Thread-safety: the PMDs that send to the port, one at a time: under the lock of its transmit queue, where there are several.
 */
public final class PortShaper {
    final Shaper shaper;
    private final FrameBudget budget;

    /** PMDs that may still send through it. */
    private int users;

    /** @param users PMDs that are told of it, each of which lets it go once */
    public PortShaper(ShaperSettings settings, FrameBudget budget, int users, long nowNs) {
        shaper = new Shaper(settings, budget.mostOfPort(), nowNs);
        this.budget = budget;
        this.users = users;
    }

    /** What its queues have counted. Any thread. */
    public List<QueueStatistics> statistics() {
        return shaper.statistics();
    }

    /** Before packets are added. */
    void limit() {
        shaper.limit(budget.isSpent() ? FrameBudget.LEAST : Integer.MAX_VALUE);
    }

    /** @param before {@link Shaper#frames} before what was just done */
    void settle(int before) {
        budget.add(shaper.frames() - before);
    }

    /** One PMD sends through it no more; whether that was the last. */
    boolean isLeftByLast() {
        return --users == 0;
    }
}

package io.weft.vswitch.datapath;

import io.weft.vswitch.counters.PortCounters;
import io.weft.vswitch.port.ArrivalQueue;
import io.weft.vswitch.port.RxQueue;

/** A receive queue that a PMD polls. */
final class RxSource {
    final RxQueue queue;

    /** The queue, if its packets come from several ports or out of tunnels; null otherwise. */
    final ArrivalQueue arrivals;

    final int datapathPort;
    final String name;
    final int number;
    final RxLoad load;
    final PortCounters counters;
    final Backlog backlog = new Backlog();
    final MissBudget misses = new MissBudget(backlog);
    final NewcomerBudget newcomers = new NewcomerBudget();
    final MaskAdmission masks = new MaskAdmission();

    /** What the port may receive; null for anything. */
    Policer policer;

    private long missed;

    RxSource(
            RxQueue queue,
            int datapathPort,
            String name,
            int number,
            RxLoad load,
            PortCounters counters,
            Policer policer) {
        this.queue = queue;
        this.arrivals = queue instanceof ArrivalQueue arriving ? arriving : null;
        this.datapathPort = datapathPort;
        this.name = name;
        this.number = number;
        this.load = load;
        this.counters = counters;
        this.policer = policer;
        this.missed = queue.missed();
    }

    /** What {@code in_port} is in the keys of the packets that were received last. */
    int inPort() {
        return arrivals == null ? datapathPort : arrivals.inPort();
    }

    /** Counts what the queue lost since the last call. */
    void countMissed() {
        long now = queue.missed();
        if (now != missed) {
            counters.missed(now - missed);
            missed = now;
        }
    }
}

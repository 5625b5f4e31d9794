package io.weft.vswitch.port;

import io.weft.vswitch.counters.DropCounters;

/** A receive queue whose packets come from several ports, or with headers that were taken off; all packets of one {@link #receive} have the same. */
public interface ArrivalQueue extends RxQueue {
    /** What {@code in_port} is in the cache keys of the packets that were received last. */
    int inPort();

    /** Where what cannot be received is counted from now on; the agent's that runs the queue. */
    void drops(DropCounters counters);
}

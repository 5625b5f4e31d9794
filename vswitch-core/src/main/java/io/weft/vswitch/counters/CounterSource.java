package io.weft.vswitch.counters;

import org.agrona.concurrent.status.AtomicCounter;

/** Where a handle gets its counters from: all of one owner. */
interface CounterSource {
    AtomicCounter counter(CounterKind kind, String reason);

    default AtomicCounter counter(CounterKind kind) {
        return counter(kind, "");
    }

    default AtomicCounter dropCounter(DropReason reason) {
        return counter(CounterKind.DROPS, reason.name());
    }
}

package io.weft.vswitch.track;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters of one thread: packets by reason, connections by event.
 *
 * <p>Thread-safety: one writer, any number of readers, each number for itself.
 */
final class TrackCounts {
    private final AtomicLongArray reasons = new AtomicLongArray(TrackReason.values().length);
    private final AtomicLongArray events = new AtomicLongArray(TableEvent.values().length);

    void add(TrackReason reason) {
        increment(reasons, reason.ordinal());
    }

    void add(TrackReason reason, int packets) {
        int index = reason.ordinal();
        reasons.setOpaque(index, reasons.getPlain(index) + packets);
    }

    void add(TableEvent event) {
        increment(events, event.ordinal());
    }

    long packets(TrackReason reason) {
        return reasons.getOpaque(reason.ordinal());
    }

    long connections(TableEvent event) {
        return events.getOpaque(event.ordinal());
    }

    private static void increment(AtomicLongArray counters, int index) {
        counters.setOpaque(index, counters.getPlain(index) + 1);
    }
}

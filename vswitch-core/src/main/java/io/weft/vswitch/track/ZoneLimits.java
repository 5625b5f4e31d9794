package io.weft.vswitch.track;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many connections each zone has, and may have. A limit of 0 is none; a zone without a limit of its own has the default.
 *
 * <p>Thread-safety: any thread. A count is exact: a place is taken before a connection is made, and given back when there is none.
 */
final class ZoneLimits {
    private static final int ZONES = TrackOrder.MOST_ZONE + 1;
    private static final int INHERITED = -1;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(ZONES);
    private final AtomicIntegerArray limits = new AtomicIntegerArray(ZONES);
    private volatile int defaultLimit;

    ZoneLimits() {
        for (int zone = 0; zone < ZONES; zone++) {
            limits.setPlain(zone, INHERITED);
        }
    }

    /** Takes a place in a zone; false when its limit is reached. */
    boolean take(int zone) {
        int limit = limit(zone);
        if (counts.getAndIncrement(zone) >= limit && limit != 0) {
            counts.getAndDecrement(zone);
            return false;
        }
        return true;
    }

    void give(int zone) {
        counts.getAndDecrement(zone);
    }

    /** At opening: a connection that was found. */
    void found(int zone) {
        counts.getAndIncrement(zone);
    }

    int count(int zone) {
        return counts.get(zone);
    }

    /** The limit in force, 0 for none. */
    int limit(int zone) {
        int own = limits.get(zone);
        return own == INHERITED ? defaultLimit : own;
    }

    boolean hasOwn(int zone) {
        return limits.get(zone) != INHERITED;
    }

    void limit(int zone, int connections) {
        limits.set(zone, connections);
    }

    void inherit(int zone) {
        limits.set(zone, INHERITED);
    }

    int defaultLimit() {
        return defaultLimit;
    }

    void defaultLimit(int connections) {
        defaultLimit = connections;
    }
}

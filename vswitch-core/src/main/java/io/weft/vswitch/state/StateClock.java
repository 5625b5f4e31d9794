package io.weft.vswitch.state;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * The switch's clock, which begins anew with each process, and that of the wall, at one moment.
 *
 * @param nowNs the switch's clock
 * @param wallMs milliseconds since 1970
 */
record StateClock(long nowNs, long wallMs) {
    static final long NS_PER_MS = 1_000_000;

    /** By the switch's clock and the wall's. */
    static StateClock now(NanoClock clock, EpochClock wallClock) {
        return new StateClock(clock.nanoTime(), wallClock.time());
    }

    /** What the wall's clock showed when the switch's showed {@code timeNs}. */
    long wallMs(long timeNs) {
        return wallMs - Math.floorDiv(nowNs - timeNs, NS_PER_MS);
    }

    /** What the switch's clock showed, or would have, when the wall's showed {@code timeMs}; never later than now. */
    long switchNs(long timeMs) {
        return nowNs - Math.max(0, wallMs - timeMs) * NS_PER_MS;
    }
}

package io.weft.vswitch.datapath;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How a PMD idles.
 *
 * @param strategy run by the PMD's thread
 * @param wake ends a sleep of the strategy early, from any thread; called when a command was queued for the PMD
 */
public record PmdIdle(IdleStrategy strategy, Runnable wake) {
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 100_000;

    /** Spins, yields, then parks for up to 100 us; needs no waking. */
    public static PmdIdle spinThenPark() {
        return new PmdIdle(new BackoffIdleStrategy(10_000, 100, MIN_PARK_NS, MAX_PARK_NS), () -> {});
    }
}

package io.weft.vswitch.datapath;

import org.agrona.concurrent.IdleStrategy;

/**
 * How a PMD idles.
 *
 * @param strategy run by the PMD's thread
 * @param wake ends a sleep of the strategy early, from any thread; called when a command was queued for the PMD
 */
public record PmdIdle(IdleStrategy strategy, Runnable wake) {

    /** Polls for a while, then sleeps by the clock. */
    public static PmdIdle parking(PmdInputs inputs) {
        ParkingIdleStrategy strategy = new ParkingIdleStrategy(inputs);
        return new PmdIdle(strategy, strategy::wake);
    }
}

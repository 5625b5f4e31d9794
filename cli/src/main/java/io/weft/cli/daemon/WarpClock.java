package io.weft.cli.daemon;

import org.agrona.concurrent.NanoClock;

/**
 * The switch's clock: monotonic real time, unless an operator stops it and moves it by hand ({@code time/stop}, {@code time/warp}), which moves
 * every timer of the switch.
 *
 * <p>Thread-safety: any thread.
 */
final class WarpClock implements NanoClock {
    private volatile Long stoppedAtNs;

    @Override
    public long nanoTime() {
        Long stopped = stoppedAtNs;
        return stopped == null ? System.nanoTime() : stopped;
    }

    /** Stops at the present time; for good, as real time could only come back with a jump. */
    synchronized void stop() {
        if (stoppedAtNs == null) {
            stoppedAtNs = System.nanoTime();
        }
    }

    /** Moves a stopped clock forward; a running one is stopped first. */
    synchronized void warp(long ns) {
        stop();
        stoppedAtNs += ns;
    }
}

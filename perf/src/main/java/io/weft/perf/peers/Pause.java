package io.weft.perf.peers;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting, for time or for a condition. */
final class Pause {
    private static final long POLL_NS = 20_000_000;

    private Pause() {}

    static void seconds(double seconds) {
        long endNs = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = endNs - System.nanoTime(); left > 0; left = endNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Waits until {@code condition} holds, at most {@code seconds}; returns whether it does. */
    static boolean until(double seconds, BooleanSupplier condition) {
        long endNs = System.nanoTime() + (long) (seconds * 1e9);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }
}

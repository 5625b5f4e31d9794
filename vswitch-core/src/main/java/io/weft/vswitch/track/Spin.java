package io.weft.vswitch.track;

import java.util.concurrent.locks.LockSupport;

/** Waiting for a lock that is held for some tens of nanoseconds, unless its owner lost its processor: then ours is given away. */
final class Spin {
    private static final int SPINS_BEFORE_SLEEP = 2048;

    private Spin() {}

    /** Waits a moment; {@code spins} counts from 1. */
    static void pause(int spins) {
        if (spins % SPINS_BEFORE_SLEEP == 0) {
            LockSupport.parkNanos(1);
        } else {
            Thread.onSpinWait();
        }
    }
}

package io.weft.vswitch.datapath;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Idles by the clock, without knowing what a queue has: sleeps as {@link SleepRamp} says, up to the PMD's ceiling. For queues that can be waited for
 * there are better ways.
 *
 * <p>Thread-safety: one PMD idles; any thread wakes. Allocation: none.
 */
final class ParkingIdleStrategy implements IdleStrategy {
    private final PmdInputs inputs;
    private final SleepRamp ramp = new SleepRamp();
    private volatile Thread thread;

    ParkingIdleStrategy(PmdInputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            ramp.worked();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        long sleepNs = ramp.sleepNs(System.nanoTime(), Math.min(inputs.sleepMaxNs(), inputs.restNs()));
        if (sleepNs == 0) {
            Thread.onSpinWait();
            return;
        }
        if (thread == null) {
            thread = Thread.currentThread();
        }
        LockSupport.parkNanos(sleepNs);
    }

    @Override
    public void reset() {
        ramp.worked();
    }

    @Override
    public String alias() {
        return "park";
    }

    void wake() {
        LockSupport.unpark(thread);
    }
}

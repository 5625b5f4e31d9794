package io.weft.vswitch;

import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * How an agent rests that serves others: prompt while there is work, asleep when there is none.
 *
 * <pre>
 *   work --&gt; spin --&gt; park 10 us, 20 us, ... 1 ms --&gt; (announced) one more round --&gt; park for as long as the agent says --&gt; ...
 *                       ^ wake(): a request                                            ^ wake(), or stir(): a PMD has put something down
 * </pre>
 *
 * <p>A PMD must not pay for waking somebody who is awake, so {@link #stir} is a read unless the agent has announced that it sleeps for long. Nothing is
 * missed: the agent announces first and looks once more; the PMD puts down first and then looks for the announcement.
 *
 * <p>Thread-safety: the agent's thread idles; any thread wakes. Allocation: none.
 */
final class AgentRest implements IdleStrategy {
    private static final int SPINS = 100;
    private static final long MIN_PARK_NS = 10_000;
    private static final long MAX_PARK_NS = 1_000_000;

    /** However long an agent may rest: a mistake about what it waits for costs a second, not the switch. */
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier restNs;
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile Thread thread;
    private volatile boolean ending;
    private int spins;
    private long parkNs = MIN_PARK_NS;

    /** @param restNs asked on the agent's thread after rounds without work: how long it may rest when nobody wakes it */
    AgentRest(LongSupplier restNs) {
        this.restNs = restNs;
    }

    /** The thread that rests; before it may be woken. */
    void of(Thread agentThread) {
        thread = agentThread;
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (ending) {
            LockSupport.parkNanos(MIN_PARK_NS);
        } else if (spins < SPINS) {
            spins++;
            Thread.onSpinWait();
        } else if (parkNs <= MAX_PARK_NS) {
            LockSupport.parkNanos(Math.max(MIN_PARK_NS, Math.min(parkNs, restNs.getAsLong())));
            parkNs *= 2;
        } else {
            sleep();
        }
    }

    private void sleep() {
        long longNs = Math.min(LONGEST_NS, restNs.getAsLong());
        if (longNs <= MAX_PARK_NS) {
            asleep.setPlain(false);
            LockSupport.parkNanos(Math.max(MIN_PARK_NS, longNs));
        } else if (asleep.getPlain()) {
            LockSupport.parkNanos(longNs);
        } else {
            asleep.set(true); // announced; the next round looks at everything once more
        }
    }

    @Override
    public void reset() {
        spins = 0;
        parkNs = MIN_PARK_NS;
        if (asleep.getPlain()) {
            asleep.set(false);
        }
    }

    @Override
    public String alias() {
        return "rest";
    }

    /** Ends a rest. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** The agent is to end soon: no more long rests. */
    void end() {
        ending = true;
        wake();
    }

    /** Ends a long rest; of somebody awake a read. To be called after what the agent is to find was put down. */
    void stir() {
        VarHandle.fullFence();
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            wake();
        }
    }
}

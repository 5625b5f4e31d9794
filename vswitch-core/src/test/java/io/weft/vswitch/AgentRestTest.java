package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent without work makes few rounds, and whoever puts something down for it is served at once. */
class AgentRestTest {
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong putDown = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();

    private final AgentRest rest = new AgentRest(() -> LONG_NS);

    private Thread agent() {
        Thread agent = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                rounds.incrementAndGet();
                long there = putDown.get();
                int work = (int) (there - taken.get());
                taken.set(there);
                rest.idle(work);
            }
        });
        rest.of(agent);
        return agent;
    }

    @Test
    @Timeout(60)
    void stirringEndsALongRestAndNothingIsMissed() throws InterruptedException {
        Thread agent = agent();
        long startNs = System.nanoTime();
        int slow = 0;
        for (int i = 0; i < 200; i++) {
            if (i % 10 == 0) {
                awaitSleep(agent);
            }
            long beganNs = System.nanoTime();
            long wanted = putDown.incrementAndGet();
            rest.stir();
            while (taken.get() < wanted) {
                Thread.onSpinWait();
            }
            slow += System.nanoTime() - beganNs > LONG_NS / 2 ? 1 : 0;
        }
        assertThat(slow).as("puts that waited for the end of a rest").isZero();
        assertThat(System.nanoTime() - startNs).isLessThan(30 * LONG_NS);
        end(agent);
    }

    @Test
    @Timeout(60)
    void withoutWorkItMakesFewRounds() throws InterruptedException {
        Thread agent = agent();
        awaitSleep(agent);
        long before = rounds.get();
        long untilNs = System.nanoTime() + LONG_NS / 5;
        while (System.nanoTime() < untilNs) {
            Thread.onSpinWait();
        }
        assertThat(rounds.get() - before).isLessThan(3);
        end(agent);
    }

    /** The agent says that it sleeps for long by hardly making rounds. */
    private void awaitSleep(Thread agent) {
        long before;
        do {
            before = rounds.get();
            long untilNs = System.nanoTime() + 5_000_000;
            while (System.nanoTime() < untilNs) {
                Thread.onSpinWait();
            }
        } while (rounds.get() != before || agent.getState() != Thread.State.TIMED_WAITING);
    }

    private void end(Thread agent) throws InterruptedException {
        stop.set(true);
        rest.wake();
        agent.join(LONG_NS / 1_000_000 * 10);
        assertThat(agent.isAlive()).isFalse();
    }
}

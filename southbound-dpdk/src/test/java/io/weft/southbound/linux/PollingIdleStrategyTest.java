package io.weft.southbound.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.southbound.lab.Inputs;
import io.weft.southbound.lab.Lab;
import io.weft.vswitch.datapath.SleepRamp;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The strategy sleeps when idle, and wakes for input and for a call. */
class PollingIdleStrategyTest {
    @Test
    void sleepsWithoutWorkAndWakesAtOnce() throws Exception {
        AtomicLong rounds = new AtomicLong();
        java.util.concurrent.atomic.AtomicBoolean stop = new java.util.concurrent.atomic.AtomicBoolean();
        int[] none = {};
        try (PollingIdleStrategy strategy = new PollingIdleStrategy(new Inputs(none, () -> false))) {
            Thread agent = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    rounds.incrementAndGet();
                    strategy.idle(0);
                }
            });
            Lab.await("agent sleeps", () -> agent.getState() == Thread.State.RUNNABLE && isQuiet(rounds));
            stop.set(true);
            strategy.wake();
            agent.join(1000);
            assertThat(agent.isAlive()).isFalse();
        }
    }

    @Test
    void neverSleepsWithACeilingOfZero() throws Exception {
        try (PollingIdleStrategy strategy =
                new PollingIdleStrategy(new Inputs(new int[0], () -> false, 0), new SleepRamp(0))) {
            long startNs = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                strategy.idle();
            }
            assertThat(System.nanoTime() - startNs).isLessThan(100 * 1_000_000L);
        }
    }

    /** Whether an agent that sleeps 100 ms a round makes fewer than a spinning one would in 20 ms. */
    private static boolean isQuiet(AtomicLong rounds) {
        long before = rounds.get();
        long until = System.nanoTime() + 20_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        return rounds.get() - before < 100;
    }

    @Test
    void inputOfAQueueEndsTheSleep() throws Exception {
        int event = Libc.eventfd(LinuxConstants.EFD_NONBLOCK | LinuxConstants.EFD_CLOEXEC);
        int[] fds = {event, -1};
        try (PollingIdleStrategy strategy = new PollingIdleStrategy(new Inputs(fds, () -> false), new SleepRamp(0));
                io.weft.flow.memory.Memory.Block one = io.weft.flow.memory.Memory.allocate(8)) {
            io.weft.flow.memory.Memory.putLong(one.address(), 1);
            assertThat(Libc.write(event, one.address(), 8)).isEqualTo(8);
            strategy.idle();
            long startNs = System.nanoTime();
            strategy.idle();
            assertThat(System.nanoTime() - startNs).isLessThan(5_000_000);
        } finally {
            Libc.close(event);
        }
    }
}

package io.weft.vswitch;

import io.weft.vswitch.conductor.ConductorAgent;
import io.weft.vswitch.revalidate.RevalidatorAgent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What callers ask of the agents, and the wait for the answer: until a deadline, or, in INVOKER mode, by running the agents until it is there.
 *
 * <pre>
 *   caller --ask, change--&gt; conductor or revalidator --answer, or all PMDs have adopted the change--&gt; caller
 *             DEDICATED: waits                INVOKER: gives every agent its turn meanwhile
 * </pre>
 *
 * <p>Thread-safe. Nobody runs agents in INVOKER mode while somebody else does, or closes the switch.
 */
final class Requests {
    private static final int IDLE_ROUNDS = 64;

    private final SwitchContext context;
    private final SwitchAgents agents;
    private volatile boolean closed;

    Requests(SwitchContext context, SwitchAgents agents) {
        this.context = context;
        this.agents = agents;
    }

    /** Has the conductor answer from what it knows. */
    <T> T ask(Function<ConductorAgent, T> question) {
        return await(agents.conductor.proxy().ask(question), context.requestTimeout());
    }

    /** Has the conductor change something; returns when every PMD has adopted it. */
    <T> T change(Function<ConductorAgent, CompletableFuture<T>> action) {
        return change(action, Duration.ZERO);
    }

    /** As {@link #change(Function)}, for a change that may take {@code longer} than others. */
    <T> T change(Function<ConductorAgent, CompletableFuture<T>> action, Duration longer) {
        return await(
                agents.conductor.proxy().request(action),
                context.requestTimeout().plus(longer));
    }

    /** Has the revalidator answer from what it knows. */
    <T> T askRevalidator(Function<RevalidatorAgent, T> question) {
        return await(agents.revalidator.proxy().ask(question), context.requestTimeout());
    }

    /** Has the revalidator do something; returns when it has. */
    void inRevalidator(Consumer<RevalidatorAgent> action) {
        askRevalidator(revalidator -> {
            action.accept(revalidator);
            return true;
        });
    }

    /** Has the revalidator change something; returns when every PMD has adopted it. */
    <T> void changeRevalidator(Function<RevalidatorAgent, CompletableFuture<T>> action) {
        await(agents.revalidator.proxy().request(action), context.requestTimeout());
    }

    /** Brings the statistics of entries, groups, mirrors and addresses up to now. */
    void count() {
        inRevalidator(RevalidatorAgent::countAll);
    }

    <T> T await(CompletableFuture<T> future, Duration timeout) {
        if (closed) {
            throw new SwitchException("the switch is closed");
        }
        try {
            if (context.threading() == ThreadingMode.INVOKER) {
                invoke(future);
            }
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } catch (TimeoutException e) {
            throw new SwitchException("not done within " + timeout.toMillis() + " ms; it may still be done later", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SwitchException("interrupted while waiting for the switch", e);
        }
    }

    private synchronized void invoke(CompletableFuture<?> future) {
        for (int idle = 0; !future.isDone() && idle < IDLE_ROUNDS; ) {
            idle = agents.round() > 0 ? 0 : idle + 1;
        }
    }

    private static RuntimeException unwrapped(Throwable cause) {
        if (cause instanceof RuntimeException refusal) {
            return refusal;
        }
        return new SwitchException("the request failed: " + cause, cause);
    }

    // ---- invoker mode

    /** One turn of every agent; returns the work done. */
    synchronized int round() {
        requireInvoker();
        return agents.round();
    }

    /** Rounds until no agent has work left; returns the work done. */
    synchronized int step() {
        requireInvoker();
        int total = 0;
        int work;
        do {
            work = agents.round();
            total += work;
        } while (work > 0 || !agents.isSettled());
        return total;
    }

    /** One turn of the PMDs alone; returns the packets. */
    synchronized int pollOnce() {
        int packets = 0;
        for (int i = 0; i < agents.pmds.size(); i++) {
            packets += agents.pmds.get(i).doWork();
        }
        return packets;
    }

    private void requireInvoker() {
        if (context.threading() != ThreadingMode.INVOKER) {
            throw new IllegalStateException("step and round are for INVOKER mode: here every agent has its own thread");
        }
    }

    /** Refuses what is asked from now on and runs {@code last}, the first time. */
    synchronized void close(Runnable last) {
        if (!closed) {
            closed = true;
            last.run();
        }
    }
}

package io.weft.vswitch.conductor;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Requests to the conductor, a future each. Thread-safety: any thread. Bounded: a full queue refuses at once.
 */
public final class ConductorProxy {
    private static final int CAPACITY = 1024;

    private final ManyToOneConcurrentArrayQueue<Request<?>> requests = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private volatile long reached;
    private volatile Runnable wake = () -> {};

    private record Request<T>(Function<ConductorAgent, CompletableFuture<T>> action, CompletableFuture<T> result) {
        @SuppressWarnings("FutureReturnValueIgnored") // whenComplete hands both outcomes to result
        void run(ConductorAgent conductor) {
            try {
                action.apply(conductor).whenComplete((value, error) -> {
                    if (error == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(error);
                    }
                });
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        }
    }

    /** What ends a rest of the conductor. */
    public void wakeBy(Runnable action) {
        wake = action;
    }

    /** Something that the conductor waits for has happened: it looks now. */
    void stir() {
        wake.run();
    }

    /** Runs {@code action} on the conductor's thread; its result follows that of the future that the action returns. */
    public <T> CompletableFuture<T> request(Function<ConductorAgent, CompletableFuture<T>> action) {
        Request<T> request = new Request<>(action, new CompletableFuture<>());
        if (!requests.offer(request)) {
            request.result.completeExceptionally(
                    new IllegalStateException("the conductor has " + CAPACITY + " requests waiting"));
        }
        wake.run();
        return request.result;
    }

    /** Runs {@code question} on the conductor's thread. */
    public <T> CompletableFuture<T> ask(Function<ConductorAgent, T> question) {
        return request(conductor -> CompletableFuture.completedFuture(question.apply(conductor)));
    }

    /** Revalidator: every PMD has adopted {@code version}. */
    public void reached(long version) {
        reached = version;
        wake.run();
    }

    long reachedVersion() {
        return reached;
    }

    /** Runs one waiting request; false when there was none. */
    boolean runRequest(ConductorAgent conductor) {
        Request<?> request = requests.poll();
        if (request == null) {
            return false;
        }
        request.run(conductor);
        return true;
    }
}

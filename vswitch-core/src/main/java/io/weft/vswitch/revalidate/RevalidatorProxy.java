package io.weft.vswitch.revalidate;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Requests to the revalidator: publications of the conductor, questions and MAC changes of the facade.
 *
 * <p>Thread-safety: any thread. Bounded: a full queue refuses.
 */
public final class RevalidatorProxy {
    private static final int CAPACITY = 4096;
    private static final String FULL = "the revalidator has too many requests waiting";

    private final ManyToOneConcurrentArrayQueue<Request<?>> requests = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private final ManyToOneConcurrentArrayQueue<Publication> publications =
            new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private volatile Runnable wake = () -> {};

    private record Request<T>(Function<RevalidatorAgent, CompletableFuture<T>> action, CompletableFuture<T> result) {
        @SuppressWarnings("FutureReturnValueIgnored") // whenComplete hands both outcomes to result
        void run(RevalidatorAgent agent) {
            try {
                action.apply(agent).whenComplete((value, error) -> {
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

    /** What ends a rest of the revalidator. */
    public void wakeBy(Runnable action) {
        wake = action;
    }

    /** Publishes a version; false when too many are waiting. Conductor. */
    public boolean publish(Publication publication) {
        boolean taken = publications.offer(publication);
        wake.run();
        return taken;
    }

    /** Runs {@code action} on the revalidator's thread. */
    public <T> CompletableFuture<T> ask(Function<RevalidatorAgent, T> action) {
        return request(agent -> CompletableFuture.completedFuture(action.apply(agent)));
    }

    /**
     * Runs {@code action} on the revalidator's thread and does not wait for it.
     *
     * @throws IllegalStateException when the queue is full
     */
    public void tell(Consumer<RevalidatorAgent> action) {
        CompletableFuture<Boolean> told = ask(agent -> {
            action.accept(agent);
            return true;
        });
        if (told.isCompletedExceptionally()) {
            throw new IllegalStateException(FULL);
        }
    }

    /** As {@link #ask}; the result follows that of the future that the action returns. */
    public <T> CompletableFuture<T> request(Function<RevalidatorAgent, CompletableFuture<T>> action) {
        Request<T> request = new Request<>(action, new CompletableFuture<>());
        if (!requests.offer(request)) {
            request.result.completeExceptionally(new IllegalStateException(FULL));
        }
        wake.run();
        return request.result;
    }

    Publication pollPublication() {
        return publications.poll();
    }

    /** Runs one waiting request; false when there was none. */
    boolean runRequest(RevalidatorAgent agent) {
        Request<?> request = requests.poll();
        if (request == null) {
            return false;
        }
        request.run(agent);
        return true;
    }
}

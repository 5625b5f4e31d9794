package io.weft.vswitch.revalidate;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Requests to the revalidator: publications of the conductor, questions and MAC changes of the facade.
 *
 * <p>Thread-safety: any thread. Bounded: a full queue refuses.
 */
public final class RevalidatorProxy {
    private static final int CAPACITY = 4096;

    private final ManyToOneConcurrentArrayQueue<Request<?>> requests = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private final ManyToOneConcurrentArrayQueue<Publication> publications =
            new ManyToOneConcurrentArrayQueue<>(CAPACITY);

    private record Request<T>(Function<RevalidatorAgent, T> action, CompletableFuture<T> result) {
        void run(RevalidatorAgent agent) {
            try {
                result.complete(action.apply(agent));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        }
    }

    /** Publishes a version; false when too many are waiting. Conductor. */
    public boolean publish(Publication publication) {
        return publications.offer(publication);
    }

    /** Runs {@code action} on the revalidator's thread. */
    public <T> CompletableFuture<T> ask(Function<RevalidatorAgent, T> action) {
        Request<T> request = new Request<>(action, new CompletableFuture<>());
        if (!requests.offer(request)) {
            request.result.completeExceptionally(
                    new IllegalStateException("the revalidator has too many requests waiting"));
        }
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

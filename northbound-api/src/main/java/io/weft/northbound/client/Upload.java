package io.weft.northbound.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import java.util.function.Function;

/**
 * A call with many requests and one answer. The sender waits while the switch is not ready for more, so what is under way stays small.
 *
 * <p>Thread-safety: one thread sends; the event loop reports.
 */
final class Upload<Q, R> implements AutoCloseable {
    private final ClientCall<Q, R> call;
    private final Function<StatusRuntimeException, ControlException> refusal;
    private final Object changed = new Object();
    private R answer;
    private Status ended;
    private Metadata trailers;

    Upload(ClientCall<Q, R> call, Function<StatusRuntimeException, ControlException> refusal) {
        this.call = call;
        this.refusal = refusal;
        call.start(new Listener(), new Metadata());
        call.request(2);
    }

    /** Sends a request when the switch is ready for it; false when the call has ended and {@link #finish} says why. */
    boolean send(Q request) {
        synchronized (changed) {
            while (ended == null && !call.isReady()) {
                await();
            }
            if (ended != null) {
                return false;
            }
        }
        call.sendMessage(request);
        return true;
    }

    /**
     * Says that nothing follows, and waits for the answer.
     *
     * @throws ControlException when the switch refused
     */
    R finish() {
        call.halfClose();
        synchronized (changed) {
            while (ended == null) {
                await();
            }
            if (!ended.isOk()) {
                throw refusal.apply(ended.asRuntimeException(trailers));
            }
            if (answer == null) {
                throw new ControlException(Kind.UNAVAILABLE, "the switch ended the call without an answer");
            }
            return answer;
        }
    }

    @SuppressWarnings("WaitNotInLoop") // its callers loop
    private void await() {
        try {
            changed.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException(Kind.UNAVAILABLE, "interrupted while waiting for the switch");
        }
    }

    /** Gives up what was not finished. */
    @Override
    public void close() {
        synchronized (changed) {
            if (ended != null) {
                return;
            }
        }
        call.cancel("given up", null);
    }

    private final class Listener extends ClientCall.Listener<R> {
        @Override
        public void onReady() {
            synchronized (changed) {
                changed.notifyAll();
            }
        }

        @Override
        public void onMessage(R message) {
            synchronized (changed) {
                answer = message;
            }
        }

        @Override
        public void onClose(Status status, Metadata last) {
            synchronized (changed) {
                ended = status;
                trailers = last;
                changed.notifyAll();
            }
        }
    }
}

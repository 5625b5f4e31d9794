package io.weft.northbound.server;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weft.northbound.codec.StatusCodec;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.Subscription;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A stream whose elements come from threads of the switch, which must never wait. They put elements into a bounded queue of the subclass and
 * call {@link #signal}; the stream takes them out when its receiver is ready.
 *
 * <p>Thread-safety: {@link #signal} and {@link #end} from any thread; {@link #next} is called by one thread at a time.
 */
abstract class PushedStream<M> {
    private final ServerCallStreamObserver<M> out;
    private final Executor executor;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Object sending = new Object();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private volatile Subscription subscription;
    private volatile String endReason;
    private boolean done;

    PushedStream(StreamObserver<M> out, Executor executor) {
        this.out = (ServerCallStreamObserver<M>) out;
        this.executor = executor;
        this.out.setOnCancelHandler(this::cancel);
        this.out.setOnReadyHandler(this::send);
    }

    /** The next message, or null when there is nothing to send now. */
    abstract M next();

    /** Remembers what to close when the receiver goes. */
    final void open(Subscription source) {
        subscription = source;
        if (cancelled.get()) {
            source.close();
        }
    }

    /** There may be something to send. Returns at once. */
    final void signal() {
        if (scheduled.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    /** Nothing follows what is queued. */
    final void end(String reason) {
        endReason = reason;
        signal();
    }

    private void run() {
        scheduled.set(false);
        send();
    }

    private void send() {
        synchronized (sending) {
            if (done) {
                return;
            }
            try {
                trySend();
            } catch (ControlException e) {
                fail(StatusCodec.encode(e));
            } catch (RuntimeException e) {
                fail(Defect.report("a stream", e));
            }
        }
    }

    private void trySend() {
        // Read before the queue: what was queued before the end is sent.
        String reason = endReason;
        while (!cancelled.get() && out.isReady()) {
            M message = next();
            if (message != null) {
                out.onNext(message);
                continue;
            }
            if (reason != null) {
                throw new ControlException(Kind.UNAVAILABLE, reason);
            }
            return;
        }
    }

    private void fail(StatusRuntimeException status) {
        done = true;
        if (!cancelled.get()) {
            out.onError(status);
        }
        cancel();
    }

    private void cancel() {
        cancelled.set(true);
        Subscription source = subscription;
        if (source != null) {
            source.close();
        }
    }
}

package io.weft.northbound.server;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weft.northbound.codec.StatusCodec;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Stands before every call: limits how many are served at once, gives a deadline to those that have none, refuses bytes that are no message,
 * and turns defects into a status and a log line.
 *
 * <p>A call counts until its handler has returned and the client was told, so calls that were given up on still count while they
 * hold a thread of the switch.
 */
final class CallGuard implements ServerInterceptor {
    private final ServerLimits limits;
    private final ScheduledExecutorService timer;
    private final Set<String> watchMethods;
    private final Semaphore calls;
    private final Semaphore watches;

    /** @param watchMethods full names of methods that stay open as long as the client wishes */
    CallGuard(ServerLimits limits, ScheduledExecutorService timer, Set<String> watchMethods) {
        this.limits = limits;
        this.timer = timer;
        this.watchMethods = watchMethods;
        calls = new Semaphore(limits.calls());
        watches = new Semaphore(limits.watches());
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        boolean isWatch =
                watchMethods.contains(method) || call.getMethodDescriptor().getType() == MethodType.BIDI_STREAMING;
        Semaphore places = isWatch ? watches : calls;
        if (!places.tryAcquire()) {
            int most = isWatch ? limits.watches() : limits.calls();
            String what = isWatch ? " open watches" : " calls at once";
            return refuse(call, new ControlException(Kind.EXHAUSTED, "the switch serves at most " + most + what));
        }
        GuardedCall<Q, R> guarded = new GuardedCall<>(call);
        Context.CancellableContext context = context(isWatch);
        context.addListener(
                ended -> guarded.timeOut(ended.cancellationCause() instanceof java.util.concurrent.TimeoutException),
                Runnable::run);
        try {
            return new Guard<>(Contexts.interceptCall(context, guarded, headers, next), guarded, context, places);
        } catch (RuntimeException e) {
            places.release();
            context.cancel(null);
            return refuse(call, Defect.report(method, e));
        }
    }

    private Context.CancellableContext context(boolean isWatch) {
        if (isWatch) {
            return Context.current().withCancellation();
        }
        Deadline longest = Deadline.after(limits.deadline().toNanos(), TimeUnit.NANOSECONDS);
        return Context.current().withDeadline(longest, timer);
    }

    private static <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, ControlException refusal) {
        return refuse(call, StatusCodec.encode(refusal));
    }

    private static <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, StatusRuntimeException status) {
        call.close(status.getStatus(), trailers(status));
        return new ServerCall.Listener<>() {};
    }

    private static Metadata trailers(StatusRuntimeException status) {
        return status.getTrailers() == null ? new Metadata() : status.getTrailers();
    }

    /** One call's events: the first that goes wrong ends it. */
    private static final class Guard<Q> extends SimpleForwardingServerCallListener<Q> {
        private final GuardedCall<Q, ?> call;
        private final Context.CancellableContext context;
        private final Semaphore places;
        private boolean released;

        Guard(
                ServerCall.Listener<Q> delegate,
                GuardedCall<Q, ?> call,
                Context.CancellableContext context,
                Semaphore places) {
            super(delegate);
            this.call = call;
            this.context = context;
            this.places = places;
        }

        private void run(Runnable event) {
            try {
                event.run();
            } catch (RuntimeException e) {
                StatusRuntimeException status =
                        Defect.report(call.getMethodDescriptor().getFullMethodName(), e);
                call.close(status.getStatus(), trailers(status));
            }
        }

        @Override
        public void onMessage(Q message) {
            if ((Object) message instanceof RequestMarshaller.Malformed malformed) {
                StatusRuntimeException status =
                        StatusCodec.encode(new ControlException(Kind.INVALID, malformed.sentence()));
                call.close(status.getStatus(), trailers(status));
                return;
            }
            run(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            if (!call.isClosed()) {
                run(super::onHalfClose);
            }
        }

        @Override
        public void onReady() {
            run(super::onReady);
        }

        @Override
        public void onCancel() {
            run(super::onCancel);
            release();
        }

        @Override
        public void onComplete() {
            run(super::onComplete);
            release();
        }

        private void release() {
            if (!released) {
                released = true;
                context.cancel(null);
                places.release();
            }
        }
    }

    /** A call that may be closed by the timer while its handler runs; what the handler says afterwards is dropped. */
    private static final class GuardedCall<Q, R> extends io.grpc.ForwardingServerCall.SimpleForwardingServerCall<Q, R> {
        private boolean closed;

        GuardedCall(ServerCall<Q, R> delegate) {
            super(delegate);
        }

        synchronized boolean isClosed() {
            return closed;
        }

        void timeOut(boolean isTimeout) {
            if (isTimeout) {
                close(Status.DEADLINE_EXCEEDED.withDescription("the switch did not finish in time"), new Metadata());
            }
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!closed) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(R message) {
            if (!closed) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                super.close(status, trailers);
            }
        }
    }
}

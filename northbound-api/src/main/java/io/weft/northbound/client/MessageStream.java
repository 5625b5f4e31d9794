package io.weft.northbound.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * A server's stream of messages, each of several elements, as an iterator. At most {@value #AHEAD} messages wait here: the reader's pace is
 * the stream's.
 */
final class MessageStream<R, T> implements Stream<T> {
    /** Messages asked for before they are read. */
    private static final int AHEAD = 2;

    private final LinkedBlockingQueue<Item<R>> items = new LinkedBlockingQueue<>();
    private final Function<R, List<T>> elements;
    private final Function<StatusRuntimeException, ControlException> refusal;
    private final ClientCall<?, R> call;
    private volatile boolean closed;
    private Iterator<T> current = Collections.emptyIterator();
    private boolean ended;

    /** What the event loop hands over: a message, or the end. */
    private sealed interface Item<R> {}

    private record Message<R>(R message) implements Item<R> {}

    private record End<R>(Status status, Metadata trailers) implements Item<R> {}

    private <Q> MessageStream(
            ClientCall<Q, R> call,
            Q request,
            Function<R, List<T>> elements,
            Function<StatusRuntimeException, ControlException> refusal) {
        this.call = call;
        this.elements = elements;
        this.refusal = refusal;
        call.start(new Receiver(), new Metadata());
        call.request(AHEAD);
        call.sendMessage(request);
        call.halfClose();
    }

    /** Starts a call. {@code elements} and {@code refusal} run on the reader's thread. */
    static <Q, R, T> Stream<T> start(
            Channel channel,
            MethodDescriptor<Q, R> method,
            CallOptions options,
            Q request,
            Function<R, List<T>> elements,
            Function<StatusRuntimeException, ControlException> refusal) {
        return new MessageStream<>(channel.newCall(method, options), request, elements, refusal);
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && !ended) {
            switch (take()) {
                case Message<R>(R message) -> {
                    current = elements.apply(message).iterator();
                    call.request(1);
                }
                case End<R>(Status status, Metadata trailers) -> {
                    ended = true;
                    if (!status.isOk() && !closed) {
                        throw refusal.apply(status.asRuntimeException(trailers));
                    }
                }
            }
        }
        return current.hasNext();
    }

    private Item<R> take() {
        try {
            return items.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            ended = true;
            throw new ControlException(Kind.UNAVAILABLE, "interrupted while waiting for the switch");
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    @Override
    public void close() {
        closed = true;
        call.cancel("closed by the reader", null);
    }

    private final class Receiver extends ClientCall.Listener<R> {
        @Override
        public void onMessage(R message) {
            items.add(new Message<>(message));
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            items.add(new End<>(status, trailers));
        }
    }
}

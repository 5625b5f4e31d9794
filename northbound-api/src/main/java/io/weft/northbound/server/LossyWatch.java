package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.northbound.control.Lossy;
import io.weft.northbound.control.StreamListener;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * One receiver of packets, samples or removed flows. When its queue is full the newest elements are lost, counted, and reported with the next
 * that is sent.
 *
 * <p>Thread-safety: see {@link PushedStream}.
 */
final class LossyWatch<E extends Lossy<E>, M> extends PushedStream<M> implements StreamListener<E> {
    /** Packets, or samples, that wait for a slow receiver: they hold frames. */
    static final int PACKETS = 512;

    /** Removed flows that wait for a slow receiver. */
    static final int FLOWS = 16_384;

    private final ArrayBlockingQueue<E> queue;
    private final AtomicLong lost = new AtomicLong();
    private final Function<E, M> encode;

    /** @param capacity elements that may wait, at least 1 */
    LossyWatch(StreamObserver<M> out, Executor executor, int capacity, Function<E, M> encode) {
        super(out, executor);
        this.encode = encode;
        queue = new ArrayBlockingQueue<>(capacity);
    }

    @Override
    public void arrived(E element) {
        long before = lost.getAndSet(0) + element.lost();
        if (!queue.offer(before == element.lost() ? element : element.withLost(before))) {
            lost.addAndGet(before + 1);
        }
        signal();
    }

    @Override
    public void ended(String reason) {
        end(reason);
    }

    @Override
    M next() {
        E element = queue.poll();
        return element == null ? null : encode.apply(element);
    }
}

package io.weft.vswitch;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One subscriber's bounded queue and the thread that empties it. A producer never waits: what finds no room is lost and counted, and from then on
 * everything is, until the subscriber has caught up and been told so by the event that {@code afterLoss} makes.
 */
final class EventQueue<T> implements Subscription {
    private static final long POLL_MS = 20;

    private final ArrayBlockingQueue<T> queue;
    private final Consumer<T> listener;
    private final Supplier<T> afterLoss;
    private final Consumer<EventQueue<T>> onClose;
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private volatile boolean isLosing;
    private volatile boolean closed;

    /** @param afterLoss the event that follows a loss; may give null for none */
    EventQueue(
            String name, int capacity, Consumer<T> listener, Supplier<T> afterLoss, Consumer<EventQueue<T>> onClose) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.listener = listener;
        this.afterLoss = afterLoss;
        this.onClose = onClose;
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /** Any thread; never waits. */
    void offer(T event) {
        if (isLosing || !queue.offer(event)) {
            isLosing = true;
            lost.incrementAndGet();
        }
    }

    private void run() {
        while (!closed) {
            try {
                T event = queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (event == null && isLosing) {
                    isLosing = false;
                    event = afterLoss.get();
                }
                if (event != null && !closed) {
                    listener.accept(event);
                }
            } catch (InterruptedException e) {
                return; // closed
            } catch (RuntimeException e) {
                System.getLogger(EventQueue.class.getName())
                        .log(System.Logger.Level.WARNING, "a subscriber failed; its subscription ends", e);
                close();
            }
        }
    }

    @Override
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        closed = true;
        onClose.accept(this);
        if (!Thread.currentThread().equals(thread)) {
            thread.interrupt();
        }
    }
}

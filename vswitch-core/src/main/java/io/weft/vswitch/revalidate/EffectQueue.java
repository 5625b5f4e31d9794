package io.weft.vswitch.revalidate;

import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/** Effects that wait for the conductor, in order. Bounded: when it is full, the revalidator lets the next packet try again. */
public final class EffectQueue {
    private static final int CAPACITY = 16_384;

    private final OneToOneConcurrentArrayQueue<EffectRequest> queue = new OneToOneConcurrentArrayQueue<>(CAPACITY);
    private volatile Runnable wake = () -> {};

    /** What ends a long rest of the conductor; run after each request. */
    public void wakeBy(Runnable action) {
        wake = action;
    }

    /** Revalidator: false when there is no room. */
    boolean offer(EffectRequest request) {
        boolean taken = queue.offer(request);
        wake.run();
        return taken;
    }

    /** Conductor: the next one, or null. */
    public EffectRequest poll() {
        return queue.poll();
    }

    /** Nothing waits. Any thread. */
    public boolean isEmpty() {
        return queue.isEmpty();
    }
}

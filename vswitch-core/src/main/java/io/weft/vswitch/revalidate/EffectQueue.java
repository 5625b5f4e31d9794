package io.weft.vswitch.revalidate;

import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/** Effects that wait for the conductor, in order. Bounded: when it is full, the revalidator lets the next packet try again. */
public final class EffectQueue {
    private static final int CAPACITY = 16_384;

    private final OneToOneConcurrentArrayQueue<EffectRequest> queue = new OneToOneConcurrentArrayQueue<>(CAPACITY);

    /** Revalidator: false when there is no room. */
    boolean offer(EffectRequest request) {
        return queue.offer(request);
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

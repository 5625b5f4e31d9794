package io.weft.vswitch;

import com.lmax.disruptor.EventPoller;
import io.weft.vswitch.datapath.PacketRing;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.Agent;

/**
 * Takes packets out of a ring of the PMDs and hands them to the subscribers of their bridge.
 *
 * @param <T> what a PMD says of a packet
 * @param <E> what subscribers get
 */
abstract class FanOut<T, E> implements Agent {
    private static final int BATCH = 256;

    private record Subscriber<E>(String bridge, EventQueue<E> queue) {}

    private final String roleName;
    private final EventPoller<PacketRing.Event<T>> poller;
    private final List<Subscriber<E>> subscribers = new CopyOnWriteArrayList<>();
    private int taken;

    FanOut(String roleName, PacketRing<T> ring) {
        this.roleName = roleName;
        poller = ring.ring().newPoller();
        ring.ring().addGatingSequences(poller.getSequence());
    }

    /** What becomes of a packet, while there are subscribers; the event is the ring's. */
    abstract void deliver(PacketRing.Event<T> event);

    final void add(String bridge, EventQueue<E> queue) {
        subscribers.add(new Subscriber<>(bridge, queue));
    }

    final void remove(EventQueue<E> queue) {
        subscribers.removeIf(subscriber -> subscriber.queue() == queue);
    }

    /** Whether somebody takes the packets of a bridge. Any thread. */
    final boolean isWatched(String bridge) {
        return subscribers.stream().anyMatch(subscriber -> subscriber.bridge().equals(bridge));
    }

    final void send(String bridge, E packet) {
        for (Subscriber<E> subscriber : subscribers) {
            if (subscriber.bridge().equals(bridge)) {
                subscriber.queue().offer(packet);
            }
        }
    }

    /** How long it may rest while no PMD sends anything: PMDs end the rest. */
    long restNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public int doWork() throws Exception {
        taken = 0;
        poller.poll((event, sequence, endOfBatch) -> {
            if (!subscribers.isEmpty()) {
                deliver(event);
            }
            return ++taken < BATCH;
        });
        return taken;
    }

    @Override
    public final String roleName() {
        return roleName;
    }

    final void close() {
        subscribers.forEach(subscriber -> subscriber.queue().close());
    }
}

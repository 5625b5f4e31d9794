package io.weft.vswitch;

import com.lmax.disruptor.EventPoller;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.PacketInRing;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;

/** Takes packets for the controller out of the PMDs' ring and hands them to the subscribers of their bridge. */
final class PacketInFanOut implements Agent {
    private static final int BATCH = 256;

    private record Subscriber(String bridge, EventQueue<PacketIn> queue) {}

    private final EventPoller<PacketInRing.Event> poller;
    private final Supplier<SwitchSnapshot> snapshot;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private int taken;

    PacketInFanOut(PacketInRing ring, Supplier<SwitchSnapshot> snapshot) {
        this.snapshot = snapshot;
        poller = ring.ring().newPoller();
        ring.ring().addGatingSequences(poller.getSequence());
    }

    void add(String bridge, EventQueue<PacketIn> queue) {
        subscribers.add(new Subscriber(bridge, queue));
    }

    void remove(EventQueue<PacketIn> queue) {
        subscribers.removeIf(subscriber -> subscriber.queue() == queue);
    }

    /** Whether somebody takes the packets of a bridge. Any thread. */
    boolean isWatched(String bridge) {
        return subscribers.stream().anyMatch(subscriber -> subscriber.bridge().equals(bridge));
    }

    @Override
    public int doWork() throws Exception {
        taken = 0;
        poller.poll((event, sequence, endOfBatch) -> {
            deliver(event);
            return ++taken < BATCH;
        });
        return taken;
    }

    @SuppressWarnings("EnumOrdinal") // the order of the reasons is that of their numbers
    private void deliver(PacketInRing.Event event) {
        if (subscribers.isEmpty()) {
            return;
        }
        BridgeSnapshot bridge = snapshot.get().bridgeOf(event.datapathPort);
        BridgePort port = snapshot.get().port(event.datapathPort);
        if (bridge == null || port == null) {
            return; // the port went meanwhile
        }
        PacketIn packet = new PacketIn(
                bridge.name(),
                port.ofPort(),
                event.upcall.reason().ordinal(),
                event.totalLength,
                Arrays.copyOf(event.frame, event.length));
        for (Subscriber subscriber : subscribers) {
            if (subscriber.bridge().equals(bridge.name())) {
                subscriber.queue().offer(packet);
            }
        }
    }

    @Override
    public String roleName() {
        return "fan-out";
    }

    void close() {
        subscribers.forEach(subscriber -> subscriber.queue().close());
    }
}

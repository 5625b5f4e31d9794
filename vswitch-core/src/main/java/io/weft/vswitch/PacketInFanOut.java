package io.weft.vswitch;

import com.lmax.disruptor.EventPoller;
import io.weft.flow.action.Ports;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.PacketInRing;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;

/** Takes packets for the controller out of the PMDs' ring and hands them to the subscribers of their bridge, at the rate that its
 * controllers allow. */
final class PacketInFanOut implements Agent {
    private static final int BATCH = 256;

    private record Subscriber(String bridge, EventQueue<PacketIn> queue) {}

    private final EventPoller<PacketInRing.Event> poller;
    private final Supplier<SwitchSnapshot> snapshot;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final PacketInLimits limits;
    private int taken;

    PacketInFanOut(PacketInRing ring, Supplier<SwitchSnapshot> snapshot, PacketInLimits limits) {
        this.snapshot = snapshot;
        this.limits = limits;
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
        return taken + limits.run(this::send);
    }

    private void deliver(PacketInRing.Event event) {
        if (subscribers.isEmpty()) {
            return;
        }
        boolean fromPort = event.datapathPort >= 0;
        BridgeSnapshot bridge = fromPort
                ? snapshot.get().bridgeOf(event.datapathPort)
                : snapshot.get().bridge(-event.datapathPort);
        BridgePort port = snapshot.get().port(event.datapathPort);
        if (bridge == null || fromPort && port == null) {
            return; // the port or the bridge went meanwhile
        }
        PacketIn packet = new PacketIn(
                bridge.name(),
                fromPort ? port.ofPort() : Ports.CONTROLLER,
                event.upcall,
                event.totalLength,
                Arrays.copyOf(event.frame, event.length));
        if (isWatched(bridge.name())) {
            limits.offer(packet, this::send);
        }
    }

    private void send(PacketIn packet) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.bridge().equals(packet.bridge())) {
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

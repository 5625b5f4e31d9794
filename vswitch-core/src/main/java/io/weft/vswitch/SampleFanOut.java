package io.weft.vswitch;

import com.lmax.disruptor.EventPoller;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.SampleRing;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;

/** Takes sampled packets out of the PMDs' ring and hands them to the subscribers of the bridge that samples. */
final class SampleFanOut implements Agent {
    private static final int BATCH = 256;

    private record Subscriber(String bridge, EventQueue<SampledPacket> queue) {}

    private final EventPoller<SampleRing.Event> poller;
    private final Supplier<SwitchSnapshot> snapshot;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private int taken;

    SampleFanOut(SampleRing ring, Supplier<SwitchSnapshot> snapshot) {
        this.snapshot = snapshot;
        poller = ring.ring().newPoller();
        ring.ring().addGatingSequences(poller.getSequence());
    }

    void add(String bridge, EventQueue<SampledPacket> queue) {
        subscribers.add(new Subscriber(bridge, queue));
    }

    void remove(EventQueue<SampledPacket> queue) {
        subscribers.removeIf(subscriber -> subscriber.queue() == queue);
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

    private void deliver(SampleRing.Event event) {
        if (subscribers.isEmpty()) {
            return;
        }
        BridgeSnapshot bridge = snapshot.get().bridge(event.order.bridge());
        BridgePort port = snapshot.get().port(event.datapathPort);
        if (bridge == null || port == null) {
            return; // it went meanwhile
        }
        SampledPacket packet = new SampledPacket(
                bridge.name(),
                port.ofPort(),
                event.order.action(),
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
        return "sample-fan-out";
    }

    void close() {
        subscribers.forEach(subscriber -> subscriber.queue().close());
    }
}

package io.weft.vswitch;

import io.weft.flow.action.Ports;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.conductor.ControllerWatch;
import io.weft.vswitch.datapath.PacketRing;
import io.weft.vswitch.frozen.ContinuationCodec;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.program.Upcall;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Hands packets for the controller to the subscribers of their bridge, at the rate that its controllers allow. */
final class PacketInFanOut extends FanOut<Upcall, PacketIn> implements ControllerWatch {
    /** How exactly packets that wait for their rate are sent. */
    private static final long TICK_NS = 1_000_000;

    private static final byte[] NOT_WAITING = {};

    private final Supplier<SwitchSnapshot> snapshot;
    private final PacketInLimits limits;
    private final ContinuationCodec continuations;

    /** The bridges of those that take packets that match nothing, too. */
    private final Map<EventQueue<PacketIn>, String> missTakers = new ConcurrentHashMap<>();

    PacketInFanOut(
            PacketRing<Upcall> ring,
            Supplier<SwitchSnapshot> snapshot,
            PacketInLimits limits,
            ContinuationCodec continuations) {
        super("fan-out", ring);
        this.snapshot = snapshot;
        this.limits = limits;
        this.continuations = continuations;
    }

    @Override
    public int doWork() throws Exception {
        return super.doWork() + limits.run(this::send);
    }

    @Override
    long restNs() {
        return limits.isWaiting() ? TICK_NS : super.restNs();
    }

    @Override
    void deliver(PacketRing.Event<Upcall> event) {
        boolean fromPort = event.datapathPort >= 0;
        SwitchSnapshot now = snapshot.get();
        BridgePort port = now.port(event.datapathPort);
        Upcall.From from = event.why.from();
        BridgeSnapshot bridge = from != null
                ? now.bridge(from.bridge())
                : fromPort ? now.bridgeOf(event.datapathPort) : now.bridge(-event.datapathPort);
        if (bridge == null || fromPort && port == null) {
            return; // the port or the bridge went meanwhile
        }
        if (isWatched(bridge.name())) {
            int inPort = from != null ? from.inPort() : fromPort ? port.ofPort() : Ports.CONTROLLER;
            FrozenState frozen = event.why.frozen();
            PacketIn packet = new PacketIn(
                    bridge.name(),
                    inPort,
                    event.why,
                    event.totalLength,
                    Arrays.copyOf(event.frame, event.length),
                    frozen == null ? NOT_WAITING : continuations.seal(frozen));
            limits.offer(packet, this::send);
        }
    }

    /** From now on {@code queue}, which was added, is for packets that match nothing, too. */
    void takeMisses(String bridge, EventQueue<PacketIn> queue) {
        missTakers.put(queue, bridge);
    }

    void forget(EventQueue<PacketIn> queue) {
        remove(queue);
        missTakers.remove(queue);
    }

    @Override
    public boolean isAttached(String bridge) {
        return isWatched(bridge);
    }

    @Override
    public boolean takesMisses(String bridge) {
        return missTakers.containsValue(bridge);
    }

    private void send(PacketIn packet) {
        send(packet.bridge(), packet);
    }
}

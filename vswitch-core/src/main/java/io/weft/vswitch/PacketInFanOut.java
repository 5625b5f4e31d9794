package io.weft.vswitch;

import io.weft.flow.action.Ports;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.PacketRing;
import io.weft.vswitch.program.Upcall;
import java.util.Arrays;
import java.util.function.Supplier;

/** Hands packets for the controller to the subscribers of their bridge, at the rate that its controllers allow. */
final class PacketInFanOut extends FanOut<Upcall, PacketIn> {
    /** How exactly packets that wait for their rate are sent. */
    private static final long TICK_NS = 1_000_000;

    private final Supplier<SwitchSnapshot> snapshot;
    private final PacketInLimits limits;

    PacketInFanOut(PacketRing<Upcall> ring, Supplier<SwitchSnapshot> snapshot, PacketInLimits limits) {
        super("fan-out", ring);
        this.snapshot = snapshot;
        this.limits = limits;
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
                event.why,
                event.totalLength,
                Arrays.copyOf(event.frame, event.length));
        if (isWatched(bridge.name())) {
            limits.offer(packet, this::send);
        }
    }

    private void send(PacketIn packet) {
        send(packet.bridge(), packet);
    }
}

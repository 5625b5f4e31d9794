package io.weft.vswitch;

import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.PacketRing;
import io.weft.vswitch.program.SampleOrder;
import java.util.Arrays;
import java.util.function.Supplier;

/** Hands sampled packets to the subscribers of the bridge that samples. */
final class SampleFanOut extends FanOut<SampleOrder, SampledPacket> {
    private final Supplier<SwitchSnapshot> snapshot;

    SampleFanOut(PacketRing<SampleOrder> ring, Supplier<SwitchSnapshot> snapshot) {
        super("sample-fan-out", ring);
        this.snapshot = snapshot;
    }

    @Override
    void deliver(PacketRing.Event<SampleOrder> event) {
        BridgeSnapshot bridge = snapshot.get().bridge(event.why.bridge());
        BridgePort port = snapshot.get().port(event.datapathPort);
        if (bridge == null || port == null) {
            return; // it went meanwhile
        }
        SampledPacket packet = new SampledPacket(
                bridge.name(),
                port.ofPort(),
                event.why.action(),
                event.totalLength,
                Arrays.copyOf(event.frame, event.length));
        send(bridge.name(), packet);
    }
}

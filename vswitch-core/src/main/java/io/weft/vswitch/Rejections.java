package io.weft.vswitch;

import com.lmax.disruptor.EventPoller;
import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.conductor.ConductorProxy;
import io.weft.vswitch.datapath.PacketRing;
import io.weft.vswitch.program.RejectOrder;
import io.weft.vswitch.reject.RejectReply;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;

/**
 * Answers rejected packets: takes them out of a ring of the PMDs and sends what {@link RejectReply} makes of them back through the port at which they came, at most
 * as often as {@link RejectLimit} allows. A packet that may not be answered costs no part of the rate.
 *
 * <p>Thread-safety: its own thread.
 */
final class Rejections implements Agent {
    private static final int BATCH = 64;

    private final EventPoller<PacketRing.Event<RejectOrder>> poller;
    private final Supplier<SwitchSnapshot> snapshot;
    private final ConductorProxy conductor;
    private final RejectLimit limit;
    private int taken;

    Rejections(
            PacketRing<RejectOrder> ring,
            Supplier<SwitchSnapshot> snapshot,
            ConductorProxy conductor,
            RejectLimit limit) {
        poller = ring.ring().newPoller();
        ring.ring().addGatingSequences(poller.getSequence());
        this.snapshot = snapshot;
        this.conductor = conductor;
        this.limit = limit;
    }

    @Override
    public int doWork() throws Exception {
        taken = 0;
        poller.poll((event, sequence, endOfBatch) -> {
            answer(event);
            return ++taken < BATCH;
        });
        return taken;
    }

    private void answer(PacketRing.Event<RejectOrder> event) {
        BridgeSnapshot bridge = snapshot.get().bridge(event.why.bridge());
        int port = event.why.inPort();
        if (bridge == null || bridge.port(port) == null) {
            return; // it went meanwhile, or a controller sent the packet
        }
        byte[] reply = RejectReply.to(event.frame, event.length, event.isChecksumPartial, event.why.answer());
        if (reply == null || !limit.admits()) {
            return;
        }
        String name = bridge.name();
        var _ = conductor
                .request(agent -> agent.packetOut(name, Ports.CONTROLLER, List.of(new Action.Output(port)), reply))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        limit.overflow();
                    }
                });
    }

    /** How long it may rest while no PMD rejects anything: PMDs end the rest. */
    long restNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public String roleName() {
        return "rejections";
    }
}

package io.weft.cli;

import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.PacketOut;
import io.weft.northbound.control.PacketSample;
import io.weft.northbound.control.ResumedPacket;
import io.weft.northbound.control.StreamListener;
import io.weft.northbound.control.Subscription;
import io.weft.northbound.control.TraceRequest;
import io.weft.northbound.control.TraceResult;
import java.util.List;

/** Packets to and from a {@link FakeSwitch}: what it was given is kept. */
interface FakePackets extends FakePart {
    @Override
    default TraceResult trace(TraceRequest request) {
        return new TraceResult("Datapath actions: 2\n", List.of(), "in_port=1", "in_port=1", "2", "");
    }

    @Override
    default int injectFrames(String port, List<byte[]> more) {
        if (!port.equals("p1")) {
            throw FakePart.absent("dummy port named \"" + port + "\"");
        }
        whole().frames.addAll(more);
        return more.size();
    }

    @Override
    default void packetOut(PacketOut packet) {
        whole().packetsOut.add(packet);
    }

    @Override
    default void resume(ResumedPacket packet) {
        whole().resumed.add(packet);
    }

    @Override
    default Subscription watchSamples(String bridge, StreamListener<PacketSample> listener) {
        return () -> {};
    }

    @Override
    default Subscription watchPackets(String bridge, boolean takesMisses, StreamListener<PacketIn> listener) {
        whole().missesTaken.add(takesMisses);
        whole().packetsIn.forEach(listener::arrived);
        return () -> {};
    }
}

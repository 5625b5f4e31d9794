package io.weft.northbound.client;

import com.google.protobuf.ByteString;
import io.weft.northbound.codec.PacketCodec;
import io.weft.northbound.codec.SampleCodec;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.PacketSample;
import io.weft.northbound.control.TraceResult;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;

/** Single packets: traced, sent into the switch, and got out of it. */
public final class PacketCalls {
    private final Connection connection;

    PacketCalls(Connection connection) {
        this.connection = connection;
    }

    /**
     * What would happen to a packet; changes nothing.
     *
     * @param flow the packet as fields; what is not named is zero
     * @param frame the packet as bytes, or empty; then only metadata is taken from {@code flow}
     * @param inPort name or number; empty: as in {@code flow}
     */
    public TraceResult trace(String bridge, String flow, byte[] frame, String inPort, boolean portNames) {
        var request = SwitchProto.TraceRequest.newBuilder()
                .setBridge(bridge)
                .setFlow(flow)
                .setFrame(ByteString.copyFrom(frame))
                .setInPort(inPort)
                .setPortNames(portNames)
                .build();
        return PacketCodec.decode(connection.call(SwitchGrpc.getTraceMethod(), request));
    }

    /** Lets 1 to 32 frames arrive at a dummy port, in order, and returns how many its queue took. */
    public int inject(String port, List<byte[]> frames) {
        var request = SwitchProto.InjectFramesRequest.newBuilder()
                .setPort(port)
                .addAllFrames(frames.stream().map(ByteString::copyFrom).toList())
                .build();
        return connection.call(SwitchGrpc.getInjectFramesMethod(), request).getAccepted();
    }

    /** Runs actions over a frame, as a packet-out of OpenFlow does; {@code inPort} is a name, a number, or empty for the controller. */
    public void send(String bridge, String inPort, String actions, byte[] frame) {
        var request = SwitchProto.PacketOutRequest.newBuilder()
                .setBridge(bridge)
                .setInPort(inPort)
                .setActions(actions)
                .setFrame(ByteString.copyFrom(frame))
                .build();
        connection.call(SwitchGrpc.getPacketOutMethod(), request);
    }

    /** Lets a packet that the bridge paused go on; {@code changes} of its metadata as a match, or empty. */
    public void resume(String bridge, byte[] continuation, String changes, byte[] frame) {
        var request = SwitchProto.ResumeRequest.newBuilder()
                .setBridge(bridge)
                .setContinuation(ByteString.copyFrom(continuation))
                .setChanges(changes)
                .setFrame(ByteString.copyFrom(frame))
                .build();
        connection.call(SwitchGrpc.getResumeMethod(), request);
    }

    /** Packets that the bridge sends to the controller, from now on; ends when closed. */
    public Stream<PacketIn> watch(String bridge) {
        return watch(bridge, false);
    }

    /**
     * The same.
     *
     * @param takesMisses whether, meanwhile, packets that match nothing are sent there, in tables for which nobody said what becomes of them
     */
    public Stream<PacketIn> watch(String bridge, boolean takesMisses) {
        var request = SwitchProto.WatchPacketsRequest.newBuilder()
                .setBridge(bridge)
                .setTakesMisses(takesMisses)
                .build();
        return connection.watch(
                SwitchGrpc.getWatchPacketsMethod(), request, packet -> List.of(PacketCodec.decode(packet)));
    }

    /** Packets that the sample actions of the bridge draw, from now on; ends when closed. */
    public Stream<PacketSample> watchSamples(String bridge) {
        var request =
                SwitchProto.WatchSamplesRequest.newBuilder().setBridge(bridge).build();
        return connection.watch(
                SwitchGrpc.getWatchSamplesMethod(), request, sample -> List.of(SampleCodec.decode(sample)));
    }
}

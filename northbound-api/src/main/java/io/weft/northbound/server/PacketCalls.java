package io.weft.northbound.server;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.weft.flow.action.Ports;
import io.weft.flow.text.PortNames;
import io.weft.northbound.codec.Limits;
import io.weft.northbound.codec.PacketCodec;
import io.weft.northbound.codec.PacketText;
import io.weft.northbound.codec.RequestCheck;
import io.weft.northbound.codec.SampleCodec;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.PacketOut;
import io.weft.northbound.control.PacketSample;
import io.weft.northbound.control.ResumedPacket;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.control.TraceRequest;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Calls about single packets. */
final class PacketCalls {
    private static final int ETHERNET_HEADER = 14;

    private final SwitchControl control;
    private final Executor executor;

    PacketCalls(SwitchControl control, Executor executor) {
        this.control = control;
        this.executor = executor;
    }

    SwitchProto.TraceResponse trace(SwitchProto.TraceRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        String flow = check.text("flow", request.getFlow());
        String inPort = check.nameOrEmpty("in_port", request.getInPort());
        byte[] frame = check.frame("frame", request.getFrame(), 0);
        check.done();
        long[] key = PacketText.key(flow, inPort, control.portNames(bridge));
        return PacketCodec.encode(control.trace(new TraceRequest(bridge, key, frame, request.getPortNames())));
    }

    SwitchProto.InjectFramesResponse inject(SwitchProto.InjectFramesRequest request) {
        RequestCheck check = new RequestCheck();
        String port = check.name("port", request.getPort());
        List<byte[]> frames = new ArrayList<>();
        if (check.size("frames", request.getFramesCount(), 1, Limits.FRAMES)) {
            for (ByteString frame : request.getFramesList()) {
                frames.add(check.frame("frames[" + frames.size() + "]", frame, 0));
            }
        }
        check.done();
        return SwitchProto.InjectFramesResponse.newBuilder()
                .setAccepted(control.injectFrames(port, frames))
                .build();
    }

    SwitchProto.PacketOutResponse packetOut(SwitchProto.PacketOutRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        check.done();
        control.packetOut(decode(request, control.portNames(bridge)));
        return SwitchProto.PacketOutResponse.getDefaultInstance();
    }

    SwitchProto.ResumeResponse resume(SwitchProto.ResumeRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        String changes = check.text("changes", request.getChanges());
        byte[] frame = check.frame("frame", request.getFrame(), ETHERNET_HEADER);
        check.done();
        control.resume(new ResumedPacket(
                bridge,
                request.getContinuation().toByteArray(),
                PacketText.changes(changes, control.portNames(bridge)),
                frame));
        return SwitchProto.ResumeResponse.getDefaultInstance();
    }

    /** A packet that is to be sent from a bridge whose ports have these names. */
    static PacketOut decode(SwitchProto.PacketOutRequest request, PortNames names) {
        RequestCheck check = new RequestCheck();
        String actions = check.text("actions", request.getActions());
        String inPort = check.nameOrEmpty("in_port", request.getInPort());
        byte[] frame = check.frame("frame", request.getFrame(), ETHERNET_HEADER);
        check.done();
        int port = inPort.isEmpty() ? Ports.CONTROLLER : PacketText.port(inPort, names);
        return new PacketOut(request.getBridge(), port, PacketText.actions(actions, names), frame);
    }

    void watch(SwitchProto.WatchPacketsRequest request, StreamObserver<SwitchProto.PacketIn> out) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        check.done();
        var watch =
                new LossyWatch<PacketIn, SwitchProto.PacketIn>(out, executor, LossyWatch.PACKETS, PacketCodec::encode);
        watch.open(control.watchPackets(bridge, request.getTakesMisses(), watch));
    }

    void watchSamples(SwitchProto.WatchSamplesRequest request, StreamObserver<SwitchProto.PacketSample> out) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        check.done();
        var watch = new LossyWatch<PacketSample, SwitchProto.PacketSample>(
                out, executor, LossyWatch.PACKETS, SampleCodec::encode);
        watch.open(control.watchSamples(bridge, watch));
    }
}

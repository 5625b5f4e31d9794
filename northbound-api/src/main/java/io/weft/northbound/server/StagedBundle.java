package io.weft.northbound.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weft.flow.text.PortNames;
import io.weft.northbound.codec.FlowCodec;
import io.weft.northbound.codec.GroupCodec;
import io.weft.northbound.codec.RequestCheck;
import io.weft.northbound.codec.StatusCodec;
import io.weft.northbound.control.BundleItem;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.ArrayList;
import java.util.List;

/**
 * A bundle that is being sent: each part is decoded and checked as it comes, and the end carries all of them out.
 *
 * <p>Whatever ends the call before that (the client goes, the deadline passes, a part is wrong) gives up what was kept.
 *
 * <p>Thread-safety: gRPC runs the callbacks of one call one after another.
 */
final class StagedBundle implements StreamObserver<SwitchProto.BundlePart> {
    private final SwitchControl control;
    private final StagingSpace space;
    private final ServerCallStreamObserver<SwitchProto.FlowModResult> out;
    private List<BundleItem> items = new ArrayList<>();
    private String bridge;
    private PortNames ports;
    private int flowMods;
    private int groupMods;
    private long held;
    private boolean done;

    StagedBundle(SwitchControl control, StagingSpace space, StreamObserver<SwitchProto.FlowModResult> out) {
        this.control = control;
        this.space = space;
        this.out = (ServerCallStreamObserver<SwitchProto.FlowModResult>) out;
        this.out.setOnCancelHandler(this::end);
    }

    @Override
    public void onNext(SwitchProto.BundlePart part) {
        if (done) {
            return; // it was refused, and the client has not noticed yet
        }
        try {
            stage(part);
        } catch (ControlException e) {
            end();
            out.onError(StatusCodec.encode(e));
        }
    }

    private void stage(SwitchProto.BundlePart part) {
        if (bridge == null) {
            RequestCheck check = new RequestCheck();
            check.bridge("bridge", part.getBridge());
            check.done();
            bridge = part.getBridge();
            ports = control.portNames(bridge);
        } else if (!part.getBridge().equals(bridge)) {
            RequestCheck check = new RequestCheck();
            check.refuse("bridge", part.getBridge(), "that of the first part, " + bridge);
            check.done();
        }
        held += space.take(part);
        FlowCodec.decode(part.getFlowModsList(), flowMods, ports, mod -> items.add(new BundleItem.Flow(mod)));
        flowMods += part.getFlowModsCount();
        GroupCodec.decode(part.getGroupModsList(), groupMods, ports, mod -> items.add(new BundleItem.Group(mod)));
        groupMods += part.getGroupModsCount();
        for (SwitchProto.PacketOutRequest packet : part.getPacketOutsList()) {
            items.add(new BundleItem.Packet(
                    PacketCalls.decode(packet.toBuilder().setBridge(bridge).build(), ports)));
        }
    }

    @Override
    public void onCompleted() {
        if (done) {
            return;
        }
        try {
            int applied = bridge == null ? 0 : control.commit(bridge, items);
            end();
            out.onNext(
                    SwitchProto.FlowModResult.newBuilder().setApplied(applied).build());
            out.onCompleted();
        } catch (ControlException e) {
            end();
            out.onError(StatusCodec.encode(e));
        } finally {
            end();
        }
    }

    @Override
    public void onError(Throwable cancelled) {
        end();
    }

    private void end() {
        done = true;
        items = new ArrayList<>();
        space.giveBack(held);
        held = 0;
    }
}

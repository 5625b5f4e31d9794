package io.weft.northbound.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.PortNames;
import io.weft.northbound.codec.FlowCodec;
import io.weft.northbound.codec.FlowLines;
import io.weft.northbound.codec.GroupCodec;
import io.weft.northbound.codec.RequestCheck;
import io.weft.northbound.codec.StatusCodec;
import io.weft.northbound.control.BundleItem;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A bundle that is being sent: each part is decoded and checked as it comes (lines beside the call, {@link StagedLines}), and the end carries
 * all of them out.
 *
 * <p>Whatever ends the call before that (the client goes, the deadline passes, a part is wrong) gives up what was kept.
 *
 * <p>Thread-safety: gRPC runs the callbacks of one call one after another.
 */
final class StagedBundle implements StreamObserver<SwitchProto.BundlePart> {
    private static final int LAST_MODE = SwitchProto.BundlePart.Mode.READD_VALUE;

    private final SwitchControl control;
    private final StagingSpace space;
    private final Executor executor;
    private final ServerCallStreamObserver<SwitchProto.FlowModResult> out;
    private List<BundleItem> items = new ArrayList<>();
    private StagedLines lines;
    private String bridge;
    private int mode;
    private boolean resetsCounts;
    private boolean firstTable;
    private PortNames ports;
    private int flowMods;
    private int groupMods;
    private long held;
    private boolean done;

    /** @param executor reads lines */
    StagedBundle(
            SwitchControl control,
            StagingSpace space,
            Executor executor,
            StreamObserver<SwitchProto.FlowModResult> out) {
        this.control = control;
        this.space = space;
        this.executor = executor;
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
            begin(part);
        } else {
            RequestCheck check = new RequestCheck();
            if (!part.getBridge().equals(bridge)) {
                check.refuse("bridge", part.getBridge(), "that of the first part, " + bridge);
            }
            if (part.getModeValue() != mode) {
                check.refuse("mode", part.getModeValue(), "that of the first part, " + mode);
            }
            if (part.getResetCounts() != resetsCounts) {
                check.refuse("reset_counts", "" + part.getResetCounts(), "that of the first part, " + resetsCounts);
            }
            check.done();
        }
        byte[] text = part.getFlowLines().toByteArray();
        int count = FlowLines.count(text);
        held += space.take(part, count);
        if (lines != null) {
            requireLinesAlone(part);
            lines.add(text, count);
        } else {
            decode(part);
        }
    }

    private void begin(SwitchProto.BundlePart part) {
        RequestCheck check = new RequestCheck();
        check.bridge("bridge", part.getBridge());
        mode = check.range("mode", part.getModeValue(), SwitchProto.BundlePart.Mode.CHANGE_VALUE, LAST_MODE);
        check.done();
        bridge = part.getBridge();
        resetsCounts = part.getResetCounts();
        firstTable = part.getFirstTable();
        ports = control.portNames(bridge);
        if (!part.getFlowLines().isEmpty() || mode != SwitchProto.BundlePart.Mode.CHANGE_VALUE) {
            lines = new StagedLines(ports, executor);
        }
    }

    private static void requireLinesAlone(SwitchProto.BundlePart part) {
        int others = part.getFlowModsCount() + part.getGroupModsCount() + part.getPacketOutsCount();
        if (others != 0) {
            RequestCheck check = new RequestCheck();
            check.refuse("flow_mods, group_mods, packet_outs", others + " elements", "none beside flow_lines");
            check.done();
        }
    }

    private void decode(SwitchProto.BundlePart part) {
        if (!part.getFlowLines().isEmpty()) {
            RequestCheck check = new RequestCheck();
            check.refuse("flow_lines", part.getFlowLines().size() + " bytes", "lines from the first part on, or none");
            check.done();
        }
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
            int applied = bridge == null ? 0 : lines == null ? control.commit(bridge, items) : commitLines();
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

    private int commitLines() {
        List<FlowMod> mods = lines.mods();
        try {
            if (mode == SwitchProto.BundlePart.Mode.CHANGE_VALUE) {
                if (firstTable) {
                    mods.replaceAll(mod -> mod.kind().isModify() ? mod.inFirstTable() : mod);
                }
                return control.modifyFlows(bridge, mods, true);
            }
            mods.replaceAll(mod -> mod.withLife(mod.life().with(FlowFlag.RESET_COUNTS, resetsCounts)));
            return control.replaceFlows(bridge, mods, mode == SwitchProto.BundlePart.Mode.READD_VALUE);
        } catch (ControlException e) {
            throw lines.locate(e);
        }
    }

    @Override
    public void onError(Throwable cancelled) {
        end();
    }

    private void end() {
        done = true;
        items = new ArrayList<>();
        lines = null;
        space.giveBack(held);
        held = 0;
    }
}

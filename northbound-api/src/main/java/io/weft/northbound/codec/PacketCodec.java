package io.weft.northbound.codec;

import com.google.protobuf.ByteString;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.TraceResult;
import io.weft.northbound.proto.v1.SwitchProto;

/** Traces and packets sent to the controller, both ways. */
public final class PacketCodec {
    private PacketCodec() {}

    public static SwitchProto.PacketIn encode(PacketIn packet) {
        return SwitchProto.PacketIn.newBuilder()
                .setReason(SwitchProto.PacketIn.Reason.valueOf(packet.reason().name()))
                .setTable(packet.table())
                .setCookie(packet.cookie())
                .setInPort(packet.inPort())
                .setTotalLength(packet.totalLength())
                .setFrame(ByteString.copyFrom(packet.frame()))
                .setMetadata(packet.metadata())
                .setUserdata(ByteString.copyFrom(packet.userdata()))
                .setControllerId(packet.controllerId())
                .setContinuation(ByteString.copyFrom(packet.continuation()))
                .setLost(packet.lost())
                .build();
    }

    public static PacketIn decode(SwitchProto.PacketIn from) {
        return new PacketIn(
                EnumCodec.decode(PacketIn.Reason.values(), from.getReasonValue(), PacketIn.Reason.ACTION),
                from.getTable(),
                from.getCookie(),
                from.getInPort(),
                from.getTotalLength(),
                from.getFrame().toByteArray(),
                from.getMetadata(),
                from.getUserdata().toByteArray(),
                from.getControllerId(),
                from.getContinuation().toByteArray(),
                from.getLost());
    }

    public static SwitchProto.TraceResponse encode(TraceResult result) {
        SwitchProto.TraceResponse.Builder to = SwitchProto.TraceResponse.newBuilder()
                .setText(result.text())
                .setFinalFlow(result.finalFlow())
                .setMegaflow(result.megaflow())
                .setDatapathActions(result.datapathActions())
                .setDropReason(result.dropReason());
        for (TraceResult.Step step : result.steps()) {
            to.addSteps(SwitchProto.TraceStep.newBuilder()
                    .setBridge(step.bridge())
                    .setTable(step.table())
                    .setDepth(step.depth())
                    .setHit(step.hit())
                    .setPriority(step.priority())
                    .setCookie(step.cookie())
                    .setMatch(step.match())
                    .setActions(step.actions()));
        }
        return to.build();
    }

    public static TraceResult decode(SwitchProto.TraceResponse from) {
        return new TraceResult(
                from.getText(),
                from.getStepsList().stream().map(PacketCodec::decode).toList(),
                from.getFinalFlow(),
                from.getMegaflow(),
                from.getDatapathActions(),
                from.getDropReason());
    }

    private static TraceResult.Step decode(SwitchProto.TraceStep from) {
        return new TraceResult.Step(
                from.getBridge(),
                from.getTable(),
                from.getDepth(),
                from.getHit(),
                from.getPriority(),
                from.getCookie(),
                from.getMatch(),
                from.getActions());
    }
}

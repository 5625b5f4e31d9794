package io.weft.northbound.codec;

import io.weft.flow.table.FlowLife;
import io.weft.flow.table.RemovalReason;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowLine;
import io.weft.northbound.control.FlowLineEvent;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.control.RemovedFlow;
import io.weft.northbound.control.RemovedFlowLine;
import io.weft.northbound.proto.v1.SwitchProto;

/** Flows with their statistics, both ways: as text, as fields and actions, or both. */
public final class FlowViewCodec {
    private FlowViewCodec() {}

    /** @param ports null: no texts */
    public static SwitchProto.FlowView encode(FlowView flow, SwitchProto.FlowForm form, PortNames ports) {
        SwitchProto.FlowView.Builder to = SwitchProto.FlowView.newBuilder()
                .setTable(flow.table())
                .setPriority(flow.priority())
                .setCookie(flow.cookie())
                .setPackets(flow.packets())
                .setBytes(flow.bytes())
                .setDurationNs(flow.durationNs())
                .setIdleNs(flow.idleNs())
                .setHardNs(flow.hardNs());
        if (!flow.life().equals(FlowLife.FOREVER)) {
            to.setLife(LifeCodec.encode(flow.life()));
        }
        if (form != SwitchProto.FlowForm.TYPED) {
            String tableName = ports.tableName(flow.table());
            to.setTableName(tableName == null ? "" : tableName);
            to.setMatch(FlowText.print(flow.match(), ports)).setActions(FlowText.print(flow.actions(), ports));
        }
        if (form == SwitchProto.FlowForm.TYPED || form == SwitchProto.FlowForm.TEXT_AND_TYPED) {
            to.setTyped(SwitchProto.FlowSpec.newBuilder()
                    .setTable(flow.table())
                    .setPriority(flow.priority())
                    .setCookie(flow.cookie())
                    .addAllMatch(MatchCodec.encode(flow.match()))
                    .addAllActions(ActionCodec.encode(flow.actions())));
        }
        return to.build();
    }

    /** A flow that was sent as fields and actions. */
    public static FlowView decode(SwitchProto.FlowView from) {
        SwitchProto.FlowSpec typed = from.getTyped();
        return new FlowView(
                from.getTable(),
                from.getPriority(),
                MatchCodec.decode(typed.getMatchList(), "match", PortNames.NUMBERS),
                ActionCodec.decode(typed.getActionsList(), "actions", PortNames.NUMBERS),
                from.getCookie(),
                from.getPackets(),
                from.getBytes(),
                from.getDurationNs(),
                from.getIdleNs(),
                from.getHardNs(),
                LifeCodec.decode(from.getLife()));
    }

    /** A flow that was sent as text. */
    public static FlowLine decodeLine(SwitchProto.FlowView from) {
        return new FlowLine(
                from.getTable(),
                from.getTableName(),
                from.getPriority(),
                from.getMatch(),
                from.getActions(),
                from.getCookie(),
                from.getPackets(),
                from.getBytes(),
                from.getDurationNs(),
                from.getIdleNs(),
                from.getHardNs(),
                LifeCodec.decode(from.getLife()));
    }

    public static SwitchProto.FlowEvent encode(FlowEvent event, SwitchProto.FlowForm form, PortNames ports) {
        SwitchProto.FlowEvent.Builder to = SwitchProto.FlowEvent.newBuilder()
                .setKind(SwitchProto.FlowEvent.Kind.valueOf(event.kind().name()));
        if (event.flow() != null) {
            to.setFlow(encode(event.flow(), form, ports));
        }
        return to.setReason(encode(event.reason())).build();
    }

    public static SwitchProto.RemovedFlow encode(RemovedFlow removed, SwitchProto.FlowForm form, PortNames ports) {
        return SwitchProto.RemovedFlow.newBuilder()
                .setFlow(encode(removed.flow(), form, ports))
                .setReason(encode(removed.reason()))
                .setLost(removed.lost())
                .build();
    }

    public static RemovedFlowLine decodeLine(SwitchProto.RemovedFlow from) {
        return new RemovedFlowLine(decodeLine(from.getFlow()), decode(from.getReasonValue()), from.getLost());
    }

    public static RemovedFlow decode(SwitchProto.RemovedFlow from) {
        return new RemovedFlow(decode(from.getFlow()), decode(from.getReasonValue()), from.getLost());
    }

    public static FlowEvent decode(SwitchProto.FlowEvent from) {
        FlowView flow = from.hasFlow() ? decode(from.getFlow()) : null;
        return new FlowEvent(kind(from), flow, decode(from.getReasonValue()), false);
    }

    public static FlowLineEvent decodeLine(SwitchProto.FlowEvent from) {
        FlowLine flow = from.hasFlow() ? decodeLine(from.getFlow()) : null;
        return new FlowLineEvent(kind(from), flow, decode(from.getReasonValue()));
    }

    private static SwitchProto.RemovalReason encode(RemovalReason reason) {
        return reason == null
                ? SwitchProto.RemovalReason.NOT_REMOVED
                : SwitchProto.RemovalReason.valueOf(reason.name());
    }

    /** Null for none; a reason that this version does not know is a deletion. */
    private static RemovalReason decode(int reason) {
        return reason == 0 ? null : EnumCodec.decode(RemovalReason.values(), reason - 1, RemovalReason.DELETE);
    }

    /** The kind of an event; one that this version does not know asks to start over. */
    private static FlowEvent.Kind kind(SwitchProto.FlowEvent from) {
        return EnumCodec.decode(FlowEvent.Kind.values(), from.getKindValue(), FlowEvent.Kind.MODIFIED);
    }
}

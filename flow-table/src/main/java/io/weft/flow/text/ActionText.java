package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.Bytes;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.action.PacketInReason;
import io.weft.flow.action.Ports;
import io.weft.flow.action.RejectAnswer;
import io.weft.flow.action.SampleDirection;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldValue;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Actions as text (ovs-actions(7)) in the form that ovs-ofctl prints: what {@link ActionParser} reads back as the same actions.
 * Thread-safety: stateless.
 */
final class ActionText {
    private ActionText() {}

    /** The actions, separated by commas; {@code drop} for none. */
    static String print(List<Action> actions, PortNames ports) {
        if (actions.isEmpty()) {
            return "drop";
        }
        StringJoiner text = new StringJoiner(",");
        actions.forEach(action -> text.add(print(action, ports)));
        return text.toString();
    }

    static String print(Action action, PortNames ports) {
        return switch (action) {
            case Action.Output(int port) -> port == Ports.LOCAL ? "LOCAL" : "output:" + PortText.print(port, ports);
            case Action.OutputTruncated(int port, int length) ->
                "output(port=" + PortText.print(port, ports) + ",max_len=" + length + ")";
            case Action.OutputField output -> "output:" + SubfieldText.print(output.source());
            case Action.InPort _, Action.Normal _, Action.Flood _, Action.All _ ->
                action.name().toUpperCase(Locale.ROOT);
            case Action.Controller controller -> print(controller);
            case Action.SetField set -> print(set, ports);
            case Action.Load load -> "load:" + FieldText.hex(load.value()) + "->" + SubfieldText.print(load.target());
            case Action.Move move ->
                "move:" + SubfieldText.print(move.source()) + "->" + SubfieldText.print(move.target());
            case Action.Push push -> "push:" + SubfieldText.print(push.source());
            case Action.Pop pop -> "pop:" + SubfieldText.print(pop.target());
            case Action.Modify(ModifyKind kind, long value) -> kind.text() + ":" + print(kind, value, ports);
            case Action.PushVlan(int etherType) -> "push_vlan:0x" + Integer.toHexString(etherType);
            case Action.Resubmit resubmit -> print(resubmit, ports);
            case Action.GotoTable(int table) -> "goto_table:" + TableNames.print(table, ports);
            case Action.DecTtl dec -> dec.equals(Action.DecTtl.PLAIN) ? dec.name() : dec.name() + ids(dec);
            case Action.Clone(List<Action> actions) -> "clone(" + print(actions, ports) + ")";
            case Action.WriteActions(List<Action> actions) -> "write_actions(" + print(actions, ports) + ")";
            case Action.WriteMetadata(long value, long mask) ->
                "write_metadata:" + FieldText.hex(value) + (mask == -1L ? "" : "/" + FieldText.hex(mask));
            case Action.Note(Bytes bytes) -> "note:" + bytes;
            case Action.Group(long id) -> "group:" + id;
            case Action.Meter(long id) -> "meter:" + id;
            case Action.SetQueue(int id) -> "set_queue:" + Integer.toUnsignedString(id);
            case Action.Enqueue(int port, int queue) ->
                "enqueue:" + PortText.print(port, ports) + ":" + Integer.toUnsignedString(queue);
            case Action.SetTunnel set -> set.name() + ":" + FieldText.hex(set.tunnelId());
            case Action.DeleteField(Field field) -> "delete_field:" + field.name();
            case Action.Conjunction(long id, int clause, int clauses) ->
                "conjunction(" + id + "," + clause + "/" + clauses + ")";
            case Action.Ct ct -> CtActions.print(ct.spec(), ports);
            case Action.Learn learn -> LearnText.print(learn.spec(), ports);
            case Action.Bundle bundle -> ChoiceText.print(bundle.name(), bundle.spec(), ports);
            case Action.Multipath multipath -> ChoiceText.print(multipath.spec());
            case Action.CheckPacketLarger check ->
                "check_pkt_larger(" + check.length() + ")->" + SubfieldText.print(check.target());
            case Action.FinTimeout(int idle, int hard) -> "fin_timeout(" + timeouts(idle, hard) + ")";
            case Action.Sample sample -> print(sample, ports);
            case Action.Reject(RejectAnswer answer) ->
                answer == RejectAnswer.ORDINARY ? "reject" : "reject(" + answer.text() + ")";
            case Action.Drop _,
                    Action.StripVlan _,
                    Action.Exit _,
                    Action.ClearActions _,
                    Action.PopQueue _,
                    Action.CtClear _ -> action.name();
        };
    }

    private static String ids(Action.DecTtl dec) {
        return dec.controllerIds().stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    }

    private static String timeouts(int idle, int hard) {
        StringJoiner text = new StringJoiner(",");
        if (idle != 0) {
            text.add("idle_timeout=" + idle);
        }
        if (hard != 0) {
            text.add("hard_timeout=" + hard);
        }
        return text.toString();
    }

    private static String print(Action.Controller controller) {
        Action.Controller plain = new Action.Controller(controller.maxLength());
        if (controller.equals(plain)) {
            return "CONTROLLER:" + controller.maxLength();
        }
        StringJoiner text = new StringJoiner(",", "controller(", ")");
        if (controller.reason() != PacketInReason.ACTION) {
            text.add("reason=" + controller.reason().text());
        }
        if (controller.maxLength() != Action.Controller.WHOLE) {
            text.add("max_len=" + controller.maxLength());
        }
        if (controller.controllerId() != 0) {
            text.add("id=" + controller.controllerId());
        }
        if (controller.userdata().length() != 0) {
            text.add("userdata=" + controller.userdata());
        }
        if (controller.pause()) {
            text.add("pause");
        }
        if (controller.meterId() != 0) {
            text.add("meter_id=" + Integer.toUnsignedString(controller.meterId()));
        }
        return text.toString();
    }

    private static String print(Action.SetField set, PortNames ports) {
        FieldValue value = new FieldValue(set.high(), set.low(), set.maskHigh(), set.maskLow());
        return "set_field:" + FieldText.printValue(set.field(), value, ports) + "->" + nameOf(set.field());
    }

    /** The name that ovs-ofctl prints: the first of ovs-fields(7), which for IPv4 addresses is the newer one. */
    static String nameOf(Field field) {
        if (field.equals(Fields.IN_PORT_16)) {
            return "in_port";
        }
        return switch (field.name()) {
            case "nw_src" -> "ip_src";
            case "nw_dst" -> "ip_dst";
            default -> field.name();
        };
    }

    private static String print(ModifyKind kind, long value, PortNames ports) {
        return switch (kind) {
            case MOD_DL_SRC, MOD_DL_DST, MOD_NW_SRC, MOD_NW_DST -> {
                Field field = Fields.byName(kind.fieldName());
                yield FieldText.print(field, FieldValue.exact(field, value), ports);
            }
            case MOD_VLAN_VID, MOD_VLAN_PCP, MOD_NW_TOS, MOD_NW_ECN, MOD_NW_TTL, MOD_TP_SRC, MOD_TP_DST ->
                Long.toString(value);
        };
    }

    private static String print(Action.Resubmit resubmit, PortNames ports) {
        String port = resubmit.port() == Ports.UNSET ? "" : PortText.print(resubmit.port(), ports);
        if (resubmit.table() == Action.Resubmit.THIS_TABLE) {
            return "resubmit:" + (port.isEmpty() ? "IN_PORT" : port);
        }
        return "resubmit(" + port + "," + TableNames.print(resubmit.table(), ports) + ")";
    }

    private static String print(Action.Sample sample, PortNames ports) {
        StringJoiner text = new StringJoiner(",", "sample(", ")");
        text.add("probability=" + sample.probability())
                .add("collector_set_id=" + sample.collectorSet())
                .add("obs_domain_id=" + sample.domain())
                .add("obs_point_id=" + sample.point());
        if (sample.samplingPort() != Ports.NONE) {
            text.add("sampling_port=" + PortText.print(sample.samplingPort(), ports));
        }
        if (sample.direction() != SampleDirection.DEFAULT) {
            text.add(sample.direction().name().toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }
}

package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldValue;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Actions as text (ovs-actions(7)): what {@link ActionParser} reads back as the same actions. Thread-safety: stateless. */
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
            case Action.InPort _, Action.Normal _, Action.Flood _, Action.All _ ->
                action.name().toUpperCase(Locale.ROOT);
            case Action.Controller controller -> "CONTROLLER:" + controller.maxLength();
            case Action.SetField set -> print(set, ports);
            case Action.Modify(ModifyKind kind, long value) -> kind.text() + ":" + print(kind, value, ports);
            case Action.PushVlan(int etherType) -> "push_vlan:0x" + Integer.toHexString(etherType);
            case Action.Resubmit resubmit -> print(resubmit, ports);
            case Action.GotoTable(int table) -> "goto_table:" + table;
            case Action.Drop _, Action.StripVlan _, Action.DecTtl _ -> action.name();
            case Action.OutputTruncated _,
                    Action.OutputField _,
                    Action.Load _,
                    Action.Move _,
                    Action.Push _,
                    Action.Pop _,
                    Action.Clone _,
                    Action.Exit _,
                    Action.Note _,
                    Action.WriteActions _,
                    Action.ClearActions _,
                    Action.WriteMetadata _,
                    Action.Group _,
                    Action.Meter _,
                    Action.SetQueue _,
                    Action.PopQueue _,
                    Action.Enqueue _,
                    Action.SetTunnel _,
                    Action.DeleteField _,
                    Action.Conjunction _,
                    Action.Learn _,
                    Action.Bundle _,
                    Action.Multipath _,
                    Action.CheckPacketLarger _,
                    Action.FinTimeout _,
                    Action.Sample _ -> action.name();
        };
    }

    private static String print(Action.SetField set, PortNames ports) {
        FieldValue value = new FieldValue(set.high(), set.low(), set.maskHigh(), set.maskLow());
        return "set_field:" + FieldText.print(set.field(), value, ports) + "->" + nameOf(set.field());
    }

    /** The name that ovs-ofctl prints: the first of ovs-fields(7), which for IPv4 addresses is the newer one. */
    private static String nameOf(Field field) {
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
        return "resubmit(" + port + "," + resubmit.table() + ")";
    }
}

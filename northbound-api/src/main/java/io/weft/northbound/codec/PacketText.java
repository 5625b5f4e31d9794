package io.weft.northbound.codec;

import io.weft.flow.action.Action;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchFields;
import io.weft.flow.text.FieldText;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import java.util.List;

/** The texts of requests about single packets; refusals name the field. */
public final class PacketText {
    private PacketText() {}

    /** The key that a trace's flow text describes; {@code inPort} (name or number) replaces that of the text unless empty. */
    public static long[] key(String flow, String inPort, PortNames ports) {
        long[] key = Refusal.locate("flow", flow, () -> FlowText.parseKey(flow, ports));
        if (!inPort.isEmpty()) {
            Fields.IN_PORT.set(key, 0, port(inPort, ports));
        }
        return key;
    }

    /** The number of a port, given as {@code in_port} by name or number. */
    public static int port(String text, PortNames ports) {
        return Refusal.locate("in_port", text, () ->
                (int) FieldText.parse(Fields.IN_PORT, text, ports).low());
    }

    /** Changes of a paused packet's metadata: fields that actions may set and that are no part of its bytes. */
    public static Match changes(String text, PortNames ports) {
        Match match = Refusal.locate("changes", text, () -> FlowText.parseMatch(text, ports));
        RequestCheck check = new RequestCheck();
        for (FieldMatch one : MatchFields.of(match)) {
            Field field = one.field();
            boolean isConnection = field.word() >= Fields.CT_STATE.word() && field.word() < Fields.TUN_ID.word();
            boolean isOption = field.word() > FlowKey.TUNNEL_OPTIONS_WORD;
            if (field.word() < FlowKey.PIPELINE_WORD || !field.writable() || isConnection || isOption) {
                check.refuse(
                        "changes", field.name(), "metadata, registers, pkt_mark and tunnel fields other than options");
            }
        }
        check.done();
        return match;
    }

    public static List<Action> actions(String text, PortNames ports) {
        return Refusal.locate("actions", text, () -> FlowText.parseActions(text, ports));
    }
}

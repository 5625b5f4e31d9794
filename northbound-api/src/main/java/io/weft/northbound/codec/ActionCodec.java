package io.weft.northbound.codec;

import io.weft.flow.action.Action;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.ArrayList;
import java.util.List;

/** Actions as (name, operands), through the grammar alone: nothing here knows any action. */
public final class ActionCodec {
    private ActionCodec() {}

    static List<SwitchProto.ActionSpec> encode(List<Action> actions) {
        List<SwitchProto.ActionSpec> to = new ArrayList<>(actions.size());
        for (Action action : actions) {
            String text = FlowText.print(action, PortNames.NUMBERS);
            to.add(SwitchProto.ActionSpec.newBuilder()
                    .setName(action.name())
                    .setOperands(operands(action.name(), text))
                    .build());
        }
        return to;
    }

    /** What {@code text} says beyond the name. A text without the name, such as LOCAL for an output, is itself the operand. */
    private static String operands(String name, String text) {
        if (!text.regionMatches(true, 0, name, 0, name.length())) {
            return text;
        }
        String rest = text.substring(name.length());
        return rest.startsWith(":") ? rest.substring(1) : rest;
    }

    /** Decodes and checks the actions of a request that stand at {@code at}. */
    static List<Action> decode(List<SwitchProto.ActionSpec> from, String at, PortNames ports) {
        List<Action> actions = new ArrayList<>(from.size());
        for (int i = 0; i < from.size(); i++) {
            SwitchProto.ActionSpec one = from.get(i);
            String place = at + "[" + i + "]";
            RequestCheck check = new RequestCheck();
            check.word(place + ".name", one.getName());
            check.text(place + ".operands", one.getOperands());
            check.done();
            String text = text(one);
            actions.addAll(Refusal.locate(place, text, () -> FlowText.parseActions(text, ports)));
        }
        return actions;
    }

    private static String text(SwitchProto.ActionSpec action) {
        String operands = action.getOperands();
        if (operands.isEmpty() || operands.startsWith("(")) {
            return action.getName() + operands;
        }
        return action.getName() + ":" + operands;
    }
}

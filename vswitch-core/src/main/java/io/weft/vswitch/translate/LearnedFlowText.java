package io.weft.vswitch.translate;

import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;

/** A learned flow as {@code ofproto/trace} tells of it. */
final class LearnedFlowText {
    private LearnedFlowText() {}

    static String of(FlowMod mod, PortNames ports) {
        StringBuilder text = new StringBuilder("table=").append(mod.table()).append(' ');
        String match = FlowText.print(mod.match(), ports);
        text.append(match).append(match.isEmpty() ? "" : " ");
        text.append("priority=").append(mod.priority());
        if (mod.cookie() != 0) {
            text.append(" cookie=0x").append(Long.toHexString(mod.cookie()));
        }
        if (mod.life().idleTimeoutS() != 0) {
            text.append(" idle=").append(mod.life().idleTimeoutS());
        }
        if (mod.life().hardTimeoutS() != 0) {
            text.append(" hard=").append(mod.life().hardTimeoutS());
        }
        if (mod.life().has(FlowFlag.SEND_FLOW_REM)) {
            text.append(" send_flow_rem");
        }
        return text.append(" actions=")
                .append(FlowText.print(mod.actions(), ports))
                .toString();
    }
}

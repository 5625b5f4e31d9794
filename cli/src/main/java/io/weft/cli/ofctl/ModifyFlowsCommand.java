package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.flow.table.FlowMod;
import io.weft.northbound.control.FlowModText;
import java.util.List;

/** {@code mod-flows}. */
final class ModifyFlowsCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "mod-flows",
                "BRIDGE FLOW",
                "Gives the flows that FLOW covers (--strict: is) its actions; adds it if none.");
    }

    @Override
    public int run(OfctlCall call) {
        FlowMod.Kind kind = call.options().strict() ? FlowMod.Kind.MODIFY_STRICT : FlowMod.Kind.MODIFY;
        FlowModText mod =
                new FlowModText(kind, call.words().get(1)).as(call.options().flowModVersion());
        call.client().flows().modifyTexts(call.bridge(), List.of(mod), true);
        return 0;
    }
}

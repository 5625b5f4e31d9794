package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.flow.table.FlowMod;
import io.weft.northbound.control.FlowModText;
import java.util.List;

/** {@code del-flows}. */
final class DeleteFlowsCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("del-flows", "BRIDGE [FLOW]", "Removes all flows, or those that FLOW covers (--strict: is).");
    }

    @Override
    public int run(OfctlCall call) {
        FlowMod.Kind kind = call.options().strict() ? FlowMod.Kind.DELETE_STRICT : FlowMod.Kind.DELETE;
        FlowModText mod =
                new FlowModText(kind, call.word(1, "")).as(call.options().flowModVersion());
        call.client().flows().modifyTexts(call.bridge(), List.of(mod), true);
        return 0;
    }
}

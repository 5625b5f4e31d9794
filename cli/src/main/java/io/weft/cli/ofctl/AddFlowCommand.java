package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.flow.table.FlowMod;
import io.weft.northbound.control.FlowModText;
import java.util.List;

/** {@code add-flow}. */
final class AddFlowCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "add-flow", "BRIDGE FLOW", "Adds a flow; one with its table, match and priority is replaced.");
    }

    @Override
    public int run(OfctlCall call) {
        FlowModText mod = new FlowModText(FlowMod.Kind.ADD, call.words().get(1))
                .as(call.options().flowModVersion());
        call.client().flows().modifyTexts(call.bridge(), List.of(mod), true);
        return 0;
    }
}

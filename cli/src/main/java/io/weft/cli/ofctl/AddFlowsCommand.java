package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.ControlException;

/** {@code add-flows}. */
final class AddFlowsCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "add-flows",
                "BRIDGE FILE",
                "Adds the flows of a file, or of standard input (-); with --bundle all of them or none.");
    }

    @Override
    public int run(OfctlCall call) {
        FlowFile file = FlowFile.read(call.words().get(1));
        if (file.lines().isEmpty()) {
            return 0;
        }
        try {
            call.client()
                    .modifyFlowTexts(call.bridge(), file.mods(), call.options().bundle());
        } catch (ControlException e) {
            throw file.locate(e);
        }
        return 0;
    }
}

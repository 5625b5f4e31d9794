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
        String name = call.words().get(1);
        if (call.options().bundle()) {
            FlowFile.send(name, lines -> call.client().flows().bundleLines(call.bridge(), lines, true));
            return 0;
        }
        FlowFile file = FlowFile.read(name);
        if (file.lines().isEmpty()) {
            return 0;
        }
        try {
            call.client()
                    .flows()
                    .modifyTexts(call.bridge(), file.mods(call.options().flowModVersion()), false);
        } catch (ControlException e) {
            throw file.locate(e);
        }
        return 0;
    }
}

package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FlowModText;
import java.util.ArrayList;
import java.util.List;

/** {@code bundle}: flow changes of a file, all or none. */
final class BundleCommand implements OfctlCommand {
    private static final String FLOW = "flow ";

    @Override
    public Syntax syntax() {
        return new Syntax(
                "bundle", "BRIDGE FILE", "Applies the changes of a file (flow [add|modify|delete...] FLOW) or none.");
    }

    @Override
    public int run(OfctlCall call) {
        FlowFile file = FlowFile.read(call.words().get(1));
        List<FlowModText> mods = new ArrayList<>();
        for (FlowFile.Line line : file.lines()) {
            String text = line.mod().text();
            if (text.startsWith("group ") || text.startsWith("packet-out ")) {
                throw new RefusedException(file.name() + ":" + line.number() + ": only flows can be in a bundle");
            }
            mods.add(
                    text.startsWith(FLOW)
                            ? FlowFile.mod(text.substring(FLOW.length()).strip())
                            : line.mod());
        }
        try {
            call.client().modifyFlowTexts(call.bridge(), mods, true);
        } catch (ControlException e) {
            throw file.locate(e);
        }
        return 0;
    }
}

package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.flow.table.FlowMod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code replace-flows}: only what differs is sent, so the counters of flows that stay go on. */
final class ReplaceFlowsCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "replace-flows",
                "BRIDGE FILE",
                "Makes the flows of a bridge those of a file; with --bundle in one step. Flows that stay keep their counters.");
    }

    @Override
    public int run(OfctlCall call) {
        FlowFile file = FlowFile.read(call.words().get(1));
        FlowSet wanted = FlowSet.of(file, FlowSet.portNames(call.client(), call.bridge()));
        FlowSet present = FlowSet.of(call.client(), call.bridge());
        Map<FlowSet.Identity, FlowSet.Content> added =
                call.options().readd() ? wanted.flows() : wanted.without(present);
        List<FlowMod> mods = new ArrayList<>();
        added.forEach((flow, content) ->
                mods.add(FlowMod.add(flow.table(), flow.priority(), flow.match(), content.cookie(), content.actions())
                        .withLife(content.life())));
        for (FlowSet.Identity flow : present.flows().keySet()) {
            if (!wanted.flows().containsKey(flow)) {
                mods.add(FlowMod.deleteStrict(flow.table(), flow.priority(), flow.match()));
            }
        }
        if (!mods.isEmpty()) {
            call.client().modifyFlows(call.bridge(), mods, call.options().bundle());
        }
        return 0;
    }
}

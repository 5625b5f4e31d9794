package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;

/** {@code replace-flows}: the switch compares, so the counters of flows that stay go on and a packet sees the flows before or after. */
final class ReplaceFlowsCommand implements OfctlCommand {
    /** OpenFlow 1.2 was the first in which counters go on unless a flow says reset_counts. */
    private static final int RESET_COUNTS = 2;

    @Override
    public Syntax syntax() {
        return new Syntax(
                "replace-flows",
                "BRIDGE FILE",
                "Makes the flows of a bridge those of a file, in one step. Flows that stay keep their counters.");
    }

    @Override
    public int run(OfctlCall call) {
        FlowFile.send(
                call.words().get(1),
                lines -> call.client()
                        .flows()
                        .replace(
                                call.bridge(),
                                lines,
                                call.options().readd(),
                                call.options().minorVersion() < RESET_COUNTS));
        return 0;
    }
}

package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;

/** {@code probe}: the exit status is the answer. */
final class ProbeCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("probe", "BRIDGE", "Ends with status 0 when the switch answers and has the bridge.");
    }

    @Override
    public int run(OfctlCall call) {
        call.client().ports().list(call.bridge());
        return 0;
    }
}

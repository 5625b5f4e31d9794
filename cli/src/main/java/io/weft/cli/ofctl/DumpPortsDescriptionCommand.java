package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;

/** {@code dump-ports-desc}. */
final class DumpPortsDescriptionCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dump-ports-desc", "BRIDGE", "Prints ports with number, address and link state.");
    }

    @Override
    public int run(OfctlCall call) {
        PortDescriptions.print(call.client().ports(call.bridge()), call.out());
        return 0;
    }
}

package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Operation;

/** {@code del-port}. */
final class DeletePortCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "del-port",
                "[--if-exists]",
                "[BRIDGE] PORT",
                "Removes a port, from BRIDGE or whichever bridge has it.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        boolean named = invocation.words().size() == 2;
        String bridge = named ? invocation.word(0) : "";
        String port = invocation.words().getLast();
        plan.operation(new Operation.DeletePort(bridge, port, invocation.has("--if-exists")));
    }
}

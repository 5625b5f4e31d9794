package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Operation;

/** {@code add-br}. */
final class AddBridgeCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("add-br", "[--may-exist]", "BRIDGE", "Makes a bridge, with an internal port of its name.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        plan.operation(new Operation.AddBridge(invocation.word(0), invocation.has("--may-exist")));
    }
}

package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Operation;

/** {@code del-br}. */
final class DeleteBridgeCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("del-br", "[--if-exists]", "BRIDGE", "Removes a bridge and its ports.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        plan.operation(new Operation.DeleteBridge(invocation.word(0), invocation.has("--if-exists")));
    }
}

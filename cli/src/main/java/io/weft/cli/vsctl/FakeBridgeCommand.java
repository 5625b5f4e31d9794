package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;

/** {@code br-to-vlan} and {@code br-to-parent}: here no bridge is a VLAN of another one. */
final class FakeBridgeCommand implements VsctlCommand {
    private final boolean vlan;

    FakeBridgeCommand(boolean vlan) {
        this.vlan = vlan;
    }

    @Override
    public Syntax syntax() {
        return vlan
                ? new Syntax("br-to-vlan", "BRIDGE", "Prints 0: a bridge stands for itself.")
                : new Syntax("br-to-parent", "BRIDGE", "Prints the bridge: it has no parent.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String bridge = plan.requireBridge(invocation.word(0));
        plan.question((_, output) -> {
            output.line(vlan ? "0" : bridge);
            return 0;
        });
    }
}

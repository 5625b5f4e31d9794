package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;

/** {@code add-bond}: known, so that it is refused for what it is. */
final class AddBondCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("add-bond", "BRIDGE PORT INTERFACE...", "Refused: there are no bonds yet.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        throw new RefusedException("cannot make " + invocation.word(1)
                + ": a port has one interface, there are no bonds yet; add its interfaces as ports");
    }
}

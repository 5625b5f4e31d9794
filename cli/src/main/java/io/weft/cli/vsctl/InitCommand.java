package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;

/** {@code init}: there is nothing to prepare; scripts call it. */
final class InitCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("init", "", "Does nothing, for scripts that call it: the switch prepares itself.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        plan.question((client, output) -> 0);
    }
}

package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;

/** {@code br-exists}: the exit status is the answer. */
final class BridgeExistsCommand implements VsctlCommand {
    private static final int ABSENT = 2;

    @Override
    public Syntax syntax() {
        return new Syntax("br-exists", "BRIDGE", "Exit status 0 when the bridge exists, 2 when it does not.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String name = invocation.word(0);
        plan.question((client, output) -> client.bridges().list().stream()
                        .anyMatch(bridge -> bridge.name().equals(name))
                ? 0
                : ABSENT);
    }
}

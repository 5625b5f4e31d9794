package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.BridgeView;

/** {@code list-br}. */
final class ListBridgesCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("list-br", "", "Prints the names of all bridges.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        plan.question((client, output) -> {
            output.names(client.bridges().list().stream().map(BridgeView::name).toList());
            return 0;
        });
    }
}

package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;

/** {@code list-ports} and {@code list-ifaces}: a port has one interface, of its name. */
final class ListPortsCommand implements VsctlCommand {
    private final String name;

    ListPortsCommand(String name) {
        this.name = name;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(name, "BRIDGE", "Prints the names of a bridge's ports, without its own.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String bridge = invocation.word(0);
        plan.question((client, output) -> {
            output.names(client.ports().list(bridge).stream()
                    .map(port -> port.config().name())
                    .filter(port -> !port.equals(bridge))
                    .toList());
            return 0;
        });
    }
}

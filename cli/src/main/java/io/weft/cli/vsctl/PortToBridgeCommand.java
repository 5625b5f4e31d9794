package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import java.util.Locale;

/** {@code port-to-br} and {@code iface-to-br}. */
final class PortToBridgeCommand implements VsctlCommand {
    private final String name;
    private final String argument;

    PortToBridgeCommand(String name, String argument) {
        this.name = name;
        this.argument = argument;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(name, argument, "Prints the name of the bridge that has it.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String wanted = invocation.word(0);
        plan.question((client, output) -> {
            output.line(client.ports().list("").stream()
                    .filter(port -> port.config().name().equals(wanted))
                    .filter(port -> !port.bridge().equals(wanted))
                    .findFirst()
                    .orElseThrow(
                            () -> new RefusedException("no " + argument.toLowerCase(Locale.ROOT) + " named " + wanted))
                    .bridge());
            return 0;
        });
    }
}

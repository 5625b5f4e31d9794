package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Operation;
import java.util.List;

/** {@code emer-reset}: bridges and ports stay, everything that steers or watches them goes. */
final class EmergencyResetCommand implements VsctlCommand {
    private static final List<String> CLEARED = List.of("controller", "fail_mode", "mirrors");

    @Override
    public Syntax syntax() {
        return new Syntax("emer-reset", "", "Takes controllers, fail modes and mirrors from every bridge.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        plan.bridges()
                .forEach(bridge -> CLEARED.forEach(
                        column -> plan.operation(new Operation.ClearColumn(Bridges.TABLE, bridge, column))));
    }
}

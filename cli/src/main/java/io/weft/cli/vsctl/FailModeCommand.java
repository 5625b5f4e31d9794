package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.Operation;
import java.util.List;

/** {@code get-fail-mode}, {@code set-fail-mode} and {@code del-fail-mode}. */
final class FailModeCommand implements VsctlCommand {
    private static final String COLUMN = "fail_mode";

    private final Kind kind;

    /** Which of the three. */
    enum Kind {
        GET,
        SET,
        DELETE
    }

    FailModeCommand(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Syntax syntax() {
        return switch (kind) {
            case GET -> new Syntax("get-fail-mode", "BRIDGE", "Prints what a bridge does without a controller.");
            case SET ->
                new Syntax(
                        "set-fail-mode",
                        "BRIDGE MODE",
                        "standalone: forward as a learning switch without a controller; secure: only what flows say.");
            case DELETE -> new Syntax("del-fail-mode", "BRIDGE", "Goes back to the default, standalone.");
        };
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String bridge = plan.requireBridge(invocation.word(0));
        switch (kind) {
            case GET ->
                plan.question((client, output) -> {
                    Bridges.column(client, bridge, COLUMN).atoms().forEach(output::line);
                    return 0;
                });
            case SET -> {
                String mode = invocation.word(1);
                if (!List.of("standalone", "secure").contains(mode)) {
                    throw new RefusedException("fail-mode must be \"standalone\" or \"secure\"");
                }
                plan.operation(new Operation.SetColumn(Bridges.TABLE, bridge, COLUMN, "", ColumnArgument.of(mode)));
            }
            case DELETE -> plan.operation(new Operation.ClearColumn(Bridges.TABLE, bridge, COLUMN));
        }
    }
}

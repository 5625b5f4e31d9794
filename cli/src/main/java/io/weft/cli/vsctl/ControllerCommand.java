package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.Operation;
import java.util.List;

/** {@code get-controller}, {@code set-controller} and {@code del-controller}: records of Controller that a bridge holds. */
final class ControllerCommand implements VsctlCommand {
    private static final String TABLE = "Controller";
    private static final String COLUMN = "controller";
    private static final String PROBE = "--inactivity-probe";

    private final FailModeCommand.Kind kind;

    ControllerCommand(FailModeCommand.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Syntax syntax() {
        return switch (kind) {
            case GET -> new Syntax("get-controller", "BRIDGE", "Prints the targets of a bridge's controllers.");
            case SET ->
                new Syntax(
                        "set-controller",
                        "[--inactivity-probe=MSECS]",
                        "BRIDGE TARGET...",
                        "Gives a bridge these controllers and no others.");
            case DELETE -> new Syntax("del-controller", "BRIDGE", "Takes a bridge's controllers away.");
        };
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String bridge = plan.requireBridge(invocation.word(0));
        if (kind == FailModeCommand.Kind.GET) {
            plan.question((client, output) -> {
                output.names(targets(client, bridge));
                return 0;
            });
            return;
        }
        plan.operation(new Operation.ClearColumn(Bridges.TABLE, bridge, COLUMN));
        if (kind == FailModeCommand.Kind.SET) {
            invocation.rest(1).forEach(target -> add(bridge, target, invocation, plan));
        }
    }

    private static void add(String bridge, String target, Invocation invocation, Plan plan) {
        String id = plan.freshId();
        plan.operation(new Operation.CreateRecord(TABLE, id));
        plan.operation(new Operation.SetColumn(TABLE, id, "target", "", ColumnArgument.of(target)));
        if (invocation.has(PROBE)) {
            ColumnArgument probe = ColumnArgument.of(invocation.options().get(PROBE));
            plan.operation(new Operation.SetColumn(TABLE, id, "inactivity_probe", "", probe));
        }
        plan.operation(new Operation.AddToColumn(Bridges.TABLE, bridge, COLUMN, ColumnArgument.of(id)));
    }

    static List<String> targets(SwitchClient client, String bridge) {
        List<String> held = Bridges.column(client, bridge, COLUMN).atoms();
        return client.config().records(TABLE, "").stream()
                .filter(record -> held.contains(record.uuid()))
                .map(record -> RecordColumns.of(record, "target", TABLE).atoms().getFirst())
                .sorted()
                .toList();
    }
}

package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.Operation;

/** {@code br-set-external-id} and {@code br-get-external-id}. */
final class BridgeIdCommand implements VsctlCommand {
    private static final String COLUMN = "external_ids";

    private final boolean set;

    BridgeIdCommand(boolean set) {
        this.set = set;
    }

    @Override
    public Syntax syntax() {
        return set
                ? new Syntax("br-set-external-id", "BRIDGE KEY [VALUE]", "Sets a key of external_ids, or removes it.")
                : new Syntax("br-get-external-id", "BRIDGE [KEY]", "Prints one key of external_ids, or all.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String bridge = plan.requireBridge(invocation.word(0));
        if (set) {
            String key = invocation.word(1);
            plan.operation(
                    invocation.words().size() == 3
                            ? new Operation.SetColumn(
                                    Bridges.TABLE, bridge, COLUMN, key, ColumnArgument.of(invocation.word(2)))
                            : new Operation.RemoveFromColumn(Bridges.TABLE, bridge, COLUMN, ColumnArgument.of(key)));
            return;
        }
        plan.question((client, output) -> {
            Column ids = Bridges.column(client, bridge, COLUMN);
            if (invocation.words().size() == 1) {
                ColumnKeys.sorted(ids)
                        .forEach(key -> output.line(key + "=" + ids.entries().get(key)));
            } else if (ids.entries().containsKey(invocation.word(1))) {
                output.line(ids.entries().get(invocation.word(1)));
            }
            return 0;
        });
    }
}

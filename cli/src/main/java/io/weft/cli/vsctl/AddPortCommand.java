package io.weft.cli.vsctl;

import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.PortSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** {@code add-port}: VLAN columns are part of the new port; other columns of its Port record are set behind it. */
final class AddPortCommand implements VsctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "add-port",
                "[--may-exist]",
                "BRIDGE PORT [COLUMN[:KEY]=VALUE]...",
                "Adds a port. Columns of Port: tag, trunks, vlan_mode, ...; its type and options: -- set interface PORT"
                        + " type=...");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String name = invocation.word(1);
        OptionalInt tag = OptionalInt.empty();
        List<Integer> trunks = List.of();
        String vlanMode = "";
        List<ColumnExpression> others = new ArrayList<>();
        for (String word : invocation.rest(2)) {
            ColumnExpression column = ColumnExpression.assignment(word);
            switch (column.path().toString()) {
                case "tag" -> tag = OptionalInt.of(vlan(word, single(word, column.argument())));
                case "trunks" ->
                    trunks = column.argument().atoms().stream()
                            .map(atom -> vlan(word, atom))
                            .toList();
                case "vlan_mode" -> vlanMode = single(word, column.argument());
                default -> others.add(column);
            }
        }
        PortSpec port = new PortSpec(name, tag, trunks, vlanMode, "", Map.of(), 0, 0, Map.of());
        plan.operation(new Operation.AddPort(invocation.word(0), port, invocation.has("--may-exist")));
        for (ColumnExpression other : others) {
            plan.operation(SetCommand.operation("Port", name, other));
        }
    }

    private static String single(String word, ColumnArgument argument) {
        if (argument.atoms().size() != 1) {
            throw new UsageException("\"" + word + "\": one value is allowed");
        }
        return argument.atoms().getFirst();
    }

    private static int vlan(String word, String atom) {
        if (!atom.matches("[0-9]{1,4}") || Integer.parseInt(atom) > 4095) {
            throw new UsageException("\"" + word + "\": \"" + atom + "\" is not a VLAN; allowed: 0 to 4095");
        }
        return Integer.parseInt(atom);
    }
}

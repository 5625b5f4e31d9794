package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionChecks;
import io.weft.flow.action.CtHelper;
import io.weft.flow.action.CtSpec;
import io.weft.flow.action.NatSpec;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import java.util.List;

/** Reads {@code ct(...)}. */
final class CtActions {
    private static final String TAKES = "ct takes commit, force, zone, table, nat, exec and alg, not ";
    private static final int MAX_PORT = 0xFFFF;

    private final Operands operands;
    private final FlowScanner items;
    private boolean commit;
    private boolean force;
    private int zone;
    private Subfield zoneFrom;
    private int table = CtSpec.NO_TABLE;
    private List<Action> exec = List.of();
    private NatSpec nat;
    private CtHelper helper;

    CtActions(Operands operands) {
        this.operands = operands;
        items = operands.items();
    }

    Action parse() {
        if (items.delimiter() != 0) {
            FlowScanner inside = items.inside();
            while (inside.next()) {
                operand(inside, inside.valuePart().strip());
            }
        }
        return new Action.Ct(new CtSpec(commit, force, zone, zoneFrom, table, exec, nat, helper));
    }

    private void operand(FlowScanner inside, Part value) {
        switch (inside.key()) {
            case "commit" -> commit = isFlag(inside);
            case "force" -> force = isFlag(inside);
            case "table" -> table = operands.table(value, 255);
            case "zone" -> zone(value);
            case "alg" -> helper = helper(value);
            case "exec" -> exec = exec(inside);
            case "nat" -> nat = new NatText(operands).parse(inside);
            default -> throw inside.badKey(TAKES + inside.key());
        }
    }

    private static boolean isFlag(FlowScanner item) {
        if (item.delimiter() != 0) {
            throw item.bad(item.key() + " takes no value");
        }
        return true;
    }

    private void zone(Part value) {
        if (AddressText.isNumber(value.text())) {
            zone = (int) operands.number(value, "a zone", MAX_PORT);
        } else {
            zoneFrom = operands.subfield(value);
        }
    }

    private CtHelper helper(Part value) {
        for (CtHelper one : CtHelper.values()) {
            if (one.text().equals(value.text())) {
                return one;
            }
        }
        throw operands.bad(value, "\"" + value.text() + "\" is not a helper; allowed: ftp, tftp");
    }

    private List<Action> exec(FlowScanner item) {
        ActionChecks inner;
        try {
            inner = operands.checks().inside("ct");
        } catch (FieldException e) {
            throw item.badKey(e.getMessage());
        }
        List<Action> actions = new ActionParser(item.inside(), operands.ports(), inner).parse();
        return actions.equals(List.of(new Action.Drop())) ? List.of() : actions;
    }

    /** As ovs-ofctl prints it. */
    static String print(CtSpec ct, PortNames ports) {
        StringBuilder text = new StringBuilder("ct(");
        flag(text, ct.commit(), "commit");
        flag(text, ct.force(), "force");
        if (ct.table() != CtSpec.NO_TABLE) {
            text.append("table=").append(TableNames.print(ct.table(), ports)).append(',');
        }
        if (ct.zoneFrom() != null) {
            text.append("zone=").append(SubfieldText.print(ct.zoneFrom())).append(',');
        } else if (ct.zone() != 0) {
            text.append("zone=").append(ct.zone()).append(',');
        }
        if (ct.nat() != null) {
            text.append(NatText.print(ct.nat())).append(',');
        }
        if (!ct.exec().isEmpty()) {
            text.append("exec(").append(ActionText.print(ct.exec(), ports)).append("),");
        }
        if (ct.helper() != null) {
            text.append("alg=").append(ct.helper().text()).append(',');
        }
        int last = text.length() - 1;
        return (text.charAt(last) == ',' ? text.substring(0, last) : text) + ")";
    }

    private static void flag(StringBuilder text, boolean set, String name) {
        if (set) {
            text.append(name).append(',');
        }
    }
}

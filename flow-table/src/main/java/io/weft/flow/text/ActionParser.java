package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.FieldFormat;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.FieldValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads a list of actions from the items of a {@link FlowScanner}; each is judged by {@link ActionChecks} where it stands. */
final class ActionParser {
    private static final int VID_BITS = FlowKey.VLAN_PRESENT | 0xFFF;
    private static final int PCP_BITS = FlowKey.VLAN_PRESENT | 0xE000;
    private static final int PCP_SHIFT = 13;
    private static final Map<String, ModifyKind> MODIFICATIONS =
            Arrays.stream(ModifyKind.values()).collect(Collectors.toUnmodifiableMap(ModifyKind::text, kind -> kind));

    private final FlowScanner items;
    private final PortNames ports;
    private final ActionChecks checks;

    ActionParser(FlowScanner items, PortNames ports, ActionChecks checks) {
        this.items = items;
        this.ports = ports;
        this.checks = checks;
    }

    /** All remaining items as actions; none at all is {@code drop}. */
    List<Action> parse() {
        List<Action> actions = new ArrayList<>();
        while (items.next()) {
            Action action;
            try {
                action = parseOne(items.key().toLowerCase(Locale.ROOT));
            } catch (FieldException e) {
                throw items.badValue(e.getMessage());
            }
            try {
                checks.next(action);
            } catch (FieldException e) {
                throw items.bad(e.getMessage());
            }
            actions.add(action);
        }
        return actions.isEmpty() ? List.of(new Action.Drop()) : actions;
    }

    private Action parseOne(String name) {
        ModifyKind kind = MODIFICATIONS.get(name);
        if (kind != null) {
            return modify(kind);
        }
        return switch (name) {
            case "output" -> output(value("a port"));
            case "controller" -> controller();
            case "drop" -> bare(new Action.Drop());
            case "set_field" -> setField(value("VALUE->FIELD"));
            case "push_vlan" -> new Action.PushVlan((int) number("0x8100 or 0x88a8", 0xFFFF));
            case "strip_vlan", "pop_vlan" -> bare(new Action.StripVlan());
            case "dec_ttl" -> decTtl();
            case "resubmit" -> resubmit();
            case "goto_table" -> new Action.GotoTable((int) number("a table", 255));
            default -> port();
        };
    }

    /** An action by itself: the name or number of a port, or of a reserved port. */
    private Action port() {
        if (items.delimiter() != 0) {
            throw items.badKey(Vocabulary.unknownAction(items.key()));
        }
        long port = PortText.parse(items.key(), ports);
        if (port == PortText.BAD) {
            boolean name = !AddressText.isNumber(items.key()) && !items.key().startsWith("\"");
            throw items.badKey(name ? Vocabulary.unknownAction(items.key()) : noPort(items.key()));
        }
        return toPort((int) port);
    }

    private Action output(String value) {
        if (items.delimiter() == '(') {
            throw items.bad("truncating output(port=N,max_len=N) is not supported yet");
        }
        long port = PortText.parse(value, ports);
        if (port == PortText.BAD) {
            throw items.badValue(noPort(value));
        }
        return toPort((int) port);
    }

    private Action toPort(int port) {
        return switch (port) {
            case Ports.IN_PORT -> new Action.InPort();
            case Ports.NORMAL -> new Action.Normal();
            case Ports.FLOOD -> new Action.Flood();
            case Ports.ALL -> new Action.All();
            case Ports.CONTROLLER -> new Action.Controller(Action.Controller.WHOLE);
            default -> new Action.Output(port);
        };
    }

    private Action controller() {
        String value = items.value();
        if (items.delimiter() == '(') {
            int equals = value.indexOf('=');
            String name = value.substring(0, Math.max(0, equals)).strip();
            if (value.isBlank()) {
                return new Action.Controller(Action.Controller.WHOLE);
            }
            if (!"max_len".equals(name) || value.indexOf(',') >= 0) {
                throw items.badValue("of controller(...), only max_len=N is supported yet");
            }
            value = value.substring(equals + 1).strip();
        } else if (items.delimiter() == 0) {
            return new Action.Controller(Action.Controller.WHOLE);
        }
        return new Action.Controller((int) number(value, "a length", Action.Controller.WHOLE));
    }

    private Action setField(String value) {
        int arrow = value.lastIndexOf("->");
        if (arrow < 0) {
            throw items.badValue("set_field needs VALUE->FIELD");
        }
        String name = value.substring(arrow + 2).strip();
        Field field = Fields.byName(name);
        if (field == null) {
            int at = items.valueAt() + arrow + 2;
            throw items.badAt(Vocabulary.unknownField(name), at, value.length() - arrow - 2);
        }
        Field meant = checks.resolve(field);
        FieldValue parsed = FieldText.parse(meant, value.substring(0, arrow).strip(), ports);
        return switch (meant.name()) {
            case "dl_vlan" -> tag(FlowKey.VLAN_PRESENT | parsed.low(), VID_BITS);
            case "dl_vlan_pcp" -> tag(FlowKey.VLAN_PRESENT | parsed.low() << PCP_SHIFT, PCP_BITS);
            default -> new Action.SetField(meant, parsed.high(), parsed.low(), parsed.maskHigh(), parsed.maskLow());
        };
    }

    private static Action tag(long tci, long mask) {
        return new Action.SetField(Fields.VLAN_TCI, 0, tci & mask, 0, mask);
    }

    private Action modify(ModifyKind kind) {
        Field field = Fields.byName(kind.fieldName());
        if (field.format() == FieldFormat.DECIMAL) {
            return new Action.Modify(kind, number("a number", ActionChecks.largest(kind)));
        }
        FieldValue value = FieldText.parse(field, value("an address"), "", ports);
        return new Action.Modify(kind, value.low());
    }

    private Action decTtl() {
        if (items.delimiter() != 0 && !items.value().isBlank()) {
            throw items.badValue("dec_ttl with controller identifiers is not supported yet");
        }
        return Action.DecTtl.PLAIN;
    }

    private Action resubmit() {
        String value = items.value();
        if (items.delimiter() != '(') {
            return new Action.Resubmit(resubmitPort(value("a port").strip()), Action.Resubmit.THIS_TABLE);
        }
        String[] operands = value.split(",", -1);
        if (operands.length > 2) {
            throw items.badValue("resubmit(PORT,TABLE,ct) is not supported yet");
        }
        String table = operands.length < 2 ? "" : operands[1].strip();
        String port = operands[0].strip();
        if (table.isEmpty() && port.isEmpty()) {
            throw items.badValue("resubmit needs a port, a table or both");
        }
        return new Action.Resubmit(
                port.isEmpty() ? Ports.UNSET : resubmitPort(port),
                table.isEmpty() ? Action.Resubmit.THIS_TABLE : (int) number(table, "a table", 255));
    }

    private int resubmitPort(String text) {
        long port = PortText.parse(text, ports);
        if (port == PortText.BAD) {
            throw items.badValue(noPort(text));
        }
        return port == Ports.IN_PORT ? Ports.UNSET : (int) port;
    }

    private Action bare(Action action) {
        if (items.delimiter() != 0) {
            throw items.bad(items.key() + " takes no value");
        }
        return action;
    }

    private String value(String what) {
        if (items.value().isBlank()) {
            throw items.bad(items.key() + " needs " + what);
        }
        return items.value();
    }

    private long number(String what, long largest) {
        return number(value(what), what, largest);
    }

    private long number(String text, String what, long largest) {
        if (AddressText.isNumber(text) && Long.compareUnsigned(AddressText.number(text), largest) <= 0) {
            return AddressText.number(text);
        }
        throw items.badValue("\"" + text + "\" is not " + what + " of " + items.key() + "; allowed: 0 to " + largest);
    }

    private static String noPort(String text) {
        return text + " is neither a port number (1 to " + Ports.MAX + ") nor the name of a port";
    }
}

package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.Bytes;
import io.weft.flow.action.PacketInReason;
import io.weft.flow.action.Ports;
import java.util.Arrays;
import java.util.List;

/** Reads the actions that send a packet somewhere: to ports, controllers, queues, tables. */
final class OutputActions {
    private static final int WHOLE = Action.Controller.WHOLE;
    private static final int ALL_BITS = 0xFFFF;

    private final Operands operands;
    private final FlowScanner items;

    OutputActions(Operands operands) {
        this.operands = operands;
        items = operands.items();
    }

    /** An action by itself: the name or number of a port, or of a reserved port. */
    Action port() {
        long port = PortText.parse(items.key(), operands.ports());
        if (items.delimiter() != 0) {
            throw port == PortText.BAD
                    ? items.badKey(Vocabulary.unknownAction(items.key()))
                    : items.bad(items.key() + " takes no value");
        }
        if (port == PortText.BAD) {
            boolean name = !AddressText.isNumber(items.key()) && !items.key().startsWith("\"");
            throw items.badKey(name ? Vocabulary.unknownAction(items.key()) : PortText.unknown(items.key()));
        }
        return to((int) port);
    }

    Action output() {
        Part value = operands.value("a port");
        if (items.delimiter() == '(' && value.text().indexOf('=') >= 0) {
            return truncated(value);
        }
        long port = PortText.parse(value.text(), operands.ports());
        if (port != PortText.BAD) {
            return to((int) port);
        }
        int bracket = value.text().indexOf('[');
        String name = bracket < 0 ? value.text() : value.text().substring(0, bracket);
        if (bracket < 0 && SubfieldText.fieldOf(name) == null) {
            throw operands.bad(value, PortText.unknown(value.text()));
        }
        return new Action.OutputField(operands.subfield(value), ALL_BITS);
    }

    private Action truncated(Part value) {
        int port = Ports.NONE;
        int length = -1;
        for (Part operand : value.split(',')) {
            int equals = operand.text().indexOf('=');
            String key = equals < 0 ? operand.text() : operand.sub(0, equals).text();
            Part setting = equals < 0 ? operand : operand.from(equals + 1);
            switch (key) {
                case "port" -> port = operands.port(setting);
                case "max_len" -> length = operands.integer(setting, "a length");
                default -> throw operands.bad(operand, "output takes port=PORT and max_len=BYTES");
            }
        }
        if (length < 0 || port == Ports.NONE) {
            throw items.bad("output(...) needs port=PORT and max_len=BYTES");
        }
        return new Action.OutputTruncated(port, length);
    }

    private static Action to(int port) {
        return switch (port) {
            case Ports.IN_PORT -> new Action.InPort();
            case Ports.NORMAL -> new Action.Normal();
            case Ports.FLOOD -> new Action.Flood();
            case Ports.ALL -> new Action.All();
            case Ports.CONTROLLER -> new Action.Controller(WHOLE);
            case Ports.TABLE -> new Action.Resubmit(Ports.UNSET, 0);
            default -> new Action.Output(port);
        };
    }

    Action controller() {
        if (items.delimiter() != '(') {
            return items.delimiter() == 0
                    ? new Action.Controller(WHOLE)
                    : new Action.Controller((int) operands.number("a length", WHOLE));
        }
        int length = WHOLE;
        int id = 0;
        int meter = 0;
        boolean pause = false;
        PacketInReason reason = PacketInReason.ACTION;
        Bytes userdata = Bytes.EMPTY;
        FlowScanner inside = items.inside();
        while (inside.next()) {
            Part value = inside.valuePart().strip();
            switch (inside.key()) {
                case "max_len" -> length = (int) operands.number(value, "a length", WHOLE);
                case "id" -> id = (int) operands.number(value, "the id", 0xFFFF);
                case "meter_id" -> meter = (int) operands.word(value, "the meter_id");
                case "userdata" -> userdata = operands.bytes(value);
                case "reason" -> reason = reason(value);
                case "pause" -> pause = isFlag(inside);
                default ->
                    throw inside.badKey(
                            "controller takes max_len, reason, id, userdata, pause and meter_id, not " + inside.key());
            }
        }
        return new Action.Controller(length, reason, id, userdata, meter, pause);
    }

    /** True, for an operand that is a word by itself. */
    private static boolean isFlag(FlowScanner item) {
        if (item.delimiter() != 0) {
            throw item.bad(item.key() + " takes no value");
        }
        return true;
    }

    private PacketInReason reason(Part value) {
        PacketInReason reason = PacketInReason.byText(value.text());
        if (reason == null) {
            List<String> all = Arrays.stream(PacketInReason.values())
                    .map(PacketInReason::text)
                    .toList();
            throw operands.bad(value, "\"" + value.text() + "\" is not a reason; allowed: " + String.join(", ", all));
        }
        return reason;
    }

    /** {@code enqueue:PORT:QUEUE} or {@code enqueue(PORT,QUEUE)}. */
    Action enqueue() {
        Part value = operands.value("PORT:QUEUE");
        List<Part> both = value.split(value.text().indexOf(',') >= 0 ? ',' : ':');
        if (both.size() != 2) {
            throw operands.bad(value, "enqueue needs PORT:QUEUE");
        }
        return new Action.Enqueue(operands.port(both.getFirst()), (int) operands.word(both.getLast(), "the queue"));
    }

    Action resubmit() {
        if (items.delimiter() != '(') {
            return new Action.Resubmit(resubmitPort(operands.value("a port")), Action.Resubmit.THIS_TABLE);
        }
        List<Part> parts = items.valuePart().split(',');
        if (parts.size() > 2) {
            throw operands.bad(
                    parts.get(2),
                    parts.get(2).text().equals("ct")
                            ? "resubmit(PORT,TABLE,ct) is not supported yet: it comes with connection tracking"
                            : "resubmit takes a port and a table");
        }
        Part port = parts.getFirst();
        Part table = parts.size() < 2 ? new Part("", items.valueAt()) : parts.get(1);
        if (table.isBlank() && port.isBlank()) {
            throw items.badValue("resubmit needs a port, a table or both");
        }
        return new Action.Resubmit(
                port.isBlank() ? Ports.UNSET : resubmitPort(port),
                table.isBlank() ? Action.Resubmit.THIS_TABLE : operands.table(table, 255));
    }

    private int resubmitPort(Part text) {
        int port = operands.port(text);
        return port == Ports.IN_PORT ? Ports.UNSET : port;
    }
}

package io.weft.flow.text;

import io.weft.flow.action.ActionChecks;
import io.weft.flow.action.Bytes;
import io.weft.flow.key.Field;
import io.weft.flow.key.OxmNames;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads the operands of the action at which a {@link FlowScanner} stands: numbers, ports, bits of fields, bytes, in the forms that the
 * actions have in common. Errors point at the operand.
 */
final class Operands {
    private static final long MAX_32_BITS = 0xFFFF_FFFFL;

    private final FlowScanner items;
    private final PortNames ports;
    private final ActionChecks checks;

    Operands(FlowScanner items, PortNames ports, ActionChecks checks) {
        this.items = items;
        this.ports = ports;
        this.checks = checks;
    }

    FlowScanner items() {
        return items;
    }

    PortNames ports() {
        return ports;
    }

    ActionChecks checks() {
        return checks;
    }

    /** What stands behind {@code :} or between parentheses, which must not be empty. */
    Part value(String what) {
        Part value = items.valuePart().strip();
        if (value.isBlank()) {
            throw items.bad(items.key() + " needs " + what);
        }
        return value;
    }

    /** Requires that the item be its name alone. */
    <T> T bare(T result) {
        if (items.delimiter() != 0
                && !(items.delimiter() == '(' && items.value().isBlank())) {
            throw items.bad(items.key() + " takes no value");
        }
        return result;
    }

    long number(String what, long largest) {
        return number(value(what), what, largest);
    }

    /** An unsigned number. */
    long number(Part part, String what, long largest) {
        String text = part.text();
        if (AddressText.isNumber(text) && Long.compareUnsigned(AddressText.number(text), largest) <= 0) {
            return AddressText.number(text);
        }
        String allowed = "0 to " + Long.toUnsignedString(largest);
        throw bad(part, "\"" + text + "\" is not " + what + "; allowed: " + allowed);
    }

    /** A number of 31 bits; whether it is in range is for the judge to say. */
    int integer(Part part, String what) {
        return (int) number(part, what, Integer.MAX_VALUE);
    }

    /** A number of 32 bits. */
    long word(Part part, String what) {
        return number(part, what, MAX_32_BITS);
    }

    /** A number or a name of a table. */
    int table(Part part, int largest) {
        int named = TableNames.parse(part.text(), ports);
        return named >= 0 ? named : (int) number(part, "a table", largest);
    }

    int port(Part part) {
        long port = PortText.parse(part.text(), ports);
        if (port == PortText.BAD) {
            throw bad(part, PortText.unknown(part.text()));
        }
        return (int) port;
    }

    /** Bits of a field, in any spelling. */
    Subfield subfield(Part part) {
        return subfield(part, checks::resolve);
    }

    Subfield subfield(Part part, UnaryOperator<Field> resolve) {
        try {
            return SubfieldText.parse(part, resolve);
        } catch (FieldException e) {
            throw bad(part, e.getMessage());
        }
    }

    /** The two sides of {@code ->}. */
    List<Part> arrow(Part part, String form) {
        int arrow = part.text().lastIndexOf("->");
        if (arrow < 0) {
            throw bad(part, items.key() + " needs " + form);
        }
        Part left = part.sub(0, arrow);
        Part right = part.from(arrow + 2);
        if (left.isBlank() || right.isBlank()) {
            throw bad(part, items.key() + " needs " + form);
        }
        return List.of(left, right);
    }

    /** A field named as in a match, or as in the extensible match. */
    Field field(Part part) {
        Field field = SubfieldText.fieldOf(part.text());
        if (field == null) {
            throw bad(part, Vocabulary.unknownField(part.text()));
        }
        return OxmNames.field(part.text()) == null ? checks.resolve(field) : field;
    }

    /** Pairs of hexadecimal digits, with dots between them or not. */
    Bytes bytes(Part part) {
        String digits = part.text().replace(".", "");
        boolean right = digits.length() % 2 == 0;
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; right && i < bytes.length; i++) {
            int high = digit(digits.charAt(2 * i));
            int low = digit(digits.charAt(2 * i + 1));
            right = high >= 0 && low >= 0;
            bytes[i] = (byte) (high << 4 | low);
        }
        if (!right) {
            throw bad(part, "bytes are pairs of hexadecimal digits, such as 01.02.ff");
        }
        return Bytes.of(bytes);
    }

    private static int digit(char c) {
        return c > 'f' ? -1 : Character.digit(c, 16);
    }

    FlowTextException bad(Part part, String message) {
        return part.text().isEmpty() ? items.bad(message) : items.badAt(message, part);
    }

    /** An error in what a field's own grammar reads. */
    FlowTextException bad(Part part, FieldException cause) {
        return bad(part, cause.getMessage());
    }
}

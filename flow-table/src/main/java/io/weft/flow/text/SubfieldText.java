package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.OxmNames;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import java.util.function.UnaryOperator;

/**
 * Bits of fields as text (ovs-actions(7), "Fields and Subfields"): {@code reg0}, {@code reg0[]}, {@code NXM_NX_REG0[5]}, {@code
 * reg0[4..11]}. As in ovs-ofctl, {@code in_port} means the port number of 16 bits here, and {@code vlan_vid} has 12 bits.
 */
final class SubfieldText {
    private static final int VID_BITS = 12;

    private SubfieldText() {}

    /** The field with this name, in matches or in the extensible match; null when there is none. */
    static Field fieldOf(String name) {
        Field field = Fields.byName(name);
        return field == null ? OxmNames.field(name) : field;
    }

    /**
     * The bits that {@code part} names.
     *
     * @param resolve what a name of OpenFlow 1.0, such as {@code tp_src}, means in the packets in question
     *
     * @throws FieldException naming what is wrong
     */
    static Subfield parse(Part part, UnaryOperator<Field> resolve) {
        String text = part.text();
        int bracket = text.indexOf('[');
        String name = bracket < 0 ? text : text.substring(0, bracket);
        Field field = name.equals("in_port") ? Fields.IN_PORT_16 : fieldOf(name);
        if (field == null) {
            throw new FieldException(name, name, "the name of a field", Vocabulary.unknownField(name));
        }
        Field meant = OxmNames.field(name) == null ? resolve.apply(field) : field;
        if (bracket < 0) {
            return whole(meant);
        }
        if (!text.endsWith("]")) {
            throw malformed(text);
        }
        String range = text.substring(bracket + 1, text.length() - 1);
        return range.isEmpty() ? whole(meant) : range(meant, range, text);
    }

    private static Subfield whole(Field field) {
        return field.equals(Fields.VLAN_VID) ? new Subfield(field, 0, VID_BITS) : Subfield.of(field);
    }

    private static Subfield range(Field field, String range, String text) {
        int dots = range.indexOf("..");
        String first = dots < 0 ? range : range.substring(0, dots);
        String last = dots < 0 ? range : range.substring(dots + 2);
        if (!isIndex(first) || !isIndex(last)) {
            throw malformed(text);
        }
        int from = Integer.parseInt(first);
        int to = Integer.parseInt(last);
        if (from > to || to >= field.width()) {
            String allowed = "0 to " + (field.width() - 1) + ", the smaller bit first";
            throw new FieldException(field.name(), text, allowed, text + ": the bits of " + field + " are " + allowed);
        }
        return new Subfield(field, from, to - from + 1);
    }

    private static boolean isIndex(String text) {
        boolean index = !text.isEmpty() && text.length() <= 4;
        for (int i = 0; i < text.length(); i++) {
            index &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return index;
    }

    private static FieldException malformed(String text) {
        return new FieldException(
                "field",
                text,
                "FIELD, FIELD[], FIELD[BIT] or FIELD[FIRST..LAST]",
                "\"" + text + "\" is not bits of a field; allowed: FIELD, FIELD[], FIELD[BIT], FIELD[FIRST..LAST]");
    }

    /** With the name of the extensible match and brackets. */
    static String print(Subfield bits) {
        String name = OxmNames.of(bits.field());
        if (bits.equals(whole(bits.field()))) {
            return name + "[]";
        }
        int last = bits.offset() + bits.width() - 1;
        return bits.width() == 1 ? name + "[" + bits.offset() + "]" : name + "[" + bits.offset() + ".." + last + "]";
    }
}

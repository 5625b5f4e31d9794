package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.FieldMatch;
import io.weft.flow.match.FieldValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The operand of {@code fields(...)}: names of fields, each with a mask in the place of a value where not all bits are meant. */
final class GroupFields {
    private GroupFields() {}

    /**
     * Reads the fields between the parentheses, or the one behind {@code =}.
     *
     * @param at where {@code text} stands in the text that {@code items} reads
     */
    static List<FieldMatch> parse(FlowScanner items, String text, int at, PortNames ports) {
        List<FieldMatch> fields = new ArrayList<>();
        FlowScanner words = new FlowScanner(text, 0);
        while (words.next()) {
            Field field = Fields.byName(words.key());
            if (field == null) {
                throw items.badAt(
                        Vocabulary.unknownField(words.key()),
                        at + words.keyAt(),
                        words.key().length());
            }
            try {
                FieldValue all = FieldValue.exact(field, -1L, field.ones());
                FieldValue bits = words.delimiter() == 0 ? all : bits(field, words.value(), ports);
                fields.add(new FieldMatch(field, bits));
            } catch (FieldException e) {
                throw items.badAt(
                        e.getMessage(), at + words.valueAt(), words.value().length());
            }
        }
        fields.sort(Comparator.comparingInt(field -> Fields.all().indexOf(field.field())));
        return fields;
    }

    private static FieldValue bits(Field field, String text, PortNames ports) {
        FieldValue value = FieldText.parse(field, text, "", ports);
        return new FieldValue(value.high(), value.low(), value.high(), value.low());
    }

    /** The name that ovs-ofctl prints: the newer one of ovs-fields(7). */
    static String name(Field field) {
        return switch (field.name()) {
            case "dl_src" -> "eth_src";
            case "dl_dst" -> "eth_dst";
            case "dl_type" -> "eth_type";
            case "nw_src" -> "ip_src";
            case "nw_dst" -> "ip_dst";
            default -> field.name();
        };
    }
}

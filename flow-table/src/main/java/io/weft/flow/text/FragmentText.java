package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.FieldValue;
import java.util.Locale;

/** {@code ip_frag}: words for the questions that people ask, a number with a mask for the rest. */
enum FragmentText {
    NO(0, 3),
    YES(FlowKey.FRAG_ANY, FlowKey.FRAG_ANY),
    FIRST(FlowKey.FRAG_ANY, 3),
    LATER(FlowKey.FRAG_ANY | FlowKey.FRAG_LATER, 3),
    NOT_LATER(0, FlowKey.FRAG_LATER);

    private final int value;
    private final int mask;

    FragmentText(int value, int mask) {
        this.value = value;
        this.mask = mask;
    }

    static FieldValue parse(Field field, String text) {
        for (FragmentText word : values()) {
            if (word.text().equals(text)) {
                return FieldValue.masked(word.value, word.mask);
            }
        }
        int slash = text.indexOf('/');
        if (slash > 0 && AddressText.isNumber(text.substring(0, slash))) {
            return FieldText.parseNumber(field, text.substring(0, slash), text.substring(slash + 1));
        }
        throw FieldText.bad(field, text, "no, yes, first, later, not_later");
    }

    static String print(FieldValue value) {
        for (FragmentText word : values()) {
            if (word.value == value.low() && word.mask == value.maskLow()) {
                return word.text();
            }
        }
        return FieldText.hexMasked(value, 0);
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.match.FieldValue;

/** The value of one field as text, in the field's format. */
public final class FieldText {
    private FieldText() {}

    /** The value of {@code text}, which may carry {@code /mask}. */
    public static FieldValue parse(Field field, String text, PortNames ports) {
        throw new UnsupportedOperationException();
    }

    /** {@code value}, with {@code /mask} where it is not exact. */
    public static String print(Field field, FieldValue value, PortNames ports) {
        throw new UnsupportedOperationException();
    }
}

package io.weft.flow.match;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;

/**
 * A value and a mask for a field, in the field's own numbering (its lowest bit is bit 0).
 *
 * @param high value bits 64-127 (wide fields only, else 0)
 * @param low value bits 0-63
 * @param maskHigh mask of {@code high}
 * @param maskLow mask of {@code low}
 */
public record FieldValue(long high, long low, long maskHigh, long maskLow) {
    private static final int DSCP_IN_PLACE = 0xFC;

    /** {@code low} in every bit of {@code field}. */
    public static FieldValue exact(Field field, long low) {
        return exact(field, 0, low);
    }

    /** The 128-bit value in every bit of {@code field}. */
    public static FieldValue exact(Field field, long high, long low) {
        return new FieldValue(high, low, field.isWide() ? -1L : 0, fullMask(field));
    }

    /** {@code low} in the bits of {@code mask}. */
    public static FieldValue masked(long low, long mask) {
        return new FieldValue(0, low, 0, mask);
    }

    /** The bits (the low half, for a wide field) that an exact value of {@code field} covers: all but for {@code nw_tos}, whose low two are ECN. */
    public static long fullMask(Field field) {
        return field.equals(Fields.NW_TOS) ? DSCP_IN_PLACE : field.ones();
    }

    /** Whether every bit that a value of {@code field} can have is covered. */
    public boolean isExact(Field field) {
        return maskLow == fullMask(field) && (!field.isWide() || maskHigh == -1L);
    }

    /** The same with the value's bits outside the mask cleared. */
    public FieldValue trimmed() {
        return new FieldValue(high & maskHigh, low & maskLow, maskHigh, maskLow);
    }
}

package io.weft.flow.key;

/**
 * A run of bits of a field, written {@code reg0[4..11]} (ovs-actions(7), "Fields and Subfields").
 *
 * @param field the field
 * @param offset its lowest bit, in the field's own numbering
 * @param width bits, 1 or more; {@code offset + width} is at most the width of the field
 */
public record Subfield(Field field, int offset, int width) {

    public Subfield {
        if (offset < 0 || width < 1 || offset + width > field.width()) {
            throw new IllegalArgumentException(field + "[" + offset + ".." + (offset + width - 1) + "]: " + field
                    + " has " + field.width() + " bits");
        }
    }

    /** All of a field. */
    public static Subfield of(Field field) {
        return new Subfield(field, 0, field.width());
    }

    /** Whether it is all of its field. */
    public boolean isWhole() {
        return width == field.width();
    }

    /** Whether a value has no bit beyond the width; {@code high} is of bits 64 and up. */
    public boolean holds(long high, long low) {
        return width > Long.SIZE ? (high & ~maskLow(width - 64)) == 0 : high == 0 && (low & ~maskLow(width)) == 0;
    }

    /** The low 64 bits of the run in {@code key}. */
    public long low(long[] key) {
        long shifted = offset == 0
                ? field.low(key)
                : offset < 64
                        ? field.low(key) >>> offset | field.high(key) << -offset
                        : field.high(key) >>> offset - 64;
        return shifted & maskLow(width);
    }

    /** Bits 64 and up of the run in {@code key}; 0 unless it is wider than 64 bits. */
    public long high(long[] key) {
        return width <= 64 ? 0 : field.high(key) >>> offset & maskLow(width - 64);
    }

    /** The low half of the run's place in its field. */
    public long fieldMaskLow() {
        return offset >= 64 ? 0 : maskLow(width) << offset;
    }

    /** The high half of the run's place in its field. */
    public long fieldMaskHigh() {
        int end = offset + width;
        return end <= 64 ? 0 : maskLow(end - 64) & ~(offset > 64 ? maskLow(offset - 64) : 0);
    }

    /** The low half of a value of the run, moved to its place in the field. */
    public long placedLow(long low) {
        return offset >= 64 ? 0 : (low & maskLow(width)) << offset;
    }

    /** The high half of a value of the run, moved to its place in the field. */
    public long placedHigh(long high, long low) {
        long moved = offset == 0 ? high : offset < 64 ? high << offset | low >>> -offset : low << offset - 64;
        return moved & fieldMaskHigh();
    }

    private static long maskLow(int bits) {
        return bits >= 64 ? -1L : (1L << bits) - 1;
    }
}

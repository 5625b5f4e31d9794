package io.weft.flow.key;

import java.util.List;

/**
 * A match field: one entry of the registry {@link Fields}. Parsing, printing, masking, set-field, the API codec and the reference
 * page are loops over these.
 *
 * @param name the name in ovs-fields(7), such as {@code nw_src}
 * @param aliases other accepted names, such as {@code ip_src}
 * @param width bits, 1 to 128; a 128-bit field fills {@code word} (high half) and {@code word + 1}
 * @param word the word of {@link FlowKey} that holds it
 * @param shift the position of its lowest bit in that word; 0 for 128-bit fields
 * @param stage when a staged lookup reads it
 * @param format how its value is written
 * @param maskable whether a match may carry an arbitrary mask; otherwise all bits or none
 * @param prerequisite what a match must also pin
 * @param writable whether actions may set it
 * @param source where it is defined, such as {@code RFC 791} or {@code IEEE 802.1Q}
 */
public record Field(
        String name,
        List<String> aliases,
        int width,
        int word,
        int shift,
        Stage stage,
        FieldFormat format,
        boolean maskable,
        Prerequisite prerequisite,
        boolean writable,
        String source) {

    public Field {
        aliases = List.copyOf(aliases);
        if (width < 1
                || width > 128
                || (width > 64 && (width != 128 || shift != 0))
                || shift + Math.min(width, 64) > 64) {
            throw new IllegalArgumentException(
                    "field " + name + ": width " + width + " at shift " + shift + " does not fit");
        }
    }

    /** Whether the field needs two words. */
    public boolean isWide() {
        return width == 128;
    }

    /** All bits of the field in its own numbering; for a wide field, of each half. */
    public long ones() {
        return width >= 64 ? -1L : (1L << width) - 1;
    }

    /** The low (or only) 64 bits of the field in {@code key}. */
    public long low(long[] key) {
        return isWide() ? key[word + 1] : key[word] >>> shift & ones();
    }

    /** The high 64 bits of a wide field in {@code key}; 0 for others. */
    public long high(long[] key) {
        return isWide() ? key[word] : 0;
    }

    /** Sets the field in {@code key}; {@code high} is ignored unless the field is wide. */
    public void set(long[] key, long high, long low) {
        setMasked(key, high, low, -1L, -1L);
    }

    /** Sets the bits of the field that are 1 in the mask. */
    public void setMasked(long[] key, long high, long low, long maskHigh, long maskLow) {
        if (isWide()) {
            key[word] = key[word] & ~maskHigh | high & maskHigh;
            key[word + 1] = key[word + 1] & ~maskLow | low & maskLow;
        } else {
            long mask = (maskLow & ones()) << shift;
            key[word] = key[word] & ~mask | low << shift & mask;
        }
    }

    /** Marks every bit of the field as looked at. */
    public void unwildcard(long[] mask) {
        set(mask, -1L, -1L);
    }

    /** The registry has one field of each name. */
    @Override
    public boolean equals(Object object) {
        return this == object || object instanceof Field other && name.equals(other.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}

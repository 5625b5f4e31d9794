package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.FieldValue;

/**
 * A part of a header as datapath flows and datapath actions name it: {@code src} in {@code ipv4(src=10.0.0.1/255.0.0.0)}. Here a mask
 * of an address is an address, that of a number hexadecimal.
 *
 * @param name of the part
 * @param field its place in a key
 * @param style how a value is written
 */
public record HeaderPart(String name, Field field, Style style) {
    /** How a value is written. */
    public enum Style {
        DECIMAL,
        HEXADECIMAL,
        /** As in a match. */
        ADDRESS,
        /** {@code no}, {@code first} or {@code later}. */
        FRAGMENT
    }

    static HeaderPart address(String name, Field field) {
        return new HeaderPart(name, field, Style.ADDRESS);
    }

    static HeaderPart decimal(String name, Field field) {
        return new HeaderPart(name, field, Style.DECIMAL);
    }

    static HeaderPart hexadecimal(String name, Field field) {
        return new HeaderPart(name, field, Style.HEXADECIMAL);
    }

    /** {@code src=10.0.0.1}: the bits of {@code values} that are in {@code bits}, which follow as a mask unless they are all. */
    public String textOfSet(long[] values, long[] bits) {
        long high = field.high(values) & field.high(bits);
        long low = field.low(values) & field.low(bits);
        return name + "=" + value(high, low) + mask(bits);
    }

    /** {@code src=10.0.0.1/255.0.0.0}: the value of a key, with the mask unless it is all ones. */
    String textOfMatch(long[] key, long[] mask) {
        return name + "=" + value(field.high(key), field.low(key)) + mask(mask);
    }

    private String mask(long[] mask) {
        boolean whole = field.low(mask) == field.ones() && (!field.isWide() || field.high(mask) == -1L);
        return whole || style == Style.FRAGMENT ? "" : "/" + maskValue(field.high(mask), field.low(mask));
    }

    private String maskValue(long high, long low) {
        return style == Style.ADDRESS ? value(high, low) : low == 0 ? "0" : "0x" + Long.toHexString(low);
    }

    private String value(long high, long low) {
        return switch (style) {
            case DECIMAL -> Long.toUnsignedString(low);
            case HEXADECIMAL -> low == 0 ? "0" : "0x" + Long.toHexString(low);
            case ADDRESS -> FieldText.print(field, new FieldValue(high, low, -1L, field.ones()), PortNames.NUMBERS);
            case FRAGMENT -> low == 0 ? "no" : (low & FlowKey.FRAG_LATER) == 0 ? "first" : "later";
        };
    }

    /**
     * Sets the part in a key.
     *
     * @param text without a mask
     * @return false when the text is no value of it
     */
    boolean read(String text, long[] key) {
        if (style == Style.FRAGMENT) {
            int at = java.util.List.of("no", "first", "later").indexOf(text);
            field.set(key, 0, at == 2 ? FlowKey.FRAG_ANY | FlowKey.FRAG_LATER : at);
            return at >= 0;
        }
        if (style == Style.ADDRESS) {
            return readAddress(text, key);
        }
        boolean fits = AddressText.isNumber(text) && Long.compareUnsigned(AddressText.number(text), field.ones()) <= 0;
        if (fits) {
            field.set(key, 0, AddressText.number(text));
        }
        return fits;
    }

    private boolean readAddress(String text, long[] key) {
        if (text.indexOf('/') >= 0) {
            return false;
        }
        try {
            FieldValue value = FieldText.parse(field, text, PortNames.NUMBERS);
            field.set(key, value.high(), value.low());
            return true;
        } catch (io.weft.flow.match.FieldException e) {
            return false;
        }
    }
}

package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.match.FieldValue;
import java.util.List;

/**
 * Fields of flags, as {@code tcp_flags}: {@code +syn-ack} names flags that must be set and clear, {@code syn|ack} those that are set while
 * all others are clear, and a number with or without a mask says it in bits.
 */
final class FlagsText {
    private static final List<String> TCP =
            List.of("fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", "ns", "[200]", "[400]", "[800]");
    private static final List<String> CONNECTION = List.of("new", "est", "rel", "rpl", "inv", "trk", "snat", "dnat");
    private static final List<String> TUNNEL = List.of("oam");

    private FlagsText() {}

    static FieldValue parse(Field field, String text) {
        if (text.isEmpty()) {
            throw bad(field, text);
        }
        char first = text.charAt(0);
        if (first >= '0' && first <= '9') {
            int slash = text.indexOf('/');
            FieldValue number = slash < 0
                    ? FieldText.parseNumber(field, text, "")
                    : FieldText.parseNumber(field, text.substring(0, slash), text.substring(slash + 1));
            long asked = number.isExact(field) ? number.low() : number.maskLow();
            if ((asked & ~named(field)) != 0) {
                throw bad(field, text);
            }
            return number;
        }
        return first == '+' || first == '-' ? parseSigned(field, text) : parseNames(field, text);
    }

    private static FieldValue parseSigned(Field field, String text) {
        int value = 0;
        int mask = 0;
        int at = 0;
        while (at < text.length()) {
            char sign = text.charAt(at);
            int end = at + 1;
            while (end < text.length() && text.charAt(end) != '+' && text.charAt(end) != '-') {
                end++;
            }
            int bit = bit(field, text.substring(at + 1, end));
            if (bit == 0 || (mask & bit) != 0) {
                throw bad(field, text);
            }
            mask |= bit;
            value |= sign == '+' ? bit : 0;
            at = end;
        }
        return FieldValue.masked(value, mask);
    }

    private static FieldValue parseNames(Field field, String text) {
        int value = 0;
        for (String name : text.split("\\|", -1)) {
            int bit = bit(field, name);
            if (bit == 0) {
                throw bad(field, text);
            }
            value |= bit;
        }
        return FieldValue.exact(field, value);
    }

    static String print(Field field, FieldValue value) {
        return print(field, value, value.isExact(field));
    }

    /** With a sign before each flag even where all of them are matched. */
    static String printSigned(Field field, FieldValue value) {
        return print(field, value, false);
    }

    private static String print(Field field, FieldValue value, boolean exact) {
        List<String> names = names(field);
        if (((value.low() | (exact ? 0 : value.maskLow())) & ~named(field)) != 0) {
            return exact ? "0x" + Long.toHexString(value.low()) : FieldText.hexMasked(value, 0);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            boolean set = (value.low() >>> i & 1) != 0;
            if (exact && set) {
                text.append(text.isEmpty() ? "" : "|").append(names.get(i));
            } else if (!exact && (value.maskLow() >>> i & 1) != 0) {
                text.append(set ? '+' : '-').append(names.get(i));
            }
        }
        return text.isEmpty() ? "0" + (exact ? "" : "/0") : text.toString();
    }

    private static int bit(Field field, String name) {
        int index = names(field).indexOf(name);
        return index < 0 ? 0 : 1 << index;
    }

    /** The bits that have names; all others are refused. */
    private static long named(Field field) {
        return (1L << names(field).size()) - 1;
    }

    private static List<String> names(Field field) {
        return switch (field.format()) {
            case CT_STATE -> CONNECTION;
            case TUNNEL_FLAGS -> TUNNEL;
            default -> TCP;
        };
    }

    private static RuntimeException bad(Field field, String text) {
        return FieldText.bad(
                field,
                text,
                "+flag and -flag, flag|flag, or a number with /mask; flags: " + String.join(" ", names(field)));
    }
}

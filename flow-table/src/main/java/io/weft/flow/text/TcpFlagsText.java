package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.match.FieldValue;
import io.weft.flow.wire.TcpHeader;

/**
 * {@code tcp_flags}: {@code +syn-ack} names flags that must be set and clear, {@code syn|ack} those that are set while all others are
 * clear, and a number with or without a mask says it in bits.
 */
final class TcpFlagsText {
    private static final String[] NAMES = {
        "fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", "ns", "[200]", "[400]", "[800]"
    };

    private TcpFlagsText() {}

    static FieldValue parse(Field field, String text) {
        if (text.isEmpty()) {
            throw bad(field, text);
        }
        char first = text.charAt(0);
        if (first >= '0' && first <= '9') {
            int slash = text.indexOf('/');
            return slash < 0
                    ? FieldText.parseNumber(field, text, "")
                    : FieldText.parseNumber(field, text.substring(0, slash), text.substring(slash + 1));
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
            int bit = bit(text.substring(at + 1, end));
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
            int bit = bit(name);
            if (bit == 0) {
                throw bad(field, text);
            }
            value |= bit;
        }
        return FieldValue.masked(value, TcpHeader.FLAGS_MASK);
    }

    static String print(FieldValue value) {
        boolean exact = value.maskLow() == TcpHeader.FLAGS_MASK;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NAMES.length; i++) {
            boolean set = (value.low() >>> i & 1) != 0;
            if (exact && set) {
                text.append(text.isEmpty() ? "" : "|").append(NAMES[i]);
            } else if (!exact && (value.maskLow() >>> i & 1) != 0) {
                text.append(set ? '+' : '-').append(NAMES[i]);
            }
        }
        return text.isEmpty() ? "0" + (exact ? "" : "/0") : text.toString();
    }

    private static int bit(String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return 1 << i;
            }
        }
        return 0;
    }

    private static RuntimeException bad(Field field, String text) {
        return FieldText.bad(
                field,
                text,
                "+flag and -flag, flag|flag, or a number with /mask; flags: fin syn rst psh ack urg ece cwr ns");
    }
}

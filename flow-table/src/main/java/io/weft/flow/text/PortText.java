package io.weft.flow.text;

import io.weft.flow.action.Ports;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Ports as text: numbers, reserved names of OpenFlow in any case, names of the bridge's ports, quoted where a name would read as something
 * else.
 */
final class PortText {
    /** Not a port; no port has this number. */
    static final long BAD = Long.MIN_VALUE;

    private static final Map<String, Integer> RESERVED = new LinkedHashMap<>();
    private static final int FIRST_OF_16_BITS = 0xFFF8;
    private static final long FIRST_RESERVED = 0xFFFF_FFF8L;

    static {
        RESERVED.put("IN_PORT", Ports.IN_PORT);
        RESERVED.put("TABLE", Ports.TABLE);
        RESERVED.put("NORMAL", Ports.NORMAL);
        RESERVED.put("FLOOD", Ports.FLOOD);
        RESERVED.put("ALL", Ports.ALL);
        RESERVED.put("CONTROLLER", Ports.CONTROLLER);
        RESERVED.put("LOCAL", Ports.LOCAL);
        RESERVED.put("ANY", Ports.NONE);
        RESERVED.put("NONE", Ports.NONE);
        RESERVED.put("UNSET", Ports.UNSET);
    }

    private PortText() {}

    /** The number of the port that {@code text} names, as an {@code int} widened with its sign, or {@link #BAD}. */
    static long parse(String text, PortNames names) {
        if (AddressText.isNumber(text)) {
            return ofNumber(AddressText.number(text));
        }
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        Integer reserved = quoted ? null : RESERVED.get(text.toUpperCase(Locale.ROOT));
        if (reserved != null) {
            return reserved;
        }
        int number = names.number(quoted ? unquote(text) : text);
        return number == Ports.NONE ? BAD : number;
    }

    /** The sentence for {@code text} that is no port. */
    static String unknown(String text) {
        return text + " is neither a port number (1 to " + Ports.MAX + ") nor the name of a port";
    }

    /** What {@link #parse} reads back as {@code port}. */
    static String print(int port, PortNames names) {
        for (Map.Entry<String, Integer> entry : RESERVED.entrySet()) {
            if (entry.getValue() == port) {
                return entry.getKey();
            }
        }
        String name = names.name(port);
        if (name == null) {
            return Integer.toUnsignedString(port);
        }
        return quoted(name);
    }

    /** A reserved number may be given with 16 bits, as in OpenFlow 1.0, or with 32. */
    private static long ofNumber(long number) {
        if (number >= 0 && number <= Ports.MAX || number >= FIRST_RESERVED && number <= 0xFFFF_FFFFL) {
            return (int) number;
        }
        return number >= FIRST_OF_16_BITS && number <= 0xFFFF ? (int) (number | 0xFFFF_0000L) : BAD;
    }

    /** A port number of 16 bits, as one of 32. */
    static long widened(long number) {
        return number >= FIRST_OF_16_BITS ? number | 0xFFFF_0000L : number;
    }

    /** Letters and digits, a letter first, and no reserved name: all else is quoted, as in the output of ovs-ofctl. */
    private static boolean isPlain(String name) {
        boolean plain = !name.isEmpty()
                && Character.isLetter(name.charAt(0))
                && !RESERVED.containsKey(name.toUpperCase(Locale.ROOT));
        for (int i = 0; i < name.length(); i++) {
            plain &= name.charAt(i) < 0x80 && Character.isLetterOrDigit(name.charAt(i));
        }
        return plain;
    }

    /** A name as it is printed. */
    static String quoted(String name) {
        return isPlain(name) ? name : quote(name);
    }

    private static String quote(String name) {
        return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String unquote(String text) {
        StringBuilder name = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            boolean escape = text.charAt(i) == '\\' && i + 1 < text.length() - 1;
            name.append(text.charAt(escape ? ++i : i));
        }
        return name.toString();
    }
}

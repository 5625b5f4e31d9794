package io.weft.northbound.codec;

import com.google.protobuf.ByteString;
import io.weft.flow.action.Ports;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a request field by field and reports all that is wrong at once. Every method returns the value it was given, so that checking
 * and decoding are one expression; {@link #done} throws when something was wrong.
 */
public final class RequestCheck {
    /** More than these say nothing new. */
    private static final int MAX_VIOLATIONS = 16;

    private static final String NAME_RULE = "bytes of printable ASCII without space and slash";

    private final List<FieldViolation> violations = new ArrayList<>();

    /** The name of a bridge. */
    public String bridge(String field, String value) {
        return name(field, value, Limits.BRIDGE_NAME);
    }

    /** The name of a bridge, or empty where that means something. */
    public String bridgeOrEmpty(String field, String value) {
        return value.isEmpty() ? value : bridge(field, value);
    }

    /** The name of a port or of a record. */
    public String name(String field, String value) {
        return name(field, value, Limits.NAME);
    }

    /** The name that a record has within a transaction. */
    public String symbol(String field, String value) {
        if (!value.startsWith("@") || value.length() < 2) {
            refuse(field, value, "@ and a name");
        }
        return name(field, value);
    }

    public String symbolOrEmpty(String field, String value) {
        return value.isEmpty() ? value : symbol(field, value);
    }

    public String nameOrEmpty(String field, String value) {
        return value.isEmpty() ? value : name(field, value);
    }

    private String name(String field, String value, int longest) {
        boolean printable = value.chars().allMatch(c -> c > ' ' && c <= '~' && c != '/');
        if (value.isEmpty() || value.length() > longest || !printable) {
            refuse(field, value, "1 to " + longest + " " + NAME_RULE);
        }
        return value;
    }

    /** The name of a table, column, key or command: as {@link #name}, but with slashes. */
    public String word(String field, String value) {
        boolean printable = value.chars().allMatch(c -> c > ' ' && c <= '~');
        if (value.isEmpty() || value.length() > Limits.NAME || !printable) {
            refuse(field, value, "1 to " + Limits.NAME + " bytes of printable ASCII without space");
        }
        return value;
    }

    /** Any text of bounded length. */
    public String text(String field, String value) {
        if (value.length() > Limits.TEXT
                || value.length() > Limits.TEXT / 3 && value.getBytes(StandardCharsets.UTF_8).length > Limits.TEXT) {
            refuse(field, value, "at most " + Limits.TEXT + " bytes");
        }
        return value;
    }

    public int range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            refuse(field, value, min + " to " + max);
        }
        return (int) value;
    }

    /** An unsigned 32-bit number of a message. */
    public int unsigned(String field, int value, long min, long max) {
        return range(field, Integer.toUnsignedLong(value), min, max);
    }

    public int zeroOr(String field, int value, long min, long max) {
        long number = Integer.toUnsignedLong(value);
        if (number != 0 && (number < min || number > max)) {
            refuse(field, number, "0, or " + min + " to " + max);
        }
        return value;
    }

    /** The number of a port in a bridge: 1 to 65279, or the bridge's own as 65534 or OpenFlow's LOCAL. */
    public int port(String field, int value) {
        long number = Integer.toUnsignedLong(value);
        if (number >= 1 && number <= Ports.MAX || value == Ports.LOCAL) {
            return value;
        }
        if (number == 65534) {
            return Ports.LOCAL;
        }
        refuse(field, number, "1 to " + Ports.MAX + ", or 65534");
        return value;
    }

    public long mac(String field, long value) {
        if ((value & ~Limits.MAC) != 0) {
            refuse(field, "0x" + Long.toHexString(value), "48 bits");
        }
        return value;
    }

    public byte[] frame(String field, ByteString value, int min) {
        if (value.size() < min || value.size() > Limits.FRAME) {
            refuse(field, value.size() + " bytes", min + " to " + Limits.FRAME + " bytes");
            return new byte[0];
        }
        return value.toByteArray();
    }

    /** The number of elements of a list; when it is not allowed the list must not be decoded. */
    public boolean size(String field, int size, int min, int max) {
        if (size < min || size > max) {
            refuse(field, size + " elements", min + " to " + max + " elements");
            return false;
        }
        return true;
    }

    public void refuse(String field, Object value, String allowed) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(FieldViolation.notAllowed(field, Abbreviation.of(String.valueOf(value)), allowed));
        }
    }

    /** Throws what was found. */
    public void done() {
        if (violations.isEmpty()) {
            return;
        }
        String message = violations.getFirst().message();
        int others = violations.size() - 1;
        throw new ControlException(
                Kind.INVALID,
                others == 0 ? message : message + " (and " + others + " more)",
                violations,
                TextSpan.NONE,
                null);
    }
}

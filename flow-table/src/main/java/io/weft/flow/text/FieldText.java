package io.weft.flow.text;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.MatchBuilder;
import java.math.BigInteger;
import java.util.Locale;

/**
 * The value of one field as text, in the field's format: decimal and {@code 0x} numbers, MAC and IP addresses, ports, fragment words, TCP
 * flags; a mask behind a slash, for IP addresses also as a prefix length (ovs-fields(7)).
 *
 * <p>Value bits outside the mask are dropped, so {@code 10.0.0.1/8} is {@code 10.0.0.0/8}. Whether the field takes a mask at all is for
 * {@link MatchBuilder} to say. What {@link #print} writes, {@link #parse} reads as the same value. Thread-safety: stateless.
 */
public final class FieldText {
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private FieldText() {}

    /**
     * The value of {@code text}, which may carry {@code /mask}.
     *
     * @throws FieldException naming the field, the text and what is allowed
     */
    public static FieldValue parse(Field field, String text, PortNames ports) {
        int slash = text.indexOf('/');
        return switch (field.format()) {
            case PORT -> FieldValue.exact(field, parsePort(field, text, ports));
            case FRAGMENT -> FragmentText.parse(field, text);
            case TCP_FLAGS, CT_STATE, TUNNEL_FLAGS -> FlagsText.parse(field, text);
            default ->
                slash < 0
                        ? parse(field, text, "", ports)
                        : parse(field, text.substring(0, slash), text.substring(slash + 1), ports);
        };
    }

    /**
     * The value of {@code value} under {@code mask}, which is empty for an exact value.
     *
     * @throws FieldException naming the field, the text and what is allowed
     */
    public static FieldValue parse(Field field, String value, String mask, PortNames ports) {
        return switch (field.format()) {
            case DECIMAL, HEXADECIMAL ->
                field.isWide() ? parseWide(field, value, mask) : parseNumber(field, value, mask);
            case ETHERNET -> parseMac(field, value, mask);
            case IPV4 -> parseIpv4(field, value, mask);
            case IPV6 -> parseIpv6(field, value, mask);
            case PORT, FRAGMENT, TCP_FLAGS, CT_STATE, TUNNEL_FLAGS ->
                parse(field, mask.isEmpty() ? value : value + "/" + mask, ports);
        };
    }

    /** {@code value} as text in a match, with {@code /mask} where it is not exact. */
    public static String print(Field field, FieldValue value, PortNames ports) {
        boolean exact = value.isExact(field);
        return switch (field.format()) {
            case DECIMAL -> exact ? Long.toUnsignedString(value.low()) : hexMasked(value, 1);
            case HEXADECIMAL -> printHex(field, value, exact);
            case TUNNEL_FLAGS -> FlagsText.printSigned(field, value);
            default -> printValue(field, value, ports);
        };
    }

    /** {@code value} as text where it stands alone, as in set_field: numbers in the same base, without leading zeros. */
    static String printValue(Field field, FieldValue value, PortNames ports) {
        boolean exact = value.isExact(field);
        return switch (field.format()) {
            case DECIMAL -> Long.toUnsignedString(value.low()) + (exact ? "" : "/" + hex(value.maskLow()));
            case HEXADECIMAL ->
                hex(value.high(), value.low()) + (exact ? "" : "/" + hex(value.maskHigh(), value.maskLow()));
            case ETHERNET ->
                AddressText.printMac(value.low()) + (exact ? "" : "/" + AddressText.printMac(value.maskLow()));
            case IPV4 -> AddressText.printIpv4(value.low()) + (exact ? "" : "/" + ipv4Mask(value.maskLow()));
            case IPV6 -> AddressText.printIpv6(value.high(), value.low()) + (exact ? "" : "/" + ipv6Mask(value));
            case PORT -> PortText.print((int) value.low(), ports);
            case FRAGMENT -> FragmentText.print(value);
            case TCP_FLAGS, CT_STATE, TUNNEL_FLAGS -> FlagsText.print(field, value);
        };
    }

    private static long parsePort(Field field, String text, PortNames ports) {
        long port = PortText.parse(text, ports);
        if (port == PortText.BAD) {
            throw bad(field, text, "a port number, the name of a port, or LOCAL");
        }
        return port & 0xFFFF_FFFFL;
    }

    static FieldValue parseNumber(Field field, String value, String mask) {
        boolean noTag = field.equals(Fields.DL_VLAN);
        long low = number(field, value, noTag ? MatchBuilder.NO_VLAN : field.ones());
        if (low > field.ones() && noTag && low != MatchBuilder.NO_VLAN) {
            throw bad(field, value, "0 to 4095, or 0xffff for no tag");
        }
        if (mask.isEmpty()) {
            return FieldValue.exact(field, low);
        }
        return FieldValue.masked(low, number(field, mask, field.ones())).trimmed();
    }

    private static FieldValue parseWide(Field field, String value, String mask) {
        long[] number = wide(field, value);
        if (mask.isEmpty()) {
            return FieldValue.exact(field, number[0], number[1]);
        }
        long[] bits = wide(field, mask);
        return new FieldValue(number[0], number[1], bits[0], bits[1]).trimmed();
    }

    /** High and low half of a number of up to 128 bits. */
    private static long[] wide(Field field, String text) {
        long[] number = parseWide(text);
        if (number == null) {
            throw bad(field, text, "a number of up to 128 bits");
        }
        return number;
    }

    /** High and low half of a number of up to 128 bits; null when {@code text} is none. */
    static long[] parseWide(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        String digits = hex ? text.substring(2) : text;
        if (digits.matches(hex ? "[0-9a-fA-F]{1,64}" : "[0-9]{1,64}")) {
            BigInteger number = new BigInteger(digits, hex ? 16 : 10);
            if (number.bitLength() <= IPV6_BITS) {
                return new long[] {number.shiftRight(64).longValue(), number.longValue()};
            }
        }
        return null;
    }

    private static String printHex(Field field, FieldValue value, boolean exact) {
        int digits = digits(field);
        if (digits == 0) {
            return hex(value.high(), value.low()) + (exact ? "" : "/" + hex(value.maskHigh(), value.maskLow()));
        }
        return exact ? hex(value.low(), digits) : hexMasked(value, digits);
    }

    /** As ovs-ofctl writes numbers: zero without 0x. */
    static String hex(long number) {
        return number == 0 ? "0" : "0x" + Long.toHexString(number);
    }

    /** A number of 128 bits. */
    static String hex(long high, long low) {
        return high == 0 ? hex(low) : hex(high) + String.format(Locale.ROOT, "%016x", low);
    }

    private static long number(Field field, String text, long largest) {
        if (AddressText.isNumber(text)) {
            long number = AddressText.number(text);
            if (Long.compareUnsigned(number, largest) <= 0) {
                return number;
            }
        }
        throw bad(field, text, "0 to " + (largest > 0xFFFF || largest < 0 ? hex(largest, 0) : largest));
    }

    private static FieldValue parseMac(Field field, String value, String mask) {
        long mac = mac(field, value);
        return mask.isEmpty()
                ? FieldValue.exact(field, mac)
                : FieldValue.masked(mac, mac(field, mask)).trimmed();
    }

    private static long mac(Field field, String text) {
        long mac = AddressText.parseMac(text);
        if (mac == AddressText.BAD) {
            throw bad(field, text, "an Ethernet address such as 00:11:22:33:44:55");
        }
        return mac;
    }

    private static FieldValue parseIpv4(Field field, String value, String mask) {
        long address = ipv4(field, value);
        if (mask.isEmpty()) {
            return FieldValue.exact(field, address);
        }
        int prefix = prefix(field, mask, IPV4_BITS);
        long bits = prefix < 0 ? ipv4(field, mask) : -1L << IPV4_BITS - prefix & 0xFFFF_FFFFL;
        return FieldValue.masked(address, bits).trimmed();
    }

    private static long ipv4(Field field, String text) {
        long address = AddressText.parseIpv4(text);
        if (address == AddressText.BAD) {
            throw bad(field, text, "an IPv4 address such as 10.0.0.1, with /len or /mask");
        }
        return address;
    }

    private static FieldValue parseIpv6(Field field, String value, String mask) {
        long[] address = ipv6(field, value);
        if (mask.isEmpty()) {
            return FieldValue.exact(field, address[0], address[1]);
        }
        int prefix = prefix(field, mask, IPV6_BITS);
        long[] bits = prefix < 0 ? ipv6(field, mask) : new long[] {ones(prefix), ones(prefix - 64)};
        return new FieldValue(address[0], address[1], bits[0], bits[1]).trimmed();
    }

    private static long[] ipv6(Field field, String text) {
        long[] address = new long[2];
        if (!AddressText.parseIpv6(text, address)) {
            throw bad(field, text, "an IPv6 address such as fe80::1, with /len or /mask");
        }
        return address;
    }

    /** A prefix length, or -1 when {@code mask} is written as an address. */
    private static int prefix(Field field, String mask, int longest) {
        if (mask.indexOf('.') >= 0 || mask.indexOf(':') >= 0) {
            return -1;
        }
        if (!AddressText.isNumber(mask) || Long.compareUnsigned(AddressText.number(mask), longest) > 0) {
            throw bad(field, mask, "a prefix length of 0 to " + longest + ", or a mask");
        }
        return (int) AddressText.number(mask);
    }

    /** {@code count} one bits from the top of 64. */
    private static long ones(int count) {
        if (count <= 0) {
            return 0;
        }
        return count >= 64 ? -1L : -1L << 64 - count;
    }

    private static String ipv4Mask(long mask) {
        int prefix = Long.numberOfLeadingZeros(~(mask << 32));
        return mask << 32 == ones(prefix) ? Integer.toString(prefix) : AddressText.printIpv4(mask);
    }

    private static String ipv6Mask(FieldValue value) {
        int prefix = Long.numberOfLeadingZeros(~value.maskHigh());
        prefix += prefix == 64 ? Long.numberOfLeadingZeros(~value.maskLow()) : 0;
        boolean plain = value.maskHigh() == ones(prefix) && value.maskLow() == ones(prefix - 64);
        return plain ? Integer.toString(prefix) : AddressText.printIpv6(value.maskHigh(), value.maskLow());
    }

    private static int digits(Field field) {
        return switch (field.name()) {
            case "eth_type", "vlan_tci" -> 4;
            case "ipv6_label" -> 5;
            default -> 0;
        };
    }

    static String hexMasked(FieldValue value, int digits) {
        return hex(value.low(), digits) + "/" + hex(value.maskLow(), digits);
    }

    /** As C's {@code %#x} without digits, where 0 has no prefix. */
    private static String hex(long number, int digits) {
        if (number == 0 && digits == 0) {
            return "0";
        }
        String text = Long.toHexString(number);
        return "0x" + "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    static FieldException bad(Field field, String text, String allowed) {
        return new FieldException(
                field.name(), text, allowed, "\"" + text + "\" is not a value of " + field + "; allowed: " + allowed);
    }
}

package io.weft.vswitch.program;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldValue;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import java.util.List;

/**
 * A part of a header as datapath actions name it: {@code src} in {@code set(ipv4(src=10.0.0.1))}.
 *
 * @param name of the part
 * @param field a field with its place and its width
 * @param style how a value is written; a mask of a number is hexadecimal whatever the value is
 */
record HeaderPart(String name, Field field, Style style) {
    enum Style {
        DECIMAL,
        HEXADECIMAL,
        /** As in a match. */
        ADDRESS
    }

    static final List<HeaderPart> ETHERNET = List.of(address("src", Fields.ETH_SRC), address("dst", Fields.ETH_DST));
    static final List<HeaderPart> IPV4 = List.of(
            address("src", Fields.NW_SRC),
            address("dst", Fields.NW_DST),
            hexadecimal("tos", Fields.NW_TOS),
            decimal("ttl", Fields.NW_TTL));
    static final List<HeaderPart> IPV6 = List.of(
            address("src", Fields.IPV6_SRC),
            address("dst", Fields.IPV6_DST),
            hexadecimal("label", Fields.IPV6_LABEL),
            hexadecimal("tclass", Fields.NW_TOS),
            decimal("hlimit", Fields.NW_TTL));
    static final List<HeaderPart> ARP = List.of(
            address("sip", Fields.ARP_SPA),
            address("tip", Fields.ARP_TPA),
            decimal("op", Fields.ARP_OP),
            address("sha", Fields.ARP_SHA),
            address("tha", Fields.ARP_THA));
    static final List<HeaderPart> PORTS = List.of(decimal("src", Fields.TCP_SRC), decimal("dst", Fields.TCP_DST));
    static final List<HeaderPart> ICMP = List.of(decimal("type", Fields.ICMP_TYPE), decimal("code", Fields.ICMP_CODE));
    static final List<HeaderPart> NEIGHBOUR =
            List.of(address("target", Fields.ND_TARGET), address("sll", Fields.ND_SLL), address("tll", Fields.ND_TLL));

    private static HeaderPart address(String name, Field field) {
        return new HeaderPart(name, field, Style.ADDRESS);
    }

    private static HeaderPart decimal(String name, Field field) {
        return new HeaderPart(name, field, Style.DECIMAL);
    }

    private static HeaderPart hexadecimal(String name, Field field) {
        return new HeaderPart(name, field, Style.HEXADECIMAL);
    }

    /** {@code src=10.0.0.1}, with the mask of {@code bits} unless it is all ones; only bits in the mask are shown. */
    String text(long[] values, long[] bits) {
        if (field.isWide()) {
            return name + "=" + wide(field.high(values), field.low(values), field.high(bits), field.low(bits));
        }
        long mask = field.low(bits);
        boolean whole = mask == field.ones();
        long value = field.low(values) & mask;
        return switch (style) {
            case ADDRESS -> name + "=" + address(value) + (whole ? "" : "/" + address(mask));
            case DECIMAL -> name + "=" + value + (whole ? "" : "/0x" + Long.toHexString(mask));
            case HEXADECIMAL -> name + "=0x" + Long.toHexString(value) + (whole ? "" : "/0x" + Long.toHexString(mask));
        };
    }

    private String address(long value) {
        return value(new FieldValue(0, value, 0, field.ones()));
    }

    private String wide(long high, long low, long maskHigh, long maskLow) {
        String value = value(new FieldValue(high & maskHigh, low & maskLow, -1L, -1L));
        boolean whole = (maskHigh & maskLow) == -1L;
        return whole ? value : value + "/" + value(new FieldValue(maskHigh, maskLow, -1L, -1L));
    }

    private String value(FieldValue value) {
        String text = FlowText.print(field, value, PortNames.NUMBERS);
        return text.substring(text.indexOf('=') + 1);
    }
}

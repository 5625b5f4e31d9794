package io.weft.vswitch.tunnel;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.match.FieldValue;
import io.weft.flow.text.FieldText;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.PortNames;

/**
 * The address of a tunnel's end: an IPv6 address in two halves, or an IPv4 address as {@code ::ffff:a.b.c.d} (RFC 4291 section 2.5.5.2), which
 * is also how the kernel shows it to a socket of both families.
 */
public record TunnelAddress(long high, long low) {
    /** No address. */
    public static final TunnelAddress NONE = new TunnelAddress(0, 0);

    private static final long MAPPED = 0xFFFFL << 32;
    private static final long IPV4 = 0xFFFF_FFFFL;

    public static TunnelAddress ofIpv4(long address) {
        return new TunnelAddress(0, mapped(address));
    }

    /** The low half of an IPv4 address; the high half is 0. */
    public static long mapped(long ipv4) {
        return MAPPED | ipv4 & IPV4;
    }

    public static boolean isIpv4(long high, long low) {
        return high == 0 && (low & ~IPV4) == MAPPED;
    }

    /** An address as text, without a mask; null where it is none. */
    public static TunnelAddress parse(String text) {
        try {
            boolean wide = text.indexOf(':') >= 0;
            Field field = wide ? Fields.TUN_IPV6_DST : Fields.TUN_DST;
            FieldValue value = FieldText.parse(field, text, PortNames.NUMBERS);
            if (!value.isExact(field)) {
                return null;
            }
            return wide ? new TunnelAddress(value.high(), value.low()) : ofIpv4(value.low());
        } catch (FlowTextException e) {
            return null; // the caller names the option
        }
    }

    public boolean isNone() {
        return (high | low) == 0;
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    /** Of a group (RFC 5771, RFC 4291). */
    public boolean isMulticast() {
        return isIpv4() ? (low & 0xF000_0000L) == 0xE000_0000L : high >>> 56 == 0xFF;
    }

    /** The address of the fields {@code four} and {@code six} of a key: the one that is not 0, IPv4 first. */
    public static TunnelAddress of(long[] key, Field four, Field six) {
        long ipv4 = four.low(key);
        return ipv4 != 0 ? ofIpv4(ipv4) : new TunnelAddress(six.high(key), six.low(key));
    }

    /** Writes an address to {@code four} or {@code six}. */
    static void put(long high, long low, long[] key, Field four, Field six) {
        if (isIpv4(high, low)) {
            four.set(key, 0, low & IPV4);
        } else {
            six.set(key, high, low);
        }
    }

    @Override
    public String toString() {
        Field field = isIpv4() ? Fields.TUN_DST : Fields.TUN_IPV6_DST;
        FieldValue value = FieldValue.exact(field, high, isIpv4() ? low & IPV4 : low);
        return FieldText.print(field, value, PortNames.NUMBERS);
    }
}

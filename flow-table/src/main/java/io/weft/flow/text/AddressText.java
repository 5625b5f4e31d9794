package io.weft.flow.text;

/**
 * Addresses and numbers as text. Parsers return {@link #BAD} (a value that none of these has) or false instead of throwing, so that the
 * caller can say which field was wrong.
 */
final class AddressText {
    /** Not an address or number. */
    static final long BAD = Long.MIN_VALUE;

    private static final int GROUPS = 8;

    /** So many digits fit in 64 bits whatever they are. */
    private static final int SAFE_DIGITS = 16;

    private AddressText() {}

    /** A MAC address: six groups of one or two hexadecimal digits. */
    static long parseMac(String text) {
        return parseOctets(text, ':', 6, 16, 2);
    }

    /** Exactly {@code count} octets of up to {@code most} digits between separators, or {@link #BAD}. */
    private static long parseOctets(String text, char separator, int count, int radix, int most) {
        long number = 0;
        int from = 0;
        for (int i = 1; i <= count; i++) {
            int next = text.indexOf(separator, from);
            int to = i == count ? text.length() : next;
            int octet = (next < 0) == (i == count) ? digits(text, from, to, radix, most) : -1;
            if (octet < 0 || octet > 255) {
                return BAD;
            }
            number = number << 8 | octet;
            from = to + 1;
        }
        return number;
    }

    static String printMac(long mac) {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (mac >>> shift) & 0xFF;
            text.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xF, 16));
            text.append(shift == 0 ? "" : ":");
        }
        return text.toString();
    }

    /** A dotted IPv4 address as an unsigned 32-bit number. */
    static long parseIpv4(String text) {
        return parseOctets(text, '.', 4, 10, 3);
    }

    static String printIpv4(long address) {
        return (address >>> 24 & 0xFF) + "." + (address >>> 16 & 0xFF) + "." + (address >>> 8 & 0xFF) + "."
                + (address & 0xFF);
    }

    /** An IPv6 address (RFC 4291 section 2.2): high half in {@code to[0]}, low half in {@code to[1]}; false when it is none. */
    static boolean parseIpv6(String text, long[] to) {
        int gap = text.indexOf("::");
        String head = gap < 0 ? text : text.substring(0, gap);
        String tail = gap < 0 ? "" : text.substring(gap + 2);
        int[] before = parseGroups(head);
        int[] after = parseGroups(tail);
        if (before == null || after == null) {
            return false;
        }
        int count = before.length + after.length;
        if (gap < 0 ? count != GROUPS : count >= GROUPS) {
            return false;
        }
        int[] groups = new int[GROUPS];
        System.arraycopy(before, 0, groups, 0, before.length);
        System.arraycopy(after, 0, groups, GROUPS - after.length, after.length);
        to[0] = join(groups, 0);
        to[1] = join(groups, 4);
        return true;
    }

    private static long join(int[] groups, int from) {
        long half = 0;
        for (int i = from; i < from + 4; i++) {
            half = half << 16 | groups[i];
        }
        return half;
    }

    /** The 16-bit groups of part of an address, whose last one may be a dotted IPv4 address; null when one is wrong. */
    private static int[] parseGroups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        String last = parts[parts.length - 1];
        boolean dotted = last.indexOf('.') >= 0;
        if (parts.length > GROUPS) {
            return null;
        }
        int[] groups = new int[parts.length + (dotted ? 1 : 0)];
        for (int i = 0; i < parts.length - (dotted ? 1 : 0); i++) {
            groups[i] = digits(parts[i], 16, 4);
            if (groups[i] < 0) {
                return null;
            }
        }
        if (dotted) {
            long address = parseIpv4(last);
            if (address == BAD) {
                return null;
            }
            groups[groups.length - 2] = (int) (address >>> 16);
            groups[groups.length - 1] = (int) address & 0xFFFF;
        }
        return groups;
    }

    /** The canonical text (RFC 5952), with a dotted tail for addresses that embed an IPv4 one, as inet_ntop writes it. */
    static String printIpv6(long high, long low) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < 4; i++) {
            groups[i] = (int) (high >>> 48 - 16 * i) & 0xFFFF;
            groups[i + 4] = (int) (low >>> 48 - 16 * i) & 0xFFFF;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
            i = end > i ? end - 1 : i;
        }
        boolean embeds = start == 0 && (length == 6 || length == 5 && groups[5] == 0xFFFF);
        int stop = embeds ? 6 : GROUPS;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < stop; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                boolean separate = !text.isEmpty() && text.charAt(text.length() - 1) != ':';
                text.append(separate ? ":" : "").append(Integer.toHexString(groups[i]));
            }
        }
        if (embeds) {
            text.append(text.charAt(text.length() - 1) == ':' ? "" : ":").append(printIpv4(low & 0xFFFF_FFFFL));
        }
        return text.toString();
    }

    /** Whether {@code text} is an unsigned 64-bit number, decimal or hexadecimal with 0x; it is then {@link #number}. */
    static boolean isNumber(String text) {
        int from = isHexadecimal(text) ? 2 : 0;
        int radix = from == 2 ? 16 : 10;
        int count = text.length() - from;
        if (count == 0 || count > 20) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            if (digit(text.charAt(i), radix) < 0) {
                return false;
            }
        }
        return count <= SAFE_DIGITS || fits(text, from, radix);
    }

    private static boolean fits(String text, int from, int radix) {
        try {
            Long.parseUnsignedLong(text, from, text.length(), radix);
            return true;
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    /** The value of text that {@link #isNumber}. */
    static long number(String text) {
        return isHexadecimal(text)
                ? Long.parseUnsignedLong(text, 2, text.length(), 16)
                : Long.parseUnsignedLong(text, 0, text.length(), 10);
    }

    private static boolean isHexadecimal(String text) {
        return text.length() >= 2 && text.charAt(0) == '0' && (text.charAt(1) | 0x20) == 'x';
    }

    /** Up to {@code most} digits of {@code radix} as a number, or -1. */
    private static int digits(String text, int radix, int most) {
        return digits(text, 0, text.length(), radix, most);
    }

    private static int digits(String text, int from, int to, int radix, int most) {
        if (from >= to || to - from > most) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = digit(text.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static int digit(char c, int radix) {
        return c > 'f' ? -1 : Character.digit(c, radix);
    }
}

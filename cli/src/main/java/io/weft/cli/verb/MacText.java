package io.weft.cli.verb;

import java.util.regex.Pattern;

/** 48-bit addresses as text. */
public final class MacText {
    private static final Pattern ADDRESS = Pattern.compile("([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}");

    private MacText() {}

    /** {@code 02:00:00:00:00:01}. */
    public static String of(long mac) {
        StringBuilder text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (mac >> shift & 0xff);
            text.append(text.isEmpty() ? "" : ":");
            text.append(Character.forDigit(octet >> 4, 16)).append(Character.forDigit(octet & 15, 16));
        }
        return text.toString();
    }

    /** @throws UsageException when it is none */
    public static long parse(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new UsageException("\"" + text + "\" is not an address; allowed: xx:xx:xx:xx:xx:xx");
        }
        long mac = 0;
        for (String octet : text.split(":", -1)) {
            mac = mac << 8 | Integer.parseInt(octet, 16);
        }
        return mac;
    }
}

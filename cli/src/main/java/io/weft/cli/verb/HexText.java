package io.weft.cli.verb;

import java.util.HexFormat;

/** Frames in hexadecimal. */
public final class HexText {
    private HexText() {}

    /**
     * The bytes; blanks and colons between digits are allowed.
     *
     * @throws UsageException when it is not hexadecimal, saying where
     */
    public static byte[] frame(String text) {
        String digits = text.replaceAll("[\\s:]", "");
        if (digits.startsWith("0x")) {
            digits = digits.substring(2);
        }
        for (int i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                throw new UsageException("a packet is written in hexadecimal; \"" + digits.charAt(i) + "\" at digit "
                        + (i + 1) + " of \"" + text + "\" is none");
            }
        }
        if (digits.isEmpty() || digits.length() % 2 != 0) {
            throw new UsageException(
                    "a packet has two hexadecimal digits for each byte; \"" + text + "\" has " + digits.length());
        }
        return HexFormat.of().parseHex(digits);
    }
}

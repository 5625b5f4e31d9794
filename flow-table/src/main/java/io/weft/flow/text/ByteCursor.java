package io.weft.flow.text;

/**
 * Walks over ASCII text and reads the plain forms of numbers and addresses, to the values that {@link AddressText} gives them. What is not plain is
 * {@link AddressText#BAD}, and another reader's to judge; the cursor is then anywhere.
 */
final class ByteCursor {
    private static final int DECIMAL_DIGITS = 18;
    private static final int HEXADECIMAL_DIGITS = 16;

    byte[] text;
    int at;
    int end;

    /** Goes to the first of some bytes. */
    void reset(byte[] bytes, int from, int to) {
        text = bytes;
        at = from;
        end = to;
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** Whether the next byte is this one. */
    boolean isAt(char c) {
        return at < end && text[at] == c;
    }

    /** Whether there is no next byte, or it separates items. */
    boolean isAtSeparator() {
        return at == end || isSeparator(text[at]);
    }

    static boolean isSeparator(byte c) {
        return c == ',' || c == ' ' || c == '\t';
    }

    void skipSeparators() {
        while (at < end && isSeparator(text[at])) {
            at++;
        }
    }

    /** Goes behind letters, digits and underscores. */
    void skipWord() {
        while (at < end && isOfWord(text[at])) {
            at++;
        }
    }

    private static boolean isOfWord(byte c) {
        return c >= 'a' && c <= 'z' || c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z';
    }

    /** Goes behind a value without parentheses, quotes and other signs that group. */
    void skipValue() {
        while (at < end && (isOfWord(text[at]) || text[at] >= '-' && text[at] <= ':')) {
            at++; // between - and : stand . and / and digits
        }
    }

    /** An unsigned number of at most {@code largest}, which counts as unsigned, too. */
    long number(long largest) {
        boolean hexadecimal = at + 2 < end && text[at] == '0' && (text[at + 1] | 0x20) == 'x';
        long number = hexadecimal ? hexadecimal() : decimal(DECIMAL_DIGITS);
        return Long.compareUnsigned(number, largest) <= 0 ? number : AddressText.BAD;
    }

    private long hexadecimal() {
        at += 2;
        int from = at;
        long number = 0;
        for (int digit; at < end && (digit = hexadecimalDigit(text[at])) >= 0; at++) {
            number = number << 4 | digit;
        }
        return at == from || at - from > HEXADECIMAL_DIGITS ? AddressText.BAD : number;
    }

    private long decimal(int digits) {
        int from = at;
        long number = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            number = 10 * number + text[at++] - '0';
        }
        return at == from || at - from > digits ? AddressText.BAD : number;
    }

    private static int hexadecimalDigit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /** A dotted address. */
    long ipv4() {
        long address = 0;
        for (int i = 0; i < 4; i++) {
            if (i > 0 && !take('.')) {
                return AddressText.BAD;
            }
            long octet = decimal(3);
            if (octet < 0 || octet > 255) {
                return AddressText.BAD;
            }
            address = address << 8 | octet;
        }
        return address;
    }

    /** Six groups of one or two hexadecimal digits. */
    long mac() {
        long mac = 0;
        for (int i = 0; i < 6; i++) {
            if (i > 0 && !take(':')) {
                return AddressText.BAD;
            }
            int high = at < end ? hexadecimalDigit(text[at]) : -1;
            if (high < 0) {
                return AddressText.BAD;
            }
            int low = ++at < end ? hexadecimalDigit(text[at]) : -1;
            at += low < 0 ? 0 : 1;
            mac = mac << 8 | (low < 0 ? high : high << 4 | low);
        }
        return mac;
    }

    private boolean take(char c) {
        if (at == end || text[at] != c) {
            return false;
        }
        at++;
        return true;
    }
}

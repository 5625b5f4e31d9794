package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;

/**
 * What one side of an FTP control connection tells the other to connect to: {@code PORT} and reply 227 (RFC 959 section 4.1.2), {@code EPRT} and reply 229
 * (RFC 2428). Scratch space of one thread.
 *
 * <p>Only a whole line counts whose number ends before the bytes do; bytes are read up to {@value #MOST_BYTES}, whatever they say.
 *
 * <p>Exceptions: none. Allocation: none.
 */
final class FtpAnnouncement {
    /** Most bytes of a line that are looked at. */
    static final int MOST_BYTES = 512;

    /** Most bytes that {@link #write} writes. */
    static final int MOST_TEXT = 64;

    private static final int BAD = -1;
    private static final int GROUPS = 8;

    /** The family of the address, or of a 229, which has none, that of the packet. */
    boolean ipv6;

    /** Whether there is an address: a 229 has none. */
    boolean hasAddress;

    long high;
    long low;
    int port;

    /** Where the text of address and port begins, and behind it; without an address that of the port. */
    int from;

    int to;

    /** {@code EPRT}: what separates its parts; 0: six numbers with commas. */
    private int delimiter;

    private long start;
    private int at;
    private int end;
    private final int[] groups = new int[GROUPS];

    /**
     * Reads a line.
     *
     * @param line its first byte
     * @param length readable bytes from there
     * @param fromServer whether the side that did not open the connection says it
     * @return whether it announces something
     */
    boolean read(long line, int length, boolean fromServer) {
        start = line;
        at = 0;
        end = Math.min(length, MOST_BYTES);
        delimiter = 0;
        if (fromServer) {
            return is("227 ") ? passive() : is("229 ") && extendedPassive();
        }
        return is("PORT ") ? numbers() : is("EPRT ") && extended();
    }

    private boolean is(String word) {
        if (end < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (Character.toUpperCase(Memory.getByte(start + i)) != word.charAt(i)) {
                return false;
            }
        }
        at = word.length();
        return true;
    }

    private int peek() {
        return at < end ? Memory.getByte(start + at) : BAD;
    }

    private void skip(int byteValue) {
        while (peek() == byteValue) {
            at++;
        }
    }

    /** Up to the end of the line, to the first digit. */
    private boolean passive() {
        while (peek() >= ' ' && !isDigit(peek())) {
            at++;
        }
        return numbers();
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** A decimal number that something else follows, or {@link #BAD}. */
    private int number(int most) {
        int value = BAD;
        while (isDigit(peek())) {
            value = Math.max(value, 0) * 10 + peek() - '0';
            at++;
            if (value > most) {
                return BAD;
            }
        }
        return peek() == BAD ? BAD : value;
    }

    /** {@code h1,h2,h3,h4,p1,p2}. */
    private boolean numbers() {
        skip(' ');
        from = at;
        long value = 0;
        for (int i = 0; i < 6; i++) {
            int one = number(0xFF);
            if (one == BAD || i < 5 && peek() != ',') {
                return false;
            }
            at += i < 5 ? 1 : 0;
            value = value << 8 | one;
        }
        to = at;
        ipv6 = false;
        hasAddress = true;
        high = 0;
        low = value >>> 16;
        port = (int) value & 0xFFFF;
        return port != 0;
    }

    /** {@code |1|132.235.1.2|6275|}. */
    private boolean extended() {
        skip(' ');
        from = at;
        delimiter = peek();
        at++;
        int family = number(2);
        if (delimiter <= ' ' || isDigit(delimiter) || family < 1 || peek() != delimiter) {
            return false;
        }
        at++;
        ipv6 = family == 2;
        hasAddress = true;
        if (!(ipv6 ? ipv6() : ipv4()) || peek() != delimiter) {
            return false;
        }
        at++;
        port = number(0xFFFF);
        if (port < 1 || peek() != delimiter) {
            return false;
        }
        to = ++at;
        return true;
    }

    private boolean ipv4() {
        high = 0;
        low = 0;
        for (int i = 0; i < 4; i++) {
            int one = number(0xFF);
            if (one == BAD || i < 3 && peek() != '.') {
                return false;
            }
            at += i < 3 ? 1 : 0;
            low = low << 8 | one;
        }
        return true;
    }

    /** Groups of hexadecimal digits with colons, at most one run of zeros left out (RFC 4291 section 2.2, without the mixed form). */
    private boolean ipv6() {
        int count = 0;
        int gap = BAD;
        if (peek() == ':') {
            at++;
            if (peek() != ':') {
                return false;
            }
        }
        while (true) {
            if (peek() == ':' && gap == BAD) {
                gap = count;
                at++;
            }
            int group = group();
            if (group == BAD) {
                break;
            }
            if (count == GROUPS) {
                return false;
            }
            groups[count++] = group;
            if (peek() != ':') {
                break;
            }
            at++;
        }
        if (gap == BAD ? count != GROUPS : count == GROUPS) {
            return false;
        }
        high = half(0, count, gap);
        low = half(4, count, gap);
        return true;
    }

    private int group() {
        int value = BAD;
        for (int digits = 0; digits < 5; digits++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                return value;
            }
            value = Math.max(value, 0) << 4 | digit;
            at++;
        }
        return BAD;
    }

    private long half(int first, int count, int gap) {
        long value = 0;
        int missing = GROUPS - count;
        for (int i = first; i < first + 4; i++) {
            int group = gap == BAD || i < gap ? groups[i] : i < gap + missing ? 0 : groups[i - missing];
            value = value << 16 | group;
        }
        return value;
    }

    /** {@code 229 Entering Extended Passive Mode (|||6446|)}. */
    private boolean extendedPassive() {
        while (peek() >= ' ' && peek() != '(') {
            at++;
        }
        at++;
        int mark = peek();
        if (mark <= ' ' || isDigit(mark)) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            if (peek() != mark) {
                return false;
            }
            at++;
        }
        from = at;
        hasAddress = false;
        port = number(0xFFFF);
        to = at;
        return port > 0 && peek() == mark;
    }

    /** Writes what is to stand from {@link #from} to {@link #to} for another address and port; returns its length. */
    int write(byte[] text, long newHigh, long newLow, int newPort) {
        at = 0;
        if (!hasAddress) {
            return decimal(text, newPort, 0);
        }
        if (delimiter == 0) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                decimal(text, (int) (newLow >>> shift) & 0xFF, ',');
            }
            decimal(text, newPort >>> 8, ',');
            return decimal(text, newPort & 0xFF, 0);
        }
        put(text, delimiter);
        decimal(text, ipv6 ? 2 : 1, delimiter);
        if (ipv6) {
            for (int i = 0; i < GROUPS; i++) {
                long half = i < 4 ? newHigh : newLow;
                hexadecimal(text, (int) (half >>> 16 * (3 - i % 4)) & 0xFFFF, i < GROUPS - 1 ? ':' : delimiter);
            }
        } else {
            for (int shift = 24; shift >= 0; shift -= 8) {
                decimal(text, (int) (newLow >>> shift) & 0xFF, shift > 0 ? '.' : delimiter);
            }
        }
        return decimal(text, newPort, delimiter);
    }

    private int put(byte[] text, int c) {
        text[at++] = (byte) c;
        return at;
    }

    /** Writes a number, and what follows it unless that is 0. */
    private int decimal(byte[] text, int value, int then) {
        for (int unit = 10_000; unit > 0; unit /= 10) {
            if (value >= unit || unit == 1) {
                put(text, '0' + value / unit % 10);
            }
        }
        return then == 0 ? at : put(text, then);
    }

    private int hexadecimal(byte[] text, int value, int then) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            if (value >>> shift != 0 || shift == 0) {
                put(text, Character.forDigit(value >>> shift & 0xF, 16));
            }
        }
        return put(text, then);
    }
}

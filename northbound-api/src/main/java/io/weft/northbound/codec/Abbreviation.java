package io.weft.northbound.codec;

/** Shortens what a client sent before it is sent back in an error. */
final class Abbreviation {
    /** Characters of a value that an error repeats. */
    static final int LONGEST = 120;

    private Abbreviation() {}

    static String of(String value) {
        return of(value, LONGEST);
    }

    static String of(String value, int longest) {
        if (value.length() <= longest) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(longest - 1)) ? longest - 1 : longest;
        return value.substring(0, end) + "...";
    }

    /** As {@link #of(String, int)} by bytes of UTF-8. */
    static String ofBytes(String value, int longest) {
        int bytes = 0;
        for (int at = 0; at < value.length(); ) {
            int point = value.codePointAt(at);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
            if (bytes > longest) {
                return value.substring(0, at) + "...";
            }
            at += Character.charCount(point);
        }
        return value;
    }
}

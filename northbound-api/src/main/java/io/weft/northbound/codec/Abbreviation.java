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
}

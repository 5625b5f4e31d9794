package io.weft.flow.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of flow text that knows where it stands, so that an error about it can point there.
 *
 * @param text the piece
 * @param at the index of its first character in the whole text
 */
record Part(String text, int at) {

    boolean isBlank() {
        return text.isBlank();
    }

    /** From {@code from} to before {@code to}, without white space around it. */
    Part sub(int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return new Part(text.substring(start, end), at + start);
    }

    Part from(int start) {
        return sub(start, text.length());
    }

    Part strip() {
        return from(0);
    }

    /** The pieces between {@code separator}s, stripped; one for an empty text. */
    List<Part> split(char separator) {
        List<Part> parts = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(sub(start, end));
            start = end + 1;
        }
        parts.add(from(start));
        return parts;
    }
}

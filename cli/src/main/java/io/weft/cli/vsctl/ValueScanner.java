package io.weft.cli.vsctl;

import io.weft.cli.verb.UsageException;

/** Reads names and atoms from the front of a word, in the notation of the OVS database tools: bare, or quoted as in JSON. */
final class ValueScanner {
    private final String text;
    private int position;

    ValueScanner(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    boolean atEnd() {
        return position == text.length();
    }

    /** The next character, or 0 at the end. */
    char peek() {
        return atEnd() ? 0 : text.charAt(position);
    }

    /** Takes {@code expected} if it is next. */
    boolean skip(char expected) {
        boolean found = peek() == expected && !atEnd();
        position += found ? 1 : 0;
        return found;
    }

    /** Takes {@code expected} if it is next. */
    boolean skip(String expected) {
        boolean found = text.startsWith(expected, position);
        position += found ? expected.length() : 0;
        return found;
    }

    /** Takes every character that is one of {@code any}. */
    void skipAll(String any) {
        while (!atEnd() && any.indexOf(peek()) >= 0) {
            position++;
        }
    }

    /** Everything up to the end. */
    String rest() {
        String rest = text.substring(position);
        position = text.length();
        return rest;
    }

    /** The characters up to one of {@code delimiters} or the end; may be empty. */
    String bare(String delimiters) {
        int start = position;
        while (!atEnd() && delimiters.indexOf(peek()) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    /** A quoted string, or a bare one up to one of {@code delimiters}. */
    String atom(String delimiters) {
        return peek() == '"' ? quoted() : bare(delimiters);
    }

    private String quoted() {
        StringBuilder atom = new StringBuilder();
        position++;
        while (!atEnd()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return atom.toString();
            }
            atom.append(c == '\\' ? escaped() : c);
        }
        throw new UsageException("\"" + text + "\" has a quotation mark that does not end");
    }

    private char escaped() {
        char c = peek();
        position++;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> c;
            case 'u' -> unicode();
            default -> throw new UsageException("\"" + text + "\" has an escape that JSON does not know");
        };
    }

    private char unicode() {
        int end = Math.min(text.length(), position + 4);
        String digits = text.substring(position, end);
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw new UsageException("\"" + text + "\": \\u needs four hexadecimal digits");
        }
        position = end;
        return (char) Integer.parseInt(digits, 16);
    }
}

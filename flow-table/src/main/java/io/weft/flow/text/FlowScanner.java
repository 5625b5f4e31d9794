package io.weft.flow.text;

/**
 * Cuts flow text into items: {@code key}, {@code key=value}, {@code key:value} or {@code key(value)}, separated by commas and white space,
 * which may also stand inside parentheses and double quotes of a value.
 */
final class FlowScanner {
    private final String text;
    private final int limit;
    private int at;
    private int keyAt;
    private int keyEnd;
    private String key;
    private int valueAt;
    private int valueEnd;
    private int tailAt;
    private char delimiter;

    FlowScanner(String text, int from) {
        this(text, from, text.length());
    }

    private FlowScanner(String text, int from, int limit) {
        this.text = text;
        this.limit = limit;
        at = from;
    }

    /** The items inside the value of this one. */
    FlowScanner inside() {
        return new FlowScanner(text, valueAt, valueEnd);
    }

    /** Moves to the next item; false at the end. */
    boolean next() {
        while (at < limit && isSeparator(at)) {
            at++;
        }
        if (at == limit) {
            return false;
        }
        keyAt = at;
        while (at < limit && !isSeparator(at) && !isDelimiter(text.charAt(at))) {
            at = isQuote(at) ? endOfQuote(at) : at + 1;
        }
        keyEnd = at;
        key = null;
        boolean ends = at == limit || isSeparator(at);
        delimiter = ends ? 0 : text.charAt(at++);
        valueAt = at;
        if (delimiter == '(') {
            scanParentheses();
        } else if (delimiter != 0 && !isActions()) {
            scanValue();
        }
        valueEnd = delimiter == '(' ? at - 1 : at;
        tailAt = at;
        if (delimiter == '(') {
            scanValue();
        }
        return true;
    }

    String key() {
        if (key == null) {
            key = text.substring(keyAt, keyEnd);
        }
        return key;
    }

    /** Empty where the item has none. */
    String value() {
        return text.substring(valueAt, valueEnd);
    }

    /** The key with its place. */
    Part keyPart() {
        return new Part(key(), keyAt);
    }

    /** The value with its place. */
    Part valuePart() {
        return new Part(value(), valueAt);
    }

    /** What follows the closing parenthesis of a value, up to the next separator; mostly empty. */
    Part tail() {
        return new Part(text.substring(tailAt, at), tailAt);
    }

    int keyAt() {
        return keyAt;
    }

    /** Where the value begins; for an item without one, where it would. */
    int valueAt() {
        return valueAt;
    }

    /** What separates key and value: {@code =}, {@code :}, {@code (}, or 0. */
    char delimiter() {
        return delimiter;
    }

    /** The position behind the item. */
    int end() {
        return at;
    }

    /** The position behind {@code =} that follows the key after white space only, or -1: {@code actions =} is written with spaces, too. */
    int behindSpacedEquals() {
        if (delimiter == '=') {
            return valueAt;
        }
        int look = keyEnd;
        while (look < limit && Character.isWhitespace(text.charAt(look))) {
            look++;
        }
        return delimiter == 0 && look < limit && text.charAt(look) == '=' ? look + 1 : -1;
    }

    /** An error about the key. */
    FlowTextException badKey(String message) {
        return new FlowTextException(message, text, keyAt, keyEnd - keyAt);
    }

    /** An error about the value. */
    FlowTextException badValue(String message) {
        return new FlowTextException(message, text, valueAt, valueEnd - valueAt);
    }

    /** An error about {@code length} characters at {@code position} of the text. */
    FlowTextException badAt(String message, int position, int length) {
        return new FlowTextException(message, text, position, length);
    }

    /** An error about a part of the text. */
    FlowTextException badAt(String message, Part part) {
        return badAt(message, part.at(), part.text().length());
    }

    /** An error about the whole item. */
    FlowTextException bad(String message) {
        return new FlowTextException(message, text, keyAt, at - keyAt);
    }

    /** The value of {@code actions=} is the rest of the text, for another scanner to judge. */
    private boolean isActions() {
        return key().equals("actions") || key().equals("action");
    }

    private void scanValue() {
        while (at < limit && !isSeparator(at)) {
            if (text.charAt(at) == '(') {
                at++;
                scanParentheses();
            } else {
                at = isQuote(at) ? endOfQuote(at) : at + 1;
            }
        }
    }

    /** From behind an opening parenthesis to behind its closing one; when that is missing, an error at the item. */
    private void scanParentheses() {
        int open = 1;
        while (at < limit && open > 0) {
            char c = text.charAt(at);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            at = isQuote(at) ? endOfQuote(at) : at + 1;
        }
        if (open > 0) {
            throw new FlowTextException("a closing parenthesis is missing", text, keyAt, at - keyAt);
        }
    }

    private boolean isSeparator(int index) {
        char c = text.charAt(index);
        return c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isDelimiter(char c) {
        return c == ':' || c == '=' || c == '(';
    }

    private boolean isQuote(int index) {
        return text.charAt(index) == '"';
    }

    private int endOfQuote(int quote) {
        int look = quote + 1;
        while (look < limit && text.charAt(look) != '"') {
            look += text.charAt(look) == '\\' ? 2 : 1;
        }
        if (look >= limit) {
            throw new FlowTextException("a closing quote is missing", text, quote, limit - quote);
        }
        return look + 1;
    }
}

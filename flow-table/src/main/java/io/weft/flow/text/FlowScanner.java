package io.weft.flow.text;

/**
 * Cuts flow text into items: {@code key}, {@code key=value}, {@code key:value} or {@code key(value)}, separated by commas and white space,
 * which may also stand inside parentheses and double quotes of a value.
 */
final class FlowScanner {
    private final String text;
    private int at;
    private int keyAt;
    private int keyEnd;
    private String key;
    private int valueAt;
    private int valueEnd;
    private char delimiter;

    FlowScanner(String text, int from) {
        this.text = text;
        at = from;
    }

    /** Moves to the next item; false at the end. */
    boolean next() {
        while (at < text.length() && isSeparator(at)) {
            at++;
        }
        if (at == text.length()) {
            return false;
        }
        keyAt = at;
        while (at < text.length() && !isSeparator(at) && !isDelimiter(text.charAt(at))) {
            at = isQuote(at) ? endOfQuote(at) : at + 1;
        }
        keyEnd = at;
        key = null;
        boolean ends = at == text.length() || isSeparator(at);
        delimiter = ends ? 0 : text.charAt(at++);
        valueAt = at;
        if (delimiter == '(') {
            scanParentheses();
        } else if (delimiter != 0 && !isActions()) {
            scanValue();
        }
        valueEnd = delimiter == '(' && at > valueAt && text.charAt(at - 1) == ')' ? at - 1 : at;
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
        while (look < text.length() && Character.isWhitespace(text.charAt(look))) {
            look++;
        }
        return delimiter == 0 && look < text.length() && text.charAt(look) == '=' ? look + 1 : -1;
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

    /** An error about the whole item. */
    FlowTextException bad(String message) {
        return new FlowTextException(message, text, keyAt, at - keyAt);
    }

    /** The value of {@code actions=} is the rest of the text, for another scanner to judge. */
    private boolean isActions() {
        return key().equals("actions") || key().equals("action");
    }

    private void scanValue() {
        while (at < text.length() && !isSeparator(at)) {
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
        while (at < text.length() && open > 0) {
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
        while (look < text.length() && text.charAt(look) != '"') {
            look += text.charAt(look) == '\\' ? 2 : 1;
        }
        if (look >= text.length()) {
            throw new FlowTextException("a closing quote is missing", text, quote, text.length() - quote);
        }
        return look + 1;
    }
}

package io.weft.cli.vsctl;

import io.weft.northbound.control.Column;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values as the OVS database tools print them: {@code up}, {@code "a b"}, {@code [1, 2]}, {@code {key=value}}. A string is quoted unless
 * it is a name ({@code [A-Za-z_][A-Za-z0-9_.-]*}) that is neither a boolean nor a UUID.
 */
final class ColumnText {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private ColumnText() {}

    /** For {@code get} and {@code list}. */
    static String of(Column column) {
        return switch (column.shape()) {
            case MAP -> entries(column, ", ", "{", "}");
            case SCALAR, OPTIONAL ->
                column.atoms().isEmpty() ? "[]" : atom(column, column.atoms().getFirst());
            case SET ->
                column.atoms().stream().map(atom -> atom(column, atom)).collect(Collectors.joining(", ", "[", "]"));
        };
    }

    /** For {@code --bare}: no punctuation but the {@code =} of entries. */
    static String bare(Column column) {
        return column.shape() == Column.Shape.MAP
                ? ColumnKeys.sorted(column).stream()
                        .map(key -> key + "=" + column.entries().get(key))
                        .collect(Collectors.joining(" "))
                : String.join(" ", column.atoms());
    }

    /** One key's value. */
    static String entry(Column column, String key) {
        return atom(column, column.entries().get(key));
    }

    /** A map of strings. */
    static String of(Map<String, String> entries) {
        return of(Column.map("", Column.Type.STRING, entries));
    }

    /** A string, quoted where that is needed. */
    static String string(String text) {
        return needsQuotes(text) ? quote(text) : text;
    }

    /** In quotation marks, as JSON. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c < ' ') {
                        quoted.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static String entries(Column column, String separator, String open, String close) {
        return ColumnKeys.sorted(column).stream()
                .map(key -> ColumnKeys.text(column, key)
                        + "="
                        + atom(column, column.entries().get(key)))
                .collect(Collectors.joining(separator, open, close));
    }

    private static String atom(Column column, String atom) {
        return column.type() == Column.Type.STRING ? string(atom) : atom;
    }

    private static boolean needsQuotes(String text) {
        if (text.isEmpty() || !isLetter(text.charAt(0))) {
            return true;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '-' && c != '.') {
                return true;
            }
        }
        return text.equals("true") || text.equals("false") || UUID.matcher(text).matches();
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}

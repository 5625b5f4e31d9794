package io.weft.cli.vsctl;

import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.ColumnArgument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value as OVS writes it: {@code COLUMN[:KEY]=VALUE} to assign, {@code COLUMN[:KEY] OPERATOR VALUE} to find, or a value alone.
 * The switch knows the types; the text alone says whether it is one value, a set ({@code [a,b]} or {@code a,b}) or a map
 * ({@code {k=v}} or {@code k=v,...}).
 *
 * @param operator {@code =}, {@code !=}, {@code <}, {@code >}, {@code <=} or {@code >=}, or one of these in braces
 */
record ColumnExpression(ColumnPath path, String operator, ColumnArgument argument) {
    private static final List<String> OPERATORS =
            List.of("{!=}", "{<=}", "{>=}", "{=}", "{<}", "{>}", "!=", "<=", ">=", "=", "<", ">");
    private static final String SPACE = ", \t\n";

    /** {@code COLUMN[:KEY]=VALUE}. */
    static ColumnExpression assignment(String word) {
        ColumnExpression expression = condition(word);
        if (!expression.operator.equals("=")) {
            throw new UsageException("\"" + word + "\" is not COLUMN[:KEY]=VALUE");
        }
        return expression;
    }

    /** {@code COLUMN[:KEY] OPERATOR VALUE}, in one word. */
    static ColumnExpression condition(String word) {
        ValueScanner scanner = new ValueScanner(word);
        ColumnPath path = ColumnPath.read(scanner);
        for (String operator : OPERATORS) {
            if (scanner.skip(operator)) {
                return new ColumnExpression(path, operator, argument(path, scanner));
            }
        }
        throw new UsageException("\"" + word + "\" is not COLUMN[:KEY]=VALUE");
    }

    /** The value of one key is one atom, whatever it contains. */
    private static ColumnArgument argument(ColumnPath path, ValueScanner scanner) {
        if (path.key().isEmpty()) {
            return value(scanner.rest());
        }
        boolean quoted = scanner.peek() == '"';
        String atom = quoted ? scanner.atom("") : scanner.rest();
        if (!scanner.atEnd()) {
            throw new UsageException("\"" + scanner.text() + "\" has something behind its value");
        }
        return ColumnArgument.of(atom);
    }

    /** A whole value: atoms, or entries where there is a {@code =} between two atoms. */
    static ColumnArgument value(String text) {
        ValueScanner scanner = new ValueScanner(text.strip());
        char closing = scanner.skip('[') ? ']' : scanner.skip('{') ? '}' : 0;
        String delimiters = SPACE + (closing == 0 ? "" : String.valueOf(closing));
        List<String> atoms = new ArrayList<>();
        Map<String, String> entries = new LinkedHashMap<>();
        scanner.skipAll(SPACE);
        while (!scanner.atEnd() && (closing == 0 || scanner.peek() != closing)) {
            String atom = scanner.atom("=" + delimiters);
            if (scanner.skip('=')) {
                entries.put(atom, scanner.atom(delimiters));
            } else {
                atoms.add(atom);
            }
            scanner.skipAll(SPACE);
        }
        if (closing != 0 && !scanner.skip(closing) || !scanner.atEnd()) {
            throw new UsageException("\"" + text + "\" has brackets that do not match");
        }
        if (!atoms.isEmpty() && !entries.isEmpty()) {
            throw new UsageException("\"" + text + "\" mixes values with key=value pairs");
        }
        return new ColumnArgument(atoms, entries);
    }

    /** Several values in words of their own, joined. */
    static ColumnArgument values(List<String> words) {
        return value(String.join(",", words));
    }
}

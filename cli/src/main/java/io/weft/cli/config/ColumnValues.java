package io.weft.cli.config;

import io.weft.northbound.control.Column;
import io.weft.northbound.control.Column.Shape;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Values for one column: reads what a user gave, and edits what is there. Refuses with the column, the value and what is allowed. */
final class ColumnValues {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final ColumnSchema column;
    private final References symbols;

    /** Finds out what a reference means. */
    interface References {
        /** The UUID that {@code @name} stands for. */
        String resolve(String symbol);
    }

    ColumnValues(ColumnSchema column, References symbols) {
        this.column = column;
        this.symbols = symbols;
    }

    /** The column with all of {@code argument} and nothing else. */
    ColumnArgument set(ColumnArgument argument) {
        return read(argument);
    }

    /** The map with {@code key} set to the one value of {@code argument}. */
    ColumnArgument set(ColumnArgument old, String key, ColumnArgument argument) {
        require(column.shape() == Shape.MAP, key, "no key: the column is not a map");
        require(argument.atoms().size() == 1, text(argument), "one value for the key " + key);
        Map<String, String> entries = new TreeMap<>(old.entries());
        entries.put(key(key), atom(argument.atoms().getFirst()));
        return sized(new ColumnArgument(List.of(), entries));
    }

    /** Keys that a map has keep their value. */
    ColumnArgument add(ColumnArgument old, ColumnArgument argument) {
        ColumnArgument more = read(argument, false);
        SequencedSet<String> atoms = new LinkedHashSet<>(old.atoms());
        atoms.addAll(more.atoms());
        Map<String, String> entries = new TreeMap<>(more.entries());
        entries.putAll(old.entries());
        return sized(new ColumnArgument(sorted(atoms), entries));
    }

    /** Without members of a set, keys of a map (atoms), or entries where key and value agree. */
    ColumnArgument remove(ColumnArgument old, ColumnArgument argument) {
        Map<String, String> entries = new TreeMap<>(old.entries());
        SequencedSet<String> atoms = new LinkedHashSet<>(old.atoms());
        if (column.shape() == Shape.MAP) {
            argument.atoms().forEach(key -> entries.remove(key(key)));
            argument.entries().forEach((key, value) -> entries.remove(key(key), atom(value)));
        } else {
            ColumnArgument fewer = read(argument, false);
            fewer.atoms().forEach(atoms::remove);
        }
        return sized(new ColumnArgument(sorted(atoms), entries));
    }

    ColumnArgument clear() {
        require(column.minimum() == 0, "", "a value: the column cannot be empty");
        return ColumnArgument.EMPTY;
    }

    private ColumnArgument read(ColumnArgument argument) {
        return read(argument, true);
    }

    private ColumnArgument read(ColumnArgument argument, boolean whole) {
        ColumnArgument value;
        if (column.shape() == Shape.MAP) {
            require(argument.atoms().isEmpty(), text(argument), "key=value pairs");
            Map<String, String> entries = new TreeMap<>();
            argument.entries().forEach((key, atom) -> entries.put(key(key), atom(atom)));
            value = new ColumnArgument(List.of(), entries);
        } else {
            require(argument.entries().isEmpty(), text(argument), "values without keys");
            SequencedSet<String> atoms = new LinkedHashSet<>();
            argument.atoms().forEach(atom -> atoms.add(atom(atom)));
            value = new ColumnArgument(sorted(atoms), Map.of());
        }
        return whole ? sized(value) : value;
    }

    private ColumnArgument sized(ColumnArgument value) {
        int count = column.shape() == Shape.MAP
                ? value.entries().size()
                : value.atoms().size();
        String allowed = column.minimum() == column.maximum()
                ? column.minimum() + " value"
                : column.minimum() + " to " + column.maximum() + " values";
        require(count >= column.minimum() && count <= column.maximum(), text(value), allowed);
        return value;
    }

    private String key(String key) {
        List<String> words = column.domain().words();
        if (!words.isEmpty()) {
            require(words.contains(key), key, "keys " + String.join(", ", words));
            return key;
        }
        return column.isReference() ? number(key) : key;
    }

    private String atom(String atom) {
        return switch (column.type()) {
            case STRING -> word(atom);
            case INTEGER ->
                column.shape() == Shape.MAP && column.domain().words().isEmpty() ? atom : number(atom);
            case REAL -> atom;
            case BOOLEAN -> {
                require(atom.equals("true") || atom.equals("false"), atom, "true, false");
                yield atom;
            }
            case UUID -> reference(atom);
        };
    }

    private String word(String atom) {
        List<String> words = column.domain().words();
        require(words.isEmpty() || words.contains(atom), atom, column.domain().text());
        return atom;
    }

    private String number(String atom) {
        ColumnSchema.Domain domain = column.domain();
        try {
            long value = Long.decode(atom.strip());
            require(value >= domain.least() && value <= domain.most(), atom, domain.range());
            return Long.toString(value);
        } catch (NumberFormatException e) {
            throw refused(atom, domain.range());
        }
    }

    private String reference(String atom) {
        if (atom.startsWith("@")) {
            return symbols.resolve(atom);
        }
        require(UUID.matcher(atom).matches(), atom, "a UUID, or @ID of a record that this transaction makes or names");
        return atom;
    }

    /** As the database keeps sets: numbers by size, everything else by its characters. */
    private List<String> sorted(SequencedSet<String> atoms) {
        List<String> list = new ArrayList<>(atoms);
        list.sort(
                column.type() == Column.Type.INTEGER
                        ? Comparator.comparingLong(Long::parseLong)
                        : Comparator.naturalOrder());
        return list;
    }

    private void require(boolean condition, String value, String allowed) {
        if (!condition) {
            throw refused(value, allowed);
        }
    }

    private ControlException refused(String value, String allowed) {
        return new ControlException(Kind.INVALID, FieldViolation.notAllowed(column.name(), value, allowed));
    }

    private static String text(ColumnArgument values) {
        return values.entries().isEmpty()
                ? String.join(",", values.atoms())
                : values.entries().toString();
    }
}

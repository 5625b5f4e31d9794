package io.weft.cli.daemon;

import io.weft.northbound.control.Column;
import io.weft.northbound.control.Column.Shape;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A column of a configuration table whose rows are {@code R}: how it is read and, unless it is a fact about the running switch, how
 * it is written. All operations of a transaction come down to read, change, write.
 *
 * @param maximum atoms it can hold: 1 for scalars and optional columns
 * @param read present values
 * @param write the row with new values; null where the column cannot be set
 */
record ConfigColumn<R>(
        String name,
        Shape shape,
        Column.Type type,
        int maximum,
        Function<R, ColumnArgument> read,
        BiFunction<R, ColumnArgument, R> write) {

    /** A text, number or flag that is always there. */
    static <R> ConfigColumn<R> scalar(
            String name, Column.Type type, Function<R, String> read, BiFunction<R, String, R> write) {
        return new ConfigColumn<>(
                name,
                Shape.SCALAR,
                type,
                1,
                row -> ColumnArgument.of(read.apply(row)),
                write == null
                        ? null
                        : (row, values) -> write.apply(row, values.atoms().getFirst()));
    }

    /** A value that may be absent: the empty string when it is. */
    static <R> ConfigColumn<R> optional(
            String name, Column.Type type, Function<R, String> read, BiFunction<R, String, R> write) {
        return new ConfigColumn<>(
                name,
                Shape.SET,
                type,
                1,
                row -> read.apply(row).isEmpty() ? ColumnArgument.EMPTY : ColumnArgument.of(read.apply(row)),
                write == null
                        ? null
                        : (row, values) -> write.apply(
                                row,
                                values.atoms().isEmpty() ? "" : values.atoms().getFirst()));
    }

    static <R> ConfigColumn<R> set(
            String name, Column.Type type, Function<R, List<String>> read, BiFunction<R, List<String>, R> write) {
        return new ConfigColumn<>(
                name,
                Shape.SET,
                type,
                4096,
                row -> new ColumnArgument(read.apply(row), Map.of()),
                write == null ? null : (row, values) -> write.apply(row, values.atoms()));
    }

    static <R> ConfigColumn<R> map(
            String name,
            Column.Type type,
            Function<R, Map<String, String>> read,
            BiFunction<R, Map<String, String>, R> write) {
        return new ConfigColumn<>(
                name,
                Shape.MAP,
                type,
                4096,
                row -> ColumnArgument.of(read.apply(row)),
                write == null ? null : (row, values) -> write.apply(row, values.entries()));
    }

    /** The column of {@code row}, for readers. */
    Column of(R row) {
        ColumnArgument values = read.apply(row);
        return new Column(name, shape, type, values.atoms(), values.entries());
    }

    /** {@code set record column=...}, or {@code column:key=...} where {@code key} is not empty. */
    R set(R row, String key, ColumnArgument argument) {
        if (key.isEmpty()) {
            return put(row, argument);
        }
        requireMap();
        require(argument.atoms().size() == 1, argument, "one value for the key " + key);
        Map<String, String> entries = new HashMap<>(read.apply(row).entries());
        entries.put(key, argument.atoms().getFirst());
        return put(row, ColumnArgument.of(entries));
    }

    R add(R row, ColumnArgument argument) {
        ColumnArgument old = read.apply(row);
        List<String> atoms = new ArrayList<>(old.atoms());
        argument.atoms().stream().filter(atom -> !atoms.contains(atom)).forEach(atoms::add);
        Map<String, String> entries = new HashMap<>(argument.entries());
        entries.putAll(old.entries());
        return put(row, new ColumnArgument(atoms, entries));
    }

    R remove(R row, ColumnArgument argument) {
        ColumnArgument old = read.apply(row);
        List<String> atoms = new ArrayList<>(old.atoms());
        atoms.removeAll(argument.atoms());
        Map<String, String> entries = new HashMap<>(old.entries());
        argument.atoms().forEach(entries::remove);
        argument.entries().forEach(entries::remove);
        return put(row, new ColumnArgument(atoms, entries));
    }

    R clear(R row) {
        require(shape != Shape.SCALAR, ColumnArgument.EMPTY, "a value: the column cannot be empty");
        return put(row, ColumnArgument.EMPTY);
    }

    private R put(R row, ColumnArgument values) {
        if (write == null) {
            throw new ControlException(
                    Kind.INVALID, new FieldViolation(name, text(values), "", "column " + name + " is read-only"));
        }
        if (shape == Shape.MAP) {
            require(values.atoms().isEmpty(), values, "key=value pairs");
        } else {
            require(values.entries().isEmpty(), values, "values without keys");
            int minimum = shape == Shape.SCALAR ? 1 : 0;
            int count = values.atoms().size();
            require(count >= minimum && count <= maximum, values, minimum + " to " + maximum + " values");
        }
        return write.apply(row, values);
    }

    private void requireMap() {
        require(shape == Shape.MAP, ColumnArgument.EMPTY, "no key: the column is not a map");
    }

    private void require(boolean condition, ColumnArgument values, String allowed) {
        if (!condition) {
            throw new ControlException(Kind.INVALID, FieldViolation.notAllowed(name, text(values), allowed));
        }
    }

    private static String text(ColumnArgument values) {
        return values.entries().isEmpty()
                ? String.join(",", values.atoms())
                : values.entries().toString();
    }

    /** A whole number in a column. */
    static int integer(String column, String text, int min, int max) {
        try {
            int value = Integer.decode(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the sentence below
        }
        throw new ControlException(Kind.INVALID, FieldViolation.notAllowed(column, text, min + " to " + max));
    }
}

package io.weft.northbound.control;

import java.util.List;
import java.util.Map;

/**
 * One column of a record, for {@code get}, {@code list} and {@code find}.
 *
 * @param type of the atoms, or of the values of a map, whose keys are strings
 * @param atoms of a scalar (one) or a set; an optional column has zero or one
 * @param entries of a map
 */
public record Column(String name, Shape shape, Type type, List<String> atoms, Map<String, String> entries) {
    /** How many values, and of what kind, a column holds. */
    public enum Shape {
        SCALAR,
        SET,
        MAP,
        /** Zero or one atom. */
        OPTIONAL
    }

    /** The type of an atom; all are written as text. */
    public enum Type {
        STRING,
        INTEGER,
        REAL,
        BOOLEAN,
        UUID
    }

    public Column {
        atoms = List.copyOf(atoms);
        entries = Map.copyOf(entries);
    }

    public static Column scalar(String name, Type type, String atom) {
        return new Column(name, Shape.SCALAR, type, List.of(atom), Map.of());
    }

    public static Column set(String name, Type type, List<String> atoms) {
        return new Column(name, Shape.SET, type, atoms, Map.of());
    }

    /** {@code atom} empty: none. */
    public static Column optional(String name, Type type, String atom) {
        return new Column(name, Shape.OPTIONAL, type, atom.isEmpty() ? List.of() : List.of(atom), Map.of());
    }

    public static Column map(String name, Type type, Map<String, String> entries) {
        return new Column(name, Shape.MAP, type, List.of(), entries);
    }
}

package io.weft.northbound.control;

import java.util.List;
import java.util.Map;

/**
 * What an operation gives to a column.
 *
 * @param atoms for scalars and sets (for removal also: keys of a map)
 * @param entries for maps
 */
public record ColumnArgument(List<String> atoms, Map<String, String> entries) {
    /** The empty set or map. */
    public static final ColumnArgument EMPTY = new ColumnArgument(List.of(), Map.of());

    public ColumnArgument {
        atoms = List.copyOf(atoms);
        entries = Map.copyOf(entries);
    }

    public static ColumnArgument of(String... atoms) {
        return new ColumnArgument(List.of(atoms), Map.of());
    }

    public static ColumnArgument of(Map<String, String> entries) {
        return new ColumnArgument(List.of(), entries);
    }
}

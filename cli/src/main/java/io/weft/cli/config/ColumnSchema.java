package io.weft.cli.config;

import io.weft.northbound.control.Column;
import io.weft.northbound.control.Column.Shape;
import io.weft.northbound.control.ColumnArgument;
import java.util.List;
import java.util.Map;

/**
 * What a column may hold (RFC 7047, section 3.2), and who writes it.
 *
 * @param type of the atoms, or of the values of a map
 * @param minimum atoms it must hold: 1 for scalars
 * @param maximum atoms or entries it may hold
 * @param domain which atoms (of a map: which keys, where they are numbers)
 * @param access who writes it
 * @param table where the records are that it refers to; empty: it refers to none
 * @param weak whether a reference vanishes with its record instead of holding it
 */
record ColumnSchema(
        String name,
        Shape shape,
        Column.Type type,
        int minimum,
        int maximum,
        Domain domain,
        Access access,
        String table,
        boolean weak) {
    private static final int UNLIMITED = 4096;

    /** Who writes a column. */
    enum Access {
        /** The user, at any time. */
        ANY,
        /** The user, in the transaction that makes the record. */
        INITIAL,
        /** The running switch: it is nowhere stored. */
        LIVE
    }

    static ColumnSchema string(String name) {
        return new ColumnSchema(name, Shape.SCALAR, Column.Type.STRING, 1, 1, Domain.ANY, Access.ANY, "", false);
    }

    static ColumnSchema flag(String name) {
        return new ColumnSchema(name, Shape.SCALAR, Column.Type.BOOLEAN, 1, 1, Domain.ANY, Access.ANY, "", false);
    }

    static ColumnSchema integer(String name) {
        return new ColumnSchema(name, Shape.SCALAR, Column.Type.INTEGER, 1, 1, Domain.ANY, Access.ANY, "", false);
    }

    /** Strings to strings. */
    static ColumnSchema map(String name) {
        return new ColumnSchema(name, Shape.MAP, Column.Type.STRING, 0, UNLIMITED, Domain.ANY, Access.ANY, "", false);
    }

    /** References that hold their records. */
    static ColumnSchema references(String name, String table) {
        return new ColumnSchema(name, Shape.SET, Column.Type.UUID, 0, UNLIMITED, Domain.ANY, Access.ANY, table, false);
    }

    ColumnSchema optional() {
        return new ColumnSchema(name, Shape.OPTIONAL, type, 0, 1, domain, access, table, weak);
    }

    ColumnSchema set() {
        return new ColumnSchema(name, Shape.SET, type, 0, UNLIMITED, domain, access, table, weak);
    }

    /** At least one. */
    ColumnSchema required() {
        return new ColumnSchema(name, shape, type, 1, maximum, domain, access, table, weak);
    }

    ColumnSchema atMost(int count) {
        return new ColumnSchema(name, shape, type, minimum, count, domain, access, table, weak);
    }

    /** From numbers of this range to what the column refers to. */
    ColumnSchema byNumber(long least, long most) {
        Domain keys = new Domain(least, most, List.of());
        return new ColumnSchema(name, Shape.MAP, type, 0, UNLIMITED, keys, access, table, weak);
    }

    /** From these words to what the column refers to, or to numbers of {@link #range}. */
    ColumnSchema byName(String... names) {
        Domain keys = new Domain(domain.least(), domain.most(), List.of(names));
        return new ColumnSchema(name, Shape.MAP, type, 0, UNLIMITED, keys, access, table, weak);
    }

    ColumnSchema range(long least, long most) {
        return new ColumnSchema(
                name, shape, type, minimum, maximum, new Domain(least, most, List.of()), access, table, weak);
    }

    ColumnSchema words(String... words) {
        Domain named = new Domain(Long.MIN_VALUE, Long.MAX_VALUE, List.of(words));
        return new ColumnSchema(name, shape, type, minimum, maximum, named, access, table, weak);
    }

    ColumnSchema weakly() {
        return new ColumnSchema(name, shape, type, minimum, maximum, domain, access, table, true);
    }

    ColumnSchema initial() {
        return new ColumnSchema(name, shape, type, minimum, maximum, domain, Access.INITIAL, table, weak);
    }

    ColumnSchema live() {
        return new ColumnSchema(name, shape, type, minimum, maximum, domain, Access.LIVE, table, weak);
    }

    ColumnSchema of(Column.Type newType) {
        return new ColumnSchema(name, shape, newType, minimum, maximum, domain, access, table, weak);
    }

    boolean isReference() {
        return !table.isEmpty();
    }

    /** Nothing where that is allowed; else the value that RFC 7047, section 5.2.1, gives a new row. */
    ColumnArgument defaultValue() {
        if (minimum == 0 || shape != Shape.SCALAR) {
            return ColumnArgument.EMPTY;
        }
        return ColumnArgument.of(
                switch (type) {
                    case INTEGER, REAL -> "0";
                    case BOOLEAN -> "false";
                    case STRING, UUID -> "";
                });
    }

    /** For readers. */
    Column of(ColumnArgument value) {
        Map<String, String> entries = value.entries();
        return new Column(name, shape, type, value.atoms(), entries);
    }

    /**
     * Which atoms a column takes.
     *
     * @param least of a number
     * @param most of a number
     * @param words the strings; empty: any
     */
    record Domain(long least, long most, List<String> words) {
        static final Domain ANY = new Domain(Long.MIN_VALUE, Long.MAX_VALUE, List.of());

        /** In words, for messages. */
        String text() {
            return words.isEmpty() ? range() : String.join(", ", words);
        }

        /** The numbers, in words. */
        String range() {
            if (least == Long.MIN_VALUE && most == Long.MAX_VALUE) {
                return "a whole number";
            }
            return most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
        }
    }
}

package io.weft.cli.vsctl;

import io.weft.cli.verb.UsageException;

/**
 * {@code COLUMN[:KEY]}.
 *
 * @param key of a map; empty: the whole column
 */
record ColumnPath(String column, String key) {

    /** Reads a whole word. */
    static ColumnPath parse(String word) {
        ValueScanner scanner = new ValueScanner(word);
        ColumnPath path = read(scanner);
        if (!scanner.atEnd()) {
            throw new UsageException("\"" + word + "\" is not COLUMN[:KEY]");
        }
        return path;
    }

    /** Reads a path from the front of a word; an operator or the end follows. */
    static ColumnPath read(ValueScanner scanner) {
        String column = scanner.bare(":=!<>{");
        if (column.isEmpty()) {
            throw new UsageException("\"" + scanner.text() + "\" does not begin with a column's name");
        }
        String key = scanner.skip(':') ? scanner.atom("=!<>{") : "";
        return new ColumnPath(column, key);
    }

    @Override
    public String toString() {
        return key.isEmpty() ? column : column + ":" + key;
    }
}

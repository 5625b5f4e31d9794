package io.weft.flow.text;

/** Flow tables as text: numbers, or the names that a bridge has for them ({@code Flow_Table} in ovs-vswitchd.conf.db(5)). */
final class TableNames {
    private TableNames() {}

    /** The number of the table that the bridge calls so, quoted or not; -1 for none, and for a number. */
    static int parse(String text, PortNames names) {
        boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        String name = isQuoted ? text.substring(1, text.length() - 1) : text;
        return AddressText.isNumber(name) ? -1 : names.table(name);
    }

    static String print(int table, PortNames names) {
        String name = names.tableName(table);
        return name == null ? Integer.toString(table) : PortText.quoted(name);
    }
}

package io.weft.cli.ofctl;

import io.weft.northbound.control.TableStatistics;
import java.util.Map;

/** The tables of a bridge as {@code dump-tables} prints them: what is like the table before it is one line. */
final class TableText {
    /** Tables of a bridge that are a user's. */
    static final int TABLES = 254;

    private static final int UNLIMITED = 1_000_000;
    private static final String MATCHING =
            "    matching:\n      exact match or wildcard: in_port eth_{src,dst,type} vlan_{vid,pcp} ip_{src,dst} nw_{proto,tos} tcp_{src,dst}\n";

    private TableText() {}

    /** What two neighbours have to have in common. */
    private record Row(String name, String counters, int limit) {
        static Row of(TableStatistics table) {
            return table == null
                    ? new Row("", counters(0, 0, 0), UNLIMITED)
                    : new Row(
                            table.name(),
                            counters(table.active(), table.lookups(), table.matched()),
                            table.flowLimit().orElse(UNLIMITED));
        }

        private static String counters(long active, long lookups, long matched) {
            return "    active=" + active + ", lookup=" + Long.toUnsignedString(lookups) + ", matched="
                    + Long.toUnsignedString(matched) + "\n";
        }
    }

    private static String name(TableStatistics statistics) {
        return statistics == null ? "" : statistics.name();
    }

    /** {@code table 3}, or {@code table main} where names are wanted and it has one; {@code statistics} may be null. */
    static String title(int table, TableStatistics statistics, boolean names) {
        return "table " + (names && !name(statistics).isEmpty() ? name(statistics) : Integer.toString(table));
    }

    /**
     * All tables.
     *
     * @param features whether names, limits and fields are printed, as OpenFlow 1.0 tells them
     */
    static String print(Map<Integer, TableStatistics> known, boolean features) {
        StringBuilder text = new StringBuilder();
        Row before = null;
        int table = 0;
        while (table < TABLES) {
            Row row = Row.of(known.get(table));
            int end = table + 1;
            while (before != null && end < TABLES && row.equals(before) && row.equals(Row.of(known.get(end)))) {
                end++;
            }
            text.append(table == 0 ? "" : "\n");
            if (row.equals(before)) {
                text.append(end == table + 1 ? "  table " + table : "  tables " + table + "..." + (end - 1))
                        .append(": ditto\n");
            } else {
                String name = features && !row.name().isEmpty() ? " (\"" + row.name() + "\")" : "";
                text.append("  table ").append(table).append(name).append(":\n");
                text.append(row.counters()).append(features ? features(row, before) : "");
            }
            before = row;
            table = end;
        }
        return text.toString();
    }

    private static String features(Row row, Row before) {
        if (before != null && row.limit() == before.limit()) {
            return "    (same features)\n";
        }
        return "    max_entries=" + row.limit() + "\n" + (before == null ? MATCHING : "    (same matching)\n");
    }
}

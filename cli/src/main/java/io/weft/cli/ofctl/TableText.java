package io.weft.cli.ofctl;

import io.weft.northbound.control.TableStatistics;
import java.util.Map;

/** The tables of a bridge as {@code dump-tables} prints them. */
final class TableText {
    /** Tables of a bridge that are a user's. */
    static final int TABLES = 254;

    private static final int UNLIMITED = 1_000_000;
    private static final String MATCHING =
            "    matching:\n      exact match or wildcard: in_port eth_{src,dst,type} vlan_{vid,pcp} ip_{src,dst} nw_{proto,tos} tcp_{src,dst}\n";

    private TableText() {}

    private record Row(String counters, int limit) {
        static Row of(TableStatistics table) {
            return table == null
                    ? new Row(counters(0, 0, 0), UNLIMITED)
                    : new Row(counters(table.active(), table.lookups(), table.matched()), TableText.limit(table));
        }

        private static String counters(long active, long lookups, long matched) {
            return "    active=" + active + ", lookup=" + Long.toUnsignedString(lookups) + ", matched="
                    + Long.toUnsignedString(matched) + "\n";
        }
    }

    /** The most flows that a table takes, as it is printed; {@code statistics} may be null. */
    static int limit(TableStatistics statistics) {
        return statistics == null ? UNLIMITED : statistics.flowLimit().orElse(UNLIMITED);
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
        return new TableBlocks<>(
                        table -> {
                            Row row = Row.of(known.get(table));
                            return features ? row : new Row(row.counters(), UNLIMITED);
                        },
                        features ? TableBlocks.names(known) : _ -> "",
                        (_, row, before) -> row.counters() + (features ? features(row, before) : ""))
                .print();
    }

    private static String features(Row row, Row before) {
        if (before != null && row.limit() == before.limit()) {
            return "    (same features)\n";
        }
        return "    max_entries=" + row.limit() + "\n" + (before == null ? MATCHING : "    (same matching)\n");
    }
}

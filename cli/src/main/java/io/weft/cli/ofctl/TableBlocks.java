package io.weft.cli.ofctl;

import io.weft.northbound.control.TableStatistics;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * All tables of a bridge as ovs-ofctl prints them: one that is like the table before it is "ditto", and several such without names are one line.
 *
 * @param <R> what two neighbours have to have in common
 */
final class TableBlocks<R> {
    /** What is under the title of a table. */
    interface Body<R> {
        /** Lines, each ended; {@code before} is the row before it, or null for the first. */
        String of(int table, R row, R before);
    }

    private final StringBuilder text = new StringBuilder();
    private final IntFunction<R> rows;
    private final IntFunction<String> names;
    private final Body<R> bodies;
    private int firstDitto = -1;

    /**
     * @param names in parentheses, or empty
     */
    TableBlocks(IntFunction<R> rows, IntFunction<String> names, Body<R> bodies) {
        this.rows = rows;
        this.names = names;
        this.bodies = bodies;
    }

    /** The names of those that have one, as they stand behind the number. */
    static IntFunction<String> names(Map<Integer, TableStatistics> known) {
        return table -> {
            TableStatistics statistics = known.get(table);
            return statistics == null || statistics.name().isEmpty() ? "" : " (\"" + statistics.name() + "\")";
        };
    }

    String print() {
        R before = null;
        for (int table = 0; table < TableText.TABLES; table++) {
            R row = rows.apply(table);
            String name = names.apply(table);
            boolean same = row.equals(before);
            if (same && name.isEmpty()) {
                firstDitto = firstDitto < 0 ? table : firstDitto;
            } else {
                endDitto(table);
                text.append(table == 0 ? "" : "\n")
                        .append("  table ")
                        .append(table)
                        .append(name);
                text.append(same ? ": ditto" : ":\n" + bodies.of(table, row, before));
            }
            before = row;
        }
        endDitto(TableText.TABLES);
        return text.append(text.charAt(text.length() - 1) == '\n' ? "" : "\n").toString();
    }

    private void endDitto(int table) {
        if (firstDitto >= 0) {
            text.append(firstDitto == table - 1 ? "\n  table " : "\n  tables ").append(firstDitto);
            text.append(firstDitto == table - 1 ? "" : "..." + (table - 1)).append(": ditto\n");
            firstDitto = -1;
        }
    }
}

package io.weft.cli.ofctl;

import com.google.gson.JsonObject;
import io.weft.northbound.control.TableStatistics;
import io.weft.northbound.control.TableStatus;
import java.io.PrintWriter;

/** What a table does when it is full, and tells when it gets full, as {@code dump-table-desc} and {@code monitor} print it. */
final class TableDescription {
    private TableDescription() {}

    /** Three lines; {@code statistics} is null where nothing is known of the table. */
    static void print(int table, TableStatistics statistics, OfctlOptions options, PrintWriter out) {
        out.println("  " + TableText.title(table, statistics, options.names()) + ":");
        out.println("   eviction=" + (evicts(statistics) ? "on" : "off") + " eviction_flags=OTHER|IMPORTANCE|LIFETIME");
        out.println("   vacancy=" + vacancy(statistics));
    }

    private static String vacancy(TableStatistics table) {
        return table == null
                ? "off"
                : table.vacancy()
                        .map(range -> "on vacancy_down=" + range.downPercent() + "% vacancy_up=" + range.upPercent()
                                + "% vacancy=" + table.freePercent() + "%")
                        .orElse("off");
    }

    private static boolean evicts(TableStatistics table) {
        return table != null && table.evicts();
    }

    /** The same as an object. */
    static JsonObject json(int table, TableStatistics statistics) {
        JsonObject object = new JsonObject();
        object.addProperty("table", table);
        object.addProperty("evicts", evicts(statistics));
        if (statistics != null) {
            statistics.vacancy().ifPresent(range -> {
                object.addProperty("vacancy_down", range.downPercent());
                object.addProperty("vacancy_up", range.upPercent());
                object.addProperty("vacancy", statistics.freePercent());
            });
        }
        return object;
    }

    /** A table got full, or has room again. */
    static void print(TableStatus status, OfctlOptions options, PrintWriter out) {
        if (status.lost() > 0) {
            out.println(status.lost() + " changes of tables were not reported: this monitor is too slow");
        }
        out.println("OFPT_TABLE_STATUS" + options.version() + " (xid=0x0): reason=" + status.reason());
        out.println("table_desc:-");
        print(status.table().table(), status.table(), options, out);
        out.flush();
    }
}

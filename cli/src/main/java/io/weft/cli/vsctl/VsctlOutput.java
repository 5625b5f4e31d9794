package io.weft.cli.vsctl;

import com.google.gson.JsonArray;
import io.weft.cli.verb.JsonText;
import io.weft.northbound.control.Column;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * How answers are printed.
 *
 * @param format of records: list, table, csv, json
 * @param bare values without punctuation
 * @param headings whether columns are named
 * @param json everything as JSON documents
 */
record VsctlOutput(PrintWriter out, Format format, boolean bare, boolean headings, boolean json) {
    /** As in ovs-vsctl(8), "Table Formatting Options". */
    enum Format {
        LIST,
        TABLE,
        CSV,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void line(String text) {
        out.println(text);
    }

    /** Names, one a line. */
    void names(List<String> names) {
        if (!json) {
            names.forEach(out::println);
            return;
        }
        JsonArray array = new JsonArray();
        names.forEach(array::add);
        JsonText.print(out, array);
    }

    /** One value. */
    void value(Column column) {
        if (json) {
            JsonText.print(out, ColumnJson.plain(column));
        } else {
            out.println(bare ? ColumnText.bare(column) : ColumnText.of(column));
        }
    }
}

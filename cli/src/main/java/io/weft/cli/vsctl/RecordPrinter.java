package io.weft.cli.vsctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.northbound.control.Column;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints records in the formats of the OVS database tools. */
final class RecordPrinter {
    /** Where values begin in a list. */
    private static final int LIST_COLUMN = 20;

    private final VsctlOutput output;
    private final PrintWriter out;

    RecordPrinter(VsctlOutput output) {
        this.output = output;
        this.out = output.out();
    }

    /**
     * @param headings names of the columns
     * @param rows each with as many columns as there are headings
     */
    void print(List<String> headings, List<List<Column>> rows) {
        if (output.json()) {
            JsonText.print(out, objects(rows));
            return;
        }
        switch (output.format()) {
            case LIST -> list(rows);
            case TABLE -> table(headings, rows);
            case CSV -> csv(headings, rows);
            case JSON -> out.println(wire(headings, rows));
        }
    }

    private String text(Column column) {
        return output.bare() ? ColumnText.bare(column) : ColumnText.of(column);
    }

    private void list(List<List<Column>> rows) {
        boolean first = true;
        for (List<Column> row : rows) {
            if (!first) {
                out.println();
            }
            first = false;
            for (Column column : row) {
                String name = column.name();
                String heading = name + " ".repeat(Math.max(0, LIST_COLUMN - name.length())) + ": ";
                out.println((output.headings() ? heading : "") + text(column));
            }
        }
    }

    private void table(List<String> headings, List<List<Column>> rows) {
        List<List<String>> lines = new ArrayList<>();
        if (output.headings()) {
            lines.add(headings);
        }
        rows.forEach(row -> lines.add(row.stream().map(this::text).toList()));
        int[] widths = new int[headings.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        if (output.headings()) {
            List<String> rule = new ArrayList<>();
            for (int width : widths) {
                rule.add("-".repeat(width));
            }
            lines.add(1, rule);
        }
        lines.forEach(line -> out.println(padded(line, widths)));
    }

    private static String padded(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = line.get(i);
            text.append(i == 0 ? "" : " ").append(cell).repeat(' ', widths[i] - cell.length());
        }
        return text.toString();
    }

    private void csv(List<String> headings, List<List<Column>> rows) {
        if (output.headings()) {
            out.println(String.join(",", headings));
        }
        for (List<Column> row : rows) {
            out.println(row.stream().map(column -> csvCell(text(column))).collect(Collectors.joining(",")));
        }
    }

    /** RFC 4180, section 2. */
    private static String csvCell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** {@code {"data": [[...]], "headings": [...]}} with values in the notation of RFC 7047, section 5.1. */
    private static JsonObject wire(List<String> headings, List<List<Column>> rows) {
        JsonArray data = new JsonArray();
        for (List<Column> row : rows) {
            JsonArray line = new JsonArray();
            row.forEach(column -> line.add(ColumnJson.wire(column)));
            data.add(line);
        }
        JsonArray names = new JsonArray();
        headings.forEach(names::add);
        JsonObject document = new JsonObject();
        document.add("data", data);
        document.add("headings", names);
        return document;
    }

    private static JsonElement objects(List<List<Column>> rows) {
        JsonArray records = new JsonArray();
        for (List<Column> row : rows) {
            JsonObject record = new JsonObject();
            row.forEach(column -> record.add(column.name(), ColumnJson.plain(column)));
            records.add(record);
        }
        return records;
    }
}

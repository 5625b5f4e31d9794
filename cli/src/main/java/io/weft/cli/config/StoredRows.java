package io.weft.cli.config;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.weft.northbound.control.Column.Shape;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records as text: {@code {"format": 2, "tables": {TABLE: {UUID: {COLUMN: [atoms] or {entries}}}}}}, columns at their default left out.
 * The first format, which had bridges with their ports in them, is read too.
 */
public final class StoredRows {
    static final int FORMAT = 2;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private StoredRows() {}

    public static String write(Rows rows) {
        JsonObject tables = new JsonObject();
        for (TableSchema table : Schema.TABLES) {
            JsonObject records = new JsonObject();
            rows.all(table.name()).forEach(row -> records.add(row.uuid(), write(row)));
            if (!records.isEmpty()) {
                tables.add(table.name(), records);
            }
        }
        JsonObject root = new JsonObject();
        root.addProperty("format", FORMAT);
        root.add("tables", tables);
        return GSON.toJson(root);
    }

    private static JsonObject write(Row row) {
        JsonObject columns = new JsonObject();
        for (ColumnSchema column : row.table().columns()) {
            ColumnArgument value = row.values().get(column.name());
            if (value != null) {
                columns.add(column.name(), write(column, value));
            }
        }
        return columns;
    }

    private static JsonElement write(ColumnSchema column, ColumnArgument value) {
        if (column.shape() == Shape.MAP) {
            JsonObject entries = new JsonObject();
            new java.util.TreeMap<>(value.entries()).forEach(entries::addProperty);
            return entries;
        }
        JsonArray atoms = new JsonArray();
        value.atoms().forEach(atoms::add);
        return atoms;
    }

    /**
     * @throws JsonParseException when the text is no JSON of either format
     * @throws ControlException when it names what there is not, or values that are not allowed
     */
    public static Rows read(String text) {
        JsonElement root = JsonParser.parseString(text);
        int format = root.isJsonObject() && root.getAsJsonObject().has("format")
                ? root.getAsJsonObject().get("format").getAsInt()
                : 0;
        if (format == FirstFormat.FORMAT) {
            return new RowTransaction(Rows.fresh()).apply(FirstFormat.operations(text));
        }
        if (format != FORMAT) {
            throw new JsonParseException("it has no format " + FORMAT);
        }
        Rows rows = Rows.empty();
        root.getAsJsonObject()
                .getAsJsonObject("tables")
                .entrySet()
                .forEach(table ->
                        read(Schema.table(table.getKey()), table.getValue().getAsJsonObject(), rows));
        if (rows.all(Schema.ROOT).size() != 1) {
            throw new JsonParseException("it has no record " + Schema.ROOT);
        }
        List<FieldViolation> violations = new ArrayList<>(RowReferences.settle(rows));
        violations.addAll(RowLaws.check(rows));
        if (!violations.isEmpty()) {
            throw new ControlException(Kind.INVALID, violations.getFirst());
        }
        return rows;
    }

    private static void read(TableSchema table, JsonObject records, Rows rows) {
        records.entrySet().forEach(record -> {
            Row row = new Row(table, record.getKey(), Map.of());
            for (Map.Entry<String, JsonElement> entry :
                    record.getValue().getAsJsonObject().entrySet()) {
                ColumnSchema column = table.column(entry.getKey());
                row = row.with(column, new ColumnValues(column, symbol -> symbol).set(value(entry.getValue())));
            }
            rows.put(row);
        });
    }

    private static ColumnArgument value(JsonElement value) {
        List<String> atoms = new ArrayList<>();
        Map<String, String> entries = new LinkedHashMap<>();
        if (value.isJsonObject()) {
            value.getAsJsonObject()
                    .entrySet()
                    .forEach(entry ->
                            entries.put(entry.getKey(), entry.getValue().getAsString()));
        } else {
            value.getAsJsonArray().forEach(atom -> atoms.add(atom.getAsString()));
        }
        return new ColumnArgument(atoms, entries);
    }
}

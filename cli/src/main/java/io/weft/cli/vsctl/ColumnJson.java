package io.weft.cli.vsctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.weft.northbound.control.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.TreeMap;

/** Values as JSON, in two notations: that of the OVSDB protocol, and the one that a reader of {@code --json} expects. */
final class ColumnJson {
    private ColumnJson() {}

    /** RFC 7047, section 5.1: {@code ["set", [...]]}, {@code ["map", [[k, v]...]]}, {@code ["uuid", "..."]}. */
    static JsonElement wire(Column column) {
        JsonArray members = new JsonArray();
        if (column.shape() == Column.Shape.MAP) {
            ColumnKeys.sorted(column).forEach(key -> {
                JsonArray pair = new JsonArray();
                pair.add(key);
                pair.add(wireAtom(column, column.entries().get(key)));
                members.add(pair);
            });
            return tagged("map", members);
        }
        if (column.atoms().size() == 1) {
            return wireAtom(column, column.atoms().getFirst());
        }
        column.atoms().forEach(atom -> members.add(wireAtom(column, atom)));
        return tagged("set", members);
    }

    /** An object, an array, or a value; null for an optional value that is absent. */
    static JsonElement plain(Column column) {
        return switch (column.shape()) {
            case SCALAR -> atom(column, column.atoms().getFirst());
            case OPTIONAL ->
                column.atoms().isEmpty()
                        ? JsonNull.INSTANCE
                        : atom(column, column.atoms().getFirst());
            case MAP -> {
                JsonObject object = new JsonObject();
                new TreeMap<>(column.entries()).forEach((key, value) -> object.add(key, atom(column, value)));
                yield object;
            }
            case SET -> {
                JsonArray array = new JsonArray();
                column.atoms().forEach(value -> array.add(atom(column, value)));
                yield array;
            }
        };
    }

    private static JsonElement wireAtom(Column column, String atom) {
        return column.type() == Column.Type.UUID ? tagged("uuid", new JsonPrimitive(atom)) : atom(column, atom);
    }

    private static JsonElement tagged(String tag, JsonElement content) {
        JsonArray pair = new JsonArray();
        pair.add(tag);
        pair.add(content);
        return pair;
    }

    private static JsonElement atom(Column column, String atom) {
        return switch (column.type()) {
            case STRING, UUID -> new JsonPrimitive(atom);
            case INTEGER -> new JsonPrimitive(new BigInteger(atom));
            case REAL -> new JsonPrimitive(new BigDecimal(atom));
            case BOOLEAN -> new JsonPrimitive(Boolean.valueOf(atom));
        };
    }
}

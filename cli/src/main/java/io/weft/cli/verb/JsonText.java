package io.weft.cli.verb;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.io.PrintWriter;

/** JSON as the verbs print it: one document, a newline at its end. */
public final class JsonText {
    private JsonText() {}

    public static void print(PrintWriter out, JsonElement element) {
        print(out, element, true);
    }

    /** {@code pretty}: in lines; otherwise all in one. */
    public static void print(PrintWriter out, JsonElement element, boolean pretty) {
        GsonBuilder gson = new GsonBuilder().disableHtmlEscaping().serializeSpecialFloatingPointValues();
        if (pretty) {
            gson.setPrettyPrinting();
        }
        out.println(gson.create().toJson(element));
    }
}

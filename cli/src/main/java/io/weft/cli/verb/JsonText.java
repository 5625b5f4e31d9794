package io.weft.cli.verb;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.io.PrintWriter;

/** JSON as the verbs print it: indented, one document, a newline at its end. */
public final class JsonText {
    private JsonText() {}

    public static void print(PrintWriter out, JsonElement element) {
        out.println(new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .serializeSpecialFloatingPointValues()
                .create()
                .toJson(element));
    }
}

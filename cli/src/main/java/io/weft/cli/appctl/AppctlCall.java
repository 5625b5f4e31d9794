package io.weft.cli.appctl;

import com.google.gson.JsonElement;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.SwitchClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a command works with.
 *
 * @param words what follows the command's name
 * @param json whether data is printed as JSON
 * @param commands what {@code list-commands} lists, beside what the switch knows
 */
record AppctlCall(SwitchClient client, PrintWriter out, List<String> words, boolean json, List<Syntax> commands) {
    AppctlCall {
        words = List.copyOf(words);
    }

    /** A word that may be left out. */
    String word(int index, String otherwise) {
        return index < words.size() ? words.get(index) : otherwise;
    }

    /** Prints text that may or may not end its last line. */
    void text(String text) {
        out.print(text);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            out.println();
        }
    }

    /** Prints {@code document} when JSON is wanted; returns whether it was. */
    boolean jsonOr(Supplier<JsonElement> document) {
        if (json) {
            JsonText.print(out, document.get());
        }
        return json;
    }
}

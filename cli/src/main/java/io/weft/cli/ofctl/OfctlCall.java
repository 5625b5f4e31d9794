package io.weft.cli.ofctl;

import io.weft.northbound.client.SwitchClient;
import java.io.PrintWriter;
import java.util.List;

/**
 * What a command works with.
 *
 * @param words what follows the command's name; the first is the bridge
 */
record OfctlCall(SwitchClient client, PrintWriter out, OfctlOptions options, List<String> words) {
    OfctlCall {
        words = List.copyOf(words);
    }

    String bridge() {
        return words.getFirst();
    }

    /** A word that may be left out. */
    String word(int index, String otherwise) {
        return index < words.size() ? words.get(index) : otherwise;
    }
}

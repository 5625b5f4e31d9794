package io.weft.cli.ofctl;

import io.weft.northbound.client.SwitchClient;
import java.io.PrintWriter;
import java.util.List;

/**
 * What a command works with.
 *
 * @param out for answers
 * @param err for what happens later, unasked
 * @param words what follows the command's name; the first is the bridge
 * @param watching to be run by a command that goes on, once it sees everything that happens from then on
 */
record OfctlCall(
        SwitchClient client,
        PrintWriter out,
        PrintWriter err,
        OfctlOptions options,
        List<String> words,
        Runnable watching) {
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

package io.weft.cli.vsctl;

import java.util.List;
import java.util.Map;

/**
 * One command of a line.
 *
 * @param options those before (or after) its name with their values; empty for those that have none
 * @param words what follows the name
 */
record Invocation(VsctlCommand command, Map<String, String> options, List<String> words) {
    Invocation {
        options = Map.copyOf(options);
        words = List.copyOf(words);
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    String word(int index) {
        return words.get(index);
    }

    /** The words from {@code index} on. */
    List<String> rest(int index) {
        return words.subList(index, words.size());
    }
}

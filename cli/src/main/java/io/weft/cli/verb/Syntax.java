package io.weft.cli.verb;

import java.util.List;

/**
 * How a command is written. How many words it takes follows from {@code arguments}: one each, those in brackets may be left out,
 * {@code ...} means any number more.
 *
 * @param name such as {@code add-flow}
 * @param arguments such as {@code BRIDGE [FLOW]}; empty: none
 * @param summary one sentence
 */
public record Syntax(String name, String arguments, String summary) {

    /**
     * Refuses a wrong number of words.
     *
     * @throws UsageException with what the command takes
     */
    public void check(List<String> words) {
        if (words.size() < least() || words.size() > most()) {
            String takes = arguments.isEmpty() ? "takes no arguments" : "takes " + arguments;
            throw new UsageException(takes + "; got " + (words.isEmpty() ? "none" : String.join(" ", words)));
        }
    }

    /** {@code NAME ARGUMENTS}. */
    public String line() {
        return arguments.isEmpty() ? name : name + " " + arguments;
    }

    private long least() {
        int optional = arguments.indexOf('[');
        return countWords(optional < 0 ? arguments : arguments.substring(0, optional));
    }

    private long most() {
        return arguments.contains("...") ? Integer.MAX_VALUE : countWords(arguments);
    }

    private static long countWords(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
    }
}

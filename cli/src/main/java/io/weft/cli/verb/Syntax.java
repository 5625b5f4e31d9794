package io.weft.cli.verb;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a command is written. How many words it takes follows from {@code arguments}: one each, those in brackets may be left out,
 * {@code ...} means any number more. Which options stand before its name follows from {@code options} in the same way.
 *
 * @param name such as {@code add-flow}
 * @param options such as {@code [--if-exists] [--columns=LIST]}; empty: none of its own
 * @param arguments such as {@code BRIDGE [FLOW]}; empty: none
 * @param summary one sentence
 */
public record Syntax(String name, String options, String arguments, String summary) {
    /** A command with no options of its own. */
    public Syntax(String name, String arguments, String summary) {
        this(name, "", arguments, summary);
    }

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

    /** Whether {@code option}, such as {@code --if-exists}, may stand before the name. */
    public boolean takes(String option) {
        return options.contains("[" + option + "]") || takesValue(option);
    }

    /** Whether {@code option} is written {@code --option=VALUE}. */
    public boolean takesValue(String option) {
        return options.contains("[" + option + "=");
    }

    /** {@code OPTIONS NAME ARGUMENTS}. */
    public String line() {
        return (options + " " + name + " " + arguments).strip();
    }

    private long least() {
        return words().filter(word -> !isOptional(word)).count();
    }

    private long most() {
        return arguments.contains("...") ? Integer.MAX_VALUE : words().count();
    }

    private static boolean isOptional(String word) {
        return word.startsWith("[") && (word.endsWith("]") || word.endsWith("]..."));
    }

    private Stream<String> words() {
        return arguments.isEmpty() ? Stream.empty() : Stream.of(arguments.split(" ", -1));
    }
}

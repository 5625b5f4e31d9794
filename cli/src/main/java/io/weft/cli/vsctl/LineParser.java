package io.weft.cli.vsctl;

import io.weft.cli.verb.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Splits a line at {@code --} and finds the command, the options and the words of each part. */
final class LineParser {
    private final Function<String, VsctlCommand> commands;

    /** {@code commands} finds a command by its name, or throws {@link UsageException}. */
    LineParser(Function<String, VsctlCommand> commands) {
        this.commands = commands;
    }

    /**
     * @param line all words behind the verb's own options
     * @return at least one invocation
     * @throws UsageException when a part is no command
     */
    List<Invocation> parse(List<String> line) {
        List<Invocation> invocations = new ArrayList<>();
        List<String> part = new ArrayList<>();
        for (String word : line) {
            if (word.equals("--")) {
                addPart(invocations, part);
                part = new ArrayList<>();
            } else {
                part.add(word);
            }
        }
        addPart(invocations, part);
        if (invocations.isEmpty()) {
            throw new UsageException("name a command");
        }
        return invocations;
    }

    /** Parts without words are left out, as OVS does: scripts put {@code --} first and last. */
    private void addPart(List<Invocation> invocations, List<String> part) {
        if (!part.isEmpty()) {
            invocations.add(invocation(part));
        }
    }

    private Invocation invocation(List<String> part) {
        List<String> words = new ArrayList<>(part);
        List<String> options =
                new ArrayList<>(words.stream().filter(LineParser::isOption).toList());
        words.removeAll(options);
        if (words.isEmpty()) {
            throw new UsageException("a command must follow " + String.join(" ", options));
        }
        VsctlCommand command = commands.apply(words.getFirst());
        Invocation invocation = new Invocation(command, named(command, options), words.subList(1, words.size()));
        try {
            command.syntax().check(invocation.words());
        } catch (UsageException e) {
            throw new UsageException(command.syntax().name() + " " + e.getMessage());
        }
        return invocation;
    }

    private static boolean isOption(String word) {
        return word.startsWith("--");
    }

    private static Map<String, String> named(VsctlCommand command, List<String> options) {
        Map<String, String> named = new HashMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            boolean valued = command.syntax().takesValue(name);
            if (!command.syntax().takes(name) || valued != equals > 0) {
                String which = command.syntax().options().isEmpty()
                        ? "none"
                        : command.syntax().options();
                throw new UsageException(
                        command.syntax().name() + " does not take " + option + "; its options: " + which);
            }
            named.put(name, equals < 0 ? "" : option.substring(equals + 1));
        }
        return named;
    }
}

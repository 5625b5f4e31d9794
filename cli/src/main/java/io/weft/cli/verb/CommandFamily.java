package io.weft.cli.verb;

import io.weft.northbound.control.ControlException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A verb that is a family of commands, as the OVS tools are: {@code weft VERB [options] COMMAND [words]}. A subclass is a picocli command
 * with the family's options.
 *
 * @param <C> the family's commands
 */
public abstract class CommandFamily<C> implements Callable<Integer> {
    private static final int OK = 0;
    private static final int REFUSED = 1;
    private static final int USAGE = 2;

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", description = "Show this help, or that of COMMAND, and end.")
    private boolean help;

    @Parameters(paramLabel = "COMMAND", hidden = true)
    private List<String> words = new ArrayList<>();

    private final List<C> commands;
    private final Function<C, Syntax> syntax;

    protected CommandFamily(List<C> commands, Function<C, Syntax> syntax) {
        this.commands = List.copyOf(commands);
        this.syntax = syntax;
    }

    /**
     * Runs what the words say; returns the exit status.
     *
     * @throws UsageException when the words are not in the grammar
     * @throws RefusedException or {@link ControlException} when what they say is refused
     */
    protected abstract int run(List<String> line);

    /** The words of a command of {@code line}, in front of which a refusal is told; the first word, unless a subclass knows better. */
    protected String culprit(List<String> line, ControlException refusal) {
        return line.getFirst();
    }

    /** The words of this process, from the verb on. */
    protected final List<String> processWords() {
        return List.copyOf(spec.root().commandLine().getParseResult().originalArgs());
    }

    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The command called {@code name}. */
    protected final C command(String name) {
        for (C command : commands) {
            if (syntax.apply(command).name().equals(name)) {
                return command;
            }
        }
        List<String> names =
                commands.stream().map(command -> syntax.apply(command).name()).toList();
        throw new UsageException("unknown command \"" + name + "\"" + Similar.hint(name, names));
    }

    @Override
    public final Integer call() {
        try {
            if (help || words.contains("--help")) {
                return help();
            }
            if (words.isEmpty()) {
                throw new UsageException("name a command");
            }
            return run(List.copyOf(words));
        } catch (UsageException e) {
            err().println("weft: " + title() + ": " + e.getMessage() + " (see weft " + title() + " --help)");
            return USAGE;
        } catch (ControlException e) {
            err().print(Refusal.of(title(culprit(words, e)), e).text());
            return REFUSED;
        } catch (RefusedException e) {
            err().print(Refusal.of(title(), e).text());
            return REFUSED;
        }
    }

    /** {@code ofctl add-flow}, or {@code ofctl} while no known command was named. */
    private String title() {
        return title(words.isEmpty() ? "" : words.getFirst());
    }

    private String title(String word) {
        boolean known = commands.stream().anyMatch(c -> syntax.apply(c).name().equals(word));
        return known ? spec.name() + " " + word : spec.name();
    }

    private int help() {
        List<String> named =
                words.stream().filter(word -> !word.startsWith("-")).limit(1).toList();
        if (!named.isEmpty()) {
            Syntax one = syntax.apply(command(named.getFirst()));
            out().println("Usage: weft " + spec.name() + " [OPTIONS] " + one.line());
            out().println(one.summary());
            out().println("Options: see weft " + spec.name() + " --help");
            return OK;
        }
        CommandLine.Help text =
                new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        out().println("Usage: weft " + spec.name() + " [OPTIONS] COMMAND [ARGUMENTS]");
        out().print(text.description());
        out().println();
        out().println("Commands:");
        for (C command : commands) {
            Syntax one = syntax.apply(command);
            out().println("  " + one.line());
            out().println("        " + one.summary());
        }
        out().println();
        out().println("Options:");
        out().print(text.optionList());
        out().print(text.footer());
        return OK;
    }
}

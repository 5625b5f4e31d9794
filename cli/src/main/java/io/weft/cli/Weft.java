package io.weft.cli;

import io.weft.cli.appctl.AppctlVerb;
import io.weft.cli.daemon.SwitchdVerb;
import io.weft.cli.demo.DemoVerb;
import io.weft.cli.ofctl.OfctlVerb;
import io.weft.cli.stat.StatVerb;
import io.weft.cli.top.TopVerb;
import io.weft.cli.verb.Refusal;
import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Similar;
import io.weft.cli.verb.UsageException;
import io.weft.cli.vsctl.VsctlVerb;
import io.weft.northbound.control.ControlException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code weft} command. A verb is a line in {@link #VERBS}; only the verb that is named is made, so that every verb starts as fast
 * as if it were alone.
 */
@Command(
        name = "weft",
        description = "A software-defined virtual switch and the logical network above it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB ...",
        commandListHeading = "%nVerbs (each has --help):%n",
        version = Weft.VERSION)
public final class Weft implements Callable<Integer> {
    /** The version of Weft. */
    public static final String NUMBER = "0.1.0-SNAPSHOT";

    /** What {@code --version} prints. */
    static final String VERSION = "weft " + Weft.NUMBER;

    private static final Map<String, Supplier<CommandLine>> VERBS = verbs();

    private Weft() {}

    /** In the order in which {@code --help} lists them. */
    private static Map<String, Supplier<CommandLine>> verbs() {
        Map<String, Supplier<CommandLine>> verbs = new LinkedHashMap<>();
        verbs.put("demo", () -> new CommandLine(new DemoVerb()));
        verbs.put("switchd", () -> new CommandLine(new SwitchdVerb()));
        verbs.put("vsctl", () -> new CommandLine(new VsctlVerb()).setStopAtPositional(true));
        verbs.put("ofctl", () -> new CommandLine(new OfctlVerb()));
        verbs.put("appctl", () -> new CommandLine(new AppctlVerb()).setStopAtPositional(true));
        verbs.put("stat", () -> new CommandLine(new StatVerb()));
        verbs.put("top", () -> new CommandLine(new TopVerb()));
        return verbs;
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /**
     * Runs one command line in this process, with the process's standard streams.
     *
     * @return the exit status: 0 done, 1 refused, 2 usage
     */
    static int run(String... args) {
        PrintWriter out = new PrintWriter(System.out, false, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        return run(out, err, args);
    }

    /**
     * Runs one command line in this process.
     *
     * @param out takes what the verb prints; flushed before the return
     * @param err takes sentences about what was refused
     * @return the exit status: 0 done, 1 refused, 2 usage; a few commands have more, as their originals
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine root = new CommandLine(new Weft());
        addVerbs(root, args.length > 0 ? args[0] : "");
        root.setOut(out).setErr(err);
        root.setExpandAtFiles(false);
        root.setUsageHelpAutoWidth(false).setUsageHelpWidth(110);
        root.setParameterExceptionHandler((exception, arguments) -> usage(exception));
        root.setExecutionExceptionHandler((exception, command, result) -> failure(exception, command));
        int status = root.execute(args);
        out.flush();
        err.flush();
        return status;
    }

    /** Help lists every verb; a verb needs only itself, and the version none. */
    private static void addVerbs(CommandLine root, String first) {
        if (VERBS.containsKey(first)) {
            root.addSubcommand(first, VERBS.get(first).get());
        } else if (!first.equals("--version") && !first.equals("-V")) {
            VERBS.forEach((name, verb) -> root.addSubcommand(name, verb.get()));
        }
    }

    /** One sentence and where to read more; never the whole help. */
    private static int usage(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName(" ");
        String prefix = command.getParent() == null ? "weft: " : "weft: " + command.getCommandName() + ": ";
        String sentence = exception.getMessage();
        if (command.getParent() == null && exception instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().getFirst();
            sentence = "unknown verb \"" + word + "\"" + Similar.hint(word, VERBS.keySet());
        }
        command.getErr().println(prefix + sentence + " (see " + name + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    /** Verbs tell what they refuse; what arrives here is a sentence they left to us, or a defect. */
    private static int failure(Exception exception, CommandLine command) {
        PrintWriter err = command.getErr();
        err.print(Refusal.of(command.getCommandName(), exception).text());
        switch (exception) {
            case UsageException _ -> {
                return CommandLine.ExitCode.USAGE;
            }
            case RefusedException _, ControlException _ -> {}
            default -> exception.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() {
        throw new ParameterException(new CommandLine(this), "name a verb");
    }
}

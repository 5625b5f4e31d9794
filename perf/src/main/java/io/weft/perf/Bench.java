package io.weft.perf;

import io.weft.cli.verb.Refusal;
import io.weft.perf.churn.ChurnVerb;
import io.weft.perf.forward.ForwardVerb;
import io.weft.perf.micro.MicroVerb;
import io.weft.perf.peers.PeersVerb;
import io.weft.perf.pods.PodsVerb;
import io.weft.perf.updates.UpdatesVerb;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code weft bench}. */
@Command(
        name = "bench",
        description = "Measures the switch, its parts, and peers beside it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCHMARK ...",
        commandListHeading = "%nBenchmarks (each has --help):%n",
        subcommands = {
            MicroVerb.class,
            ForwardVerb.class,
            PodsVerb.class,
            UpdatesVerb.class,
            ChurnVerb.class,
            PeersVerb.class
        })
public final class Bench implements Callable<Integer> {
    private Bench() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command line; returns the exit status: 0 done, 1 refused, 2 usage. */
    static int run(String... args) {
        CommandLine root = new CommandLine(new Bench());
        root.setOut(new PrintWriter(System.out, true, System.out.charset()));
        root.setErr(new PrintWriter(System.err, true, System.err.charset()));
        root.setUsageHelpAutoWidth(false).setUsageHelpWidth(110);
        root.setParameterExceptionHandler((exception, arguments) -> {
            CommandLine command = exception.getCommandLine();
            command.getErr()
                    .println("weft: bench: " + exception.getMessage() + " (see weft "
                            + command.getCommandSpec().qualifiedName(" ") + " --help)");
            return CommandLine.ExitCode.USAGE;
        });
        root.setExecutionExceptionHandler((exception, command, result) -> {
            command.getErr()
                    .print(Refusal.of("bench " + command.getCommandName(), exception)
                            .text());
            command.getErr().flush(); // what is printed without the end of a line waits otherwise, and the process ends
            return CommandLine.ExitCode.SOFTWARE;
        });
        return root.execute(args);
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                new CommandLine(this), "name a benchmark: micro, forward, pods, updates, churn or peers");
    }
}

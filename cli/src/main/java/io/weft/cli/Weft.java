package io.weft.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code weft} command: one subcommand per verb. */
@Command(
        name = "weft",
        description = "A software-defined virtual switch and the logical network above it.",
        mixinStandardHelpOptions = true,
        version = "weft 0.1.0-SNAPSHOT")
public final class Weft implements Callable<Integer> {
    private Weft() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /**
     * Runs one command line in this process.
     *
     * @return the exit status: 0 done, 1 refused, 2 usage
     */
    static int run(String... args) {
        return new CommandLine(new Weft()).execute(args);
    }

    @Override
    public Integer call() {
        throw new ParameterException(new CommandLine(this), "weft: name a verb");
    }
}

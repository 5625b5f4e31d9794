package io.weft.perf.report;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How often a benchmark measures the same again. A verb says its default where it mixes this in. */
public class RoundOptions {
    @Option(names = "--rounds", description = "Turns of each. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    /** @param rounds by default */
    public RoundOptions(int rounds) {
        this.rounds = rounds;
    }

    public final int rounds() {
        return rounds;
    }

    /** @throws ParameterException naming the option that has no meaning */
    public void check(CommandSpec spec) {
        require(spec, "--rounds", rounds, 1);
    }

    static void require(CommandSpec spec, String option, int value, int least) {
        if (value < least) {
            throw new ParameterException(
                    spec.commandLine(), option + ": " + value + " is not allowed; allowed: " + least + " or more");
        }
    }
}

package io.weft.perf.report;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How often, how long, and after how much of a warm-up a benchmark measures. A verb says its defaults where it mixes this in. */
public final class WindowOptions extends RoundOptions {
    @Option(names = "--seconds", description = "Length of a turn. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--warm-up", description = "Seconds before the first turn. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    /** The defaults: turns, seconds of a turn, seconds before the first. */
    public WindowOptions(int rounds, int seconds, int warmUp) {
        super(rounds);
        this.seconds = seconds;
        this.warmUp = warmUp;
    }

    public int seconds() {
        return seconds;
    }

    public int warmUp() {
        return warmUp;
    }

    @Override
    public void check(CommandSpec spec) {
        super.check(spec);
        require(spec, "--seconds", seconds, 1);
        require(spec, "--warm-up", warmUp, 0);
    }
}

package io.weft.cli.stat;

import io.weft.cli.verb.Refusal;
import io.weft.cli.verb.RunDirectory;
import io.weft.cli.verb.Standbys;
import io.weft.vswitch.counters.CountersException;
import io.weft.vswitch.counters.CountersFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weft stat}: prints the counters of a switch from its counters file; the switch need not run. */
@Command(
        name = "stat",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the counters of ports, PMDs and drop reasons from the counters file of a run directory.",
            "The switch need not run; the first line says whether it does, the next ones which standbys wait for its end."
        })
public final class StatVerb implements Callable<Integer> {
    private static final String FILE = "counters.dat";

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunDirectory runDirectory;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Option(names = "--watch", description = "Print rates per second, again and again, until interrupted.")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            description = "With --watch: seconds between two prints, 0.1 to 3600 (default: 1).")
    private double intervalS = 1;

    @Option(names = "--count", paramLabel = "N", description = "With --watch: end after N prints.")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (!(intervalS >= 0.1 && intervalS <= 3600) || count < 1) {
            throw new ParameterException(spec.commandLine(), "--interval is 0.1 to 3600 seconds, --count is 1 or more");
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            Path path = runDirectory.path().resolve(FILE);
            if (watch) {
                watch(path);
            } else {
                print(read(path), "");
            }
            return 0;
        } catch (CountersException e) {
            err.print(Refusal.of("stat", e).text());
            return 1;
        }
    }

    /** Opened anew each time: a switch that starts again writes a new file. */
    private static CounterTotals read(Path path) throws CountersException {
        try (CountersFile file = CountersFile.open(path)) {
            return CounterTotals.of(file);
        }
    }

    private void watch(Path path) throws CountersException, InterruptedException, IOException {
        CounterTotals before = read(path);
        long then = System.nanoTime();
        for (long round = 0; round < count; round++) {
            TimeUnit.NANOSECONDS.sleep((long) (intervalS * 1e9));
            CounterTotals now = read(path);
            long time = System.nanoTime();
            print(now.rates(before, (time - then) / 1e9), "per second");
            before = now;
            then = time;
        }
    }

    private void print(CounterTotals totals, String unit) throws IOException {
        Standbys standbys = Standbys.in(runDirectory.path());
        CounterReport report = new CounterReport(spec.commandLine().getOut());
        if (json) {
            report.json(totals, standbys);
        } else {
            report.print(totals, standbys, unit);
        }
    }
}

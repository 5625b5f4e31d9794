package io.weft.perf.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every benchmark has. */
public final class OutputOptions {
    @Option(names = "--json", description = "Print the whole report as JSON; progress goes to standard error.")
    private boolean json;

    @Option(names = "--save", description = "Keep the report in perf/baselines, with machine, JVM, flags and commit.")
    private boolean save;

    /** Where progress goes: not into the JSON. */
    public PrintWriter progress(PrintWriter out, PrintWriter err) {
        return json ? err : out;
    }

    /** Ends a benchmark: prints and keeps what was asked for. */
    public void finish(Report report, PrintWriter out, PrintWriter err) throws IOException {
        if (json) {
            out.println(report.json());
        }
        if (save) {
            err.println("weft: bench: kept in " + report.save());
        }
    }

    /**
     * The same for a benchmark whose results are measured in several runs: they share the file of a day ({@link Report#merge}).
     *
     * @return the file, if it was asked for
     */
    public Optional<Path> finishPart(Report report, List<String> key, PrintWriter out, PrintWriter err)
            throws IOException {
        if (json) {
            out.println(report.json());
        }
        if (!save) {
            return Optional.empty();
        }
        Path file = report.merge(key);
        err.println("weft: bench: kept in " + file);
        return Optional.of(file);
    }
}

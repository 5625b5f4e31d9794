package io.weft.perf.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
            Path file = report.save();
            err.println("weft: bench: kept in " + file);
        }
    }
}

package io.weft.perf.micro;

import io.weft.perf.report.OutputOptions;
import io.weft.perf.report.Report;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weft bench micro}: one line a benchmark and its parameters, as soon as it is measured. */
@Command(
        name = "micro",
        description = "The parts of the datapath, by JMH, with what they allocate.",
        mixinStandardHelpOptions = true)
public final class MicroVerb implements Callable<Integer> {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    @Parameters(arity = "0..1", paramLabel = "FILTER", description = "Only benchmarks whose name has this in it.")
    private String filter = "";

    @Option(names = "--quick", description = "One fork, short iterations: a first impression, not a result.")
    private boolean quick;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Collection<String> names = names();
        if (names.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no benchmark has \"" + filter + "\" in its name");
        }
        Report report = new Report("micro");
        if (quick) {
            report.remark("quick", "one fork, short iterations: an impression, not a result");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = output.progress(out, spec.commandLine().getErr());
        progress.printf("%-52s %10s %8s %9s%n", "benchmark", "ns/packet", "+-", "B/packet");
        for (String name : names) {
            for (RunResult result : new Runner(options(name)).run()) {
                add(result, report, progress);
            }
        }
        output.finish(report, out, spec.commandLine().getErr());
        return 0;
    }

    private Collection<String> names() {
        TreeSet<String> names = new TreeSet<>();
        for (BenchmarkListEntry entry : BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())) {
            String name = entry.getUsername();
            if (name.toLowerCase(Locale.ROOT).contains(filter.toLowerCase(Locale.ROOT))) {
                names.add(name);
            }
        }
        return names;
    }

    private Options options(String name) {
        return new OptionsBuilder()
                .include("^" + Pattern.quote(name) + "$")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .forks(quick ? 1 : 2)
                .warmupIterations(quick ? 2 : 4)
                .warmupTime(TimeValue.milliseconds(quick ? 500 : 1000))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 500 : 1000))
                .shouldFailOnError(true)
                .build();
    }

    private static void add(RunResult result, Report report, PrintWriter progress) {
        String name = result.getParams().getBenchmark();
        String shortName = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
        Result<?> time = result.getPrimaryResult();
        Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
        double bytes = allocation == null ? Double.NaN : allocation.getScore();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("benchmark", shortName);
        StringBuilder text = new StringBuilder(shortName);
        for (String key : result.getParams().getParamsKeys()) {
            String value = result.getParams().getParam(key);
            line.put(key, value);
            text.append(' ').append(key).append('=').append(value);
        }
        line.put("nsPerPacket", time.getScore());
        line.put("error99.9", time.getScoreError());
        line.put("bytesAllocatedPerPacket", bytes);
        report.add(line);
        progress.printf(Locale.ROOT, "%-52s %10.2f %8.2f %9.2f%n", text, time.getScore(), time.getScoreError(), bytes);
        progress.flush();
    }
}

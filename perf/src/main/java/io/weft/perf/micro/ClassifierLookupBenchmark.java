package io.weft.perf.micro;

import io.weft.flow.classifier.Classifier;
import io.weft.flow.key.FlowKey;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.FlowTables;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One lookup among prefix rules, with the mask that a translation needs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClassifierLookupBenchmark {
    private static final int KEYS = 1024;

    @Param({"100", "1000", "10000"})
    public int rules;

    private final long[][] keys = new long[KEYS][];
    private final long[] mask = new long[FlowKey.WORDS];
    private Classifier classifier;
    private int next;

    @Setup
    public void fill() throws FlowModException {
        FlowTables tables = new FlowTables();
        tables.apply(Rules.acl(rules), 1, 0);
        classifier = tables.table(0).classifier();
        Random random = new Random(1);
        Arrays.setAll(keys, i -> Keys.udp(random));
    }

    @Benchmark
    public FlowEntry lookup() {
        next = next + 1 & KEYS - 1;
        Arrays.fill(mask, 0);
        return classifier.lookup(keys[next], 1, mask);
    }
}

package io.weft.perf.micro;

import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.FlowTables;
import io.weft.perf.rules.RuleSeed;
import io.weft.perf.rules.RuleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One change of a table full of rules of {@link RuleSet}, each in a version of its own: in turns one goes and comes again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClassifierUpdateBenchmark {
    @Param({"acl", "fw", "ipc"})
    public String kind;

    @Param({"1000", "100000"})
    public int rules;

    private final FlowTables tables = new FlowTables();
    private final List<FlowMod> additions = new ArrayList<>();
    private final List<FlowMod> deletions = new ArrayList<>();
    private long version;
    private int next;

    @Setup
    public void fill() throws FlowModException {
        for (String line : RuleSet.of(RuleSeed.valueOf(kind.toUpperCase(Locale.ROOT)), rules, 1)
                .lines("NORMAL", "drop")) {
            additions.add(Rules.add(line));
        }
        Collections.shuffle(additions, new Random(1));
        for (FlowMod mod : additions) {
            deletions.add(FlowMod.deleteStrict(mod.table(), mod.priority(), mod.match()));
        }
        tables.apply(additions, ++version, 0);
    }

    @Benchmark
    @OperationsPerInvocation(2)
    public int change() throws FlowModException {
        next = next + 1 == rules ? 0 : next + 1;
        apply(deletions.get(next));
        apply(additions.get(next));
        return tables.entryCount();
    }

    private void apply(FlowMod mod) throws FlowModException {
        tables.apply(List.of(mod), ++version, 0);
        tables.collect(version);
    }
}

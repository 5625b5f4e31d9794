package io.weft.perf.micro;

import io.weft.flow.classifier.Classifier;
import io.weft.flow.key.FlowKey;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.FlowTables;
import io.weft.flow.wire.IpProtocol;
import io.weft.perf.rules.FiveTuple;
import io.weft.perf.rules.RuleSeed;
import io.weft.perf.rules.RuleSet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One lookup among rules of {@link RuleSet}, of packets that hit them, or among {@link Rules#acl}, with the mask that a translation needs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClassifierLookupBenchmark {
    private static final int KEYS = 1 << 14;
    private static final Set<Integer> PROTOCOLS = Set.of(IpProtocol.TCP, IpProtocol.UDP);

    @Param({"prefixes", "acl", "fw", "ipc"})
    public String kind;

    @Param({"1000", "10000", "100000"})
    public int rules;

    private final long[][] keys = new long[KEYS][];
    private final long[] mask = new long[FlowKey.WORDS];
    private Classifier classifier;
    private int next;

    @Setup
    public void fill() throws FlowModException {
        FlowTables tables = new FlowTables();
        Random random = new Random(1);
        if (kind.equals("prefixes")) {
            tables.apply(Rules.acl(rules), 1, 0);
            Arrays.setAll(keys, i -> Keys.udp(random));
        } else {
            RuleSet set = RuleSet.of(RuleSeed.valueOf(kind.toUpperCase(Locale.ROOT)), rules, 1);
            List<FiveTuple> trace = set.trace(KEYS, PROTOCOLS);
            tables.apply(set.lines("NORMAL", "drop").stream().map(Rules::add).toList(), 1, 0);
            Arrays.setAll(keys, i -> trace.get(i).key(1, 2, 3));
        }
        classifier = tables.table(0).classifier();
    }

    @Benchmark
    public FlowEntry lookup() {
        next = next + 1 & KEYS - 1;
        Arrays.fill(mask, 0);
        return classifier.lookup(keys[next], 1, mask);
    }
}

package io.weft.perf.micro;

import io.weft.flow.cache.ExactMatchCache;
import io.weft.flow.key.FlowKey;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;

/** Hits in an exact-match cache that is large enough for its flows, in random order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExactMatchLookupBenchmark {
    @Param({"1000", "10000", "100000"})
    public int flows;

    private final long[] references = new long[Keys.BURST];
    private Keys keys;
    private ExactMatchCache cache;

    @Setup
    public void fill() {
        Random random = new Random(1);
        List<long[]> list = new ArrayList<>();
        for (int i = 0; i < flows; i++) {
            list.add(Keys.udp(random));
        }
        keys = new Keys(list);
        cache = new ExactMatchCache(2 * Integer.highestOneBit(2 * flows - 1));
        for (int burst = 0; burst < flows / Keys.BURST; burst++) {
            keys.advance();
            for (int i = 0; i < Keys.BURST; i++) {
                cache.insert(keys.address() + (long) i * FlowKey.PACKET_BYTES, keys.hashes()[i], 1L << 32 | i);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(Keys.BURST)
    public int lookup() {
        keys.advance();
        return cache.lookupBurst(keys.address(), keys.hashes(), Keys.BURST, references);
    }

    @TearDown
    public void free() {
        keys.close();
        cache.close();
    }
}

package io.weft.perf.micro;

import io.weft.flow.cache.MegaflowCache;
import io.weft.flow.cache.SignatureCache;
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

/** Hits in a signature cache that grew with its flows, in random order; each eight flows share a megaflow. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignatureLookupBenchmark {
    @Param({"1000", "10000", "100000"})
    public int flows;

    private final long[] references = new long[Keys.BURST];
    private Keys keys;
    private int left;
    private final int[] open = new int[Keys.BURST];
    private MegaflowCache megaflows;
    private SignatureCache cache;

    @Setup
    public void fill() {
        Random random = new Random(1);
        List<long[]> list = new ArrayList<>();
        megaflows = new MegaflowCache(flows, 1);
        long[] mask = new long[FlowKey.WORDS];
        mask[0] = -1;
        mask[4] = -1;
        for (int i = 0; i < flows; i++) {
            long[] key = Keys.udp(random);
            key[4] = i / 8;
            megaflows.insert(key, mask);
            list.add(key);
        }
        keys = new Keys(list);
        cache = new SignatureCache();
        for (int round = 0; round < 8; round++) {
            for (int burst = 0; burst < flows / Keys.BURST; burst++) {
                lookup();
                for (int i = 0; i < left; i++) {
                    int index = megaflows.lookup(keys.address() + (long) open[i] * FlowKey.PACKET_BYTES);
                    cache.insert(keys.hashes()[open[i]], index);
                }
            }
            cache.resize(flows);
        }
    }

    @Benchmark
    @OperationsPerInvocation(Keys.BURST)
    public int lookup() {
        keys.advance();
        for (int i = 0; i < Keys.BURST; i++) {
            open[i] = i;
        }
        left = cache.lookup(megaflows, keys.address(), keys.hashes(), open, Keys.BURST, references);
        return left;
    }

    @TearDown
    public void free() {
        keys.close();
        cache.close();
        megaflows.close();
    }
}

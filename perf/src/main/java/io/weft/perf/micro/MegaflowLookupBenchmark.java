package io.weft.perf.micro;

import io.weft.flow.cache.MegaflowCache;
import io.weft.flow.key.FlowKey;
import java.util.ArrayList;
import java.util.Arrays;
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

/** Hits in the megaflow cache: 8,192 entries, spread evenly over the masks, so half the masks are tried for a packet on average. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MegaflowLookupBenchmark {
    private static final int ENTRIES = 8192;
    private static final int TOS_SHIFT = 48;

    @Param({"1", "16", "64"})
    public int masks;

    private final long[] references = new long[Keys.BURST];
    private Keys keys;
    private MegaflowCache cache;

    @Setup
    public void fill() {
        Random random = new Random(1);
        List<long[]> list = new ArrayList<>();
        cache = new MegaflowCache(ENTRIES, masks);
        for (int i = 0; i < ENTRIES; i++) {
            long[] key = Keys.udp(random);
            int mask = random.nextInt(masks);
            key[3] |= (long) mask << TOS_SHIFT;
            if (cache.insert(key, mask(mask)) < 0) {
                throw new IllegalStateException("entry " + i + " was refused");
            }
            list.add(key);
        }
        keys = new Keys(list);
    }

    /** All of words 0 and 3, so that a packet fits one mask alone; prefixes of the addresses, different for each. */
    private static long[] mask(int number) {
        long[] mask = new long[FlowKey.WORDS];
        mask[0] = -1;
        mask[3] = -1;
        mask[4] = -1L << 32 + number % 8 | 0xFFFF_FFFFL & -1L << number / 8;
        return mask;
    }

    @Benchmark
    @OperationsPerInvocation(Keys.BURST)
    public int lookup() {
        keys.advance();
        Arrays.fill(references, MegaflowCache.NONE);
        return cache.lookupBurst(keys.address(), references, Keys.BURST);
    }

    @TearDown
    public void free() {
        keys.close();
        cache.close();
    }
}

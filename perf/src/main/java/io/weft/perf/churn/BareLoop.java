package io.weft.perf.churn;

import io.weft.cli.verb.RefusedException;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.Processors;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a processor is worth from moment to moment: a loop that reads here and there in {@value #READ_BYTES} bytes, on the packet thread's processor, before
 * there is a switch. That much is in the last level of the caches, as the tables and packets of a busy switch are; on a virtual machine others share it.
 */
final class BareLoop {
    private static final long SHORTEST_NS = 100_000;
    private static final long SLICE_NS = 2_000_000;
    private static final int READ_BYTES = 8 << 20;
    private static final int READS = 128;

    private final double seconds;
    private final int[] readsPerSlice;
    private final long pauses;
    private final long awayNs;
    private final long longestNs;

    private BareLoop(double seconds, int[] readsPerSlice, long pauses, long awayNs, long longestNs) {
        this.seconds = seconds;
        this.readsPerSlice = readsPerSlice;
        this.pauses = pauses;
        this.awayNs = awayNs;
        this.longestNs = longestNs;
    }

    /** Runs one on a thread of its own. */
    static BareLoop run(int processor, int seconds) throws InterruptedException {
        BareLoop[] result = new BareLoop[1];
        Thread thread = new Thread(() -> result[0] = loop(processor, seconds), "bare loop");
        thread.start();
        thread.join();
        return result[0];
    }

    private static BareLoop loop(int processor, int seconds) {
        try {
            Processors.pin(processor);
        } catch (NativeException e) {
            throw new RefusedException(e.getMessage(), e);
        }
        long[] memory = new long[READ_BYTES / Long.BYTES];
        Arrays.setAll(memory, i -> i);
        measure(memory, TimeUnit.SECONDS.toNanos(1)); // compiled, and all of it read once
        return measure(memory, TimeUnit.SECONDS.toNanos(seconds));
    }

    private static BareLoop measure(long[] memory, long forNs) {
        int[] reads = new int[(int) (forNs / SLICE_NS) + 1];
        long pauses = 0;
        long awayNs = 0;
        long longestNs = 0;
        long place = 1;
        long startNs = System.nanoTime();
        long lastNs = startNs;
        while (lastNs - startNs < forNs) {
            for (int i = 0; i < READS; i++) {
                place = place * 0x5851F42D4C957F2DL + memory[(int) (place >>> 44)];
            }
            long nowNs = System.nanoTime();
            long gapNs = nowNs - lastNs;
            lastNs = nowNs;
            reads[(int) Math.min((nowNs - startNs) / SLICE_NS, reads.length - 1)] += READS;
            if (gapNs >= SHORTEST_NS) {
                pauses++;
                awayNs += gapNs;
                longestNs = Math.max(longestNs, gapNs);
            }
        }
        double seconds = (lastNs - startNs) / 1e9;
        return new BareLoop(seconds, Arrays.copyOf(reads, reads.length - 1), pauses, awayNs, longestNs);
    }

    /** How many slices in a row, at most, had less than a share of the reads of the median slice. */
    private int longestBelow(double share) {
        double least = share * median();
        int longest = 0;
        int row = 0;
        for (int reads : readsPerSlice) {
            row = reads < least ? row + 1 : 0;
            longest = Math.max(longest, row);
        }
        return longest;
    }

    private long below(double share) {
        double least = share * median();
        return Arrays.stream(readsPerSlice).filter(reads -> reads < least).count();
    }

    private int median() {
        int[] sorted = readsPerSlice.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** A line. A switch that needs {@code share} of its processor falls behind where the loop does. */
    String text(double share) {
        return String.format(
                Locale.ROOT,
                "in %.0f s %d pauses of 100 us or more, %.2f ms together, the longest %.2f ms; of %d slices of 2 ms %d read less than %.0f%% of the"
                        + " median, up to %d ms in a row",
                seconds,
                pauses,
                awayNs / 1e6,
                longestNs / 1e6,
                readsPerSlice.length,
                below(share),
                100 * share,
                2 * longestBelow(share));
    }
}

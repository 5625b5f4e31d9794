package io.weft.perf.churn;

import io.weft.cli.verb.RefusedException;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.Processors;
import java.util.concurrent.TimeUnit;

/**
 * How still a processor is: a loop that does nothing but look at the clock, on the packet thread's processor, before there is a switch.
 *
 * @param seconds for which it ran
 * @param pauses of 100 us or more
 * @param awayNs in pauses
 * @param longestNs pause
 */
record EmptyLoop(double seconds, long pauses, long awayNs, long longestNs) {
    private static final long SHORTEST_NS = 100_000;

    /** Runs one on a thread of its own. */
    static EmptyLoop run(int processor, int seconds) throws InterruptedException {
        EmptyLoop[] result = new EmptyLoop[1];
        Thread thread = new Thread(() -> result[0] = loop(processor, seconds), "empty loop");
        thread.start();
        thread.join();
        return result[0];
    }

    private static EmptyLoop loop(int processor, int seconds) {
        try {
            Processors.pin(processor);
        } catch (NativeException e) {
            throw new RefusedException(e.getMessage(), e);
        }
        long pauses = 0;
        long awayNs = 0;
        long longestNs = 0;
        long startNs = System.nanoTime();
        long endNs = startNs + TimeUnit.SECONDS.toNanos(seconds);
        long lastNs = startNs;
        while (lastNs < endNs) {
            long nowNs = System.nanoTime();
            long gapNs = nowNs - lastNs;
            lastNs = nowNs;
            if (gapNs >= SHORTEST_NS) {
                pauses++;
                awayNs += gapNs;
                longestNs = Math.max(longestNs, gapNs);
            }
        }
        return new EmptyLoop((lastNs - startNs) / 1e9, pauses, awayNs, longestNs);
    }
}

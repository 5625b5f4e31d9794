package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.Processors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When a processor did not get on, though a thread wanted nothing but to look at the clock: what a packet would have waited for on its account, whatever
 * the switch.
 *
 * @param ns for which it was watched
 * @param pausesNs of {@value #SHORTEST_NS} ns or more, the longest first
 */
record Stillness(long ns, List<Long> pausesNs) {
    private static final long SHORTEST_NS = 5_000;

    Stillness {
        pausesNs = pausesNs.stream().sorted(Collections.reverseOrder()).toList();
    }

    /** Watches, on a thread of its own. Nobody else should want the processor. */
    static Stillness of(int processor, double seconds) {
        Stillness[] result = new Stillness[1];
        Thread thread = new Thread(() -> result[0] = watch(processor, seconds), "stillness");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
        return result[0];
    }

    private static Stillness watch(int processor, double seconds) {
        try {
            Processors.pin(processor);
        } catch (NativeException e) {
            throw new RefusedException(e.getMessage(), e);
        }
        List<Long> pauses = new ArrayList<>();
        long beganNs = System.nanoTime();
        long lastNs = beganNs;
        while (lastNs - beganNs < seconds * TimeUnit.SECONDS.toNanos(1)) {
            long nowNs = System.nanoTime();
            if (nowNs - lastNs >= SHORTEST_NS) {
                pauses.add(nowNs - lastNs);
            }
            lastNs = nowNs;
        }
        return new Stillness(lastNs - beganNs, pauses);
    }

    Stillness and(Stillness other) {
        List<Long> both = new ArrayList<>(pausesNs);
        both.addAll(other.pausesNs);
        return new Stillness(ns + other.ns, both);
    }

    /** Nothing watched yet. */
    static Stillness none() {
        return new Stillness(0, List.of());
    }

    /**
     * Of packets that come at equal distances, what {@code percent} would have waited for at most: in a pause of length L those wait longer than t that come in its
     * first L - t. 0 when fewer fell into pauses.
     */
    double waitNs(double percent) {
        double left = ns * (1 - percent / 100);
        double sum = 0;
        for (int i = 0; i < pausesNs.size(); i++) {
            sum += pausesNs.get(i);
            double shorter = i + 1 < pausesNs.size() ? pausesNs.get(i + 1) : 0;
            double wait = (sum - left) / (i + 1);
            if (wait >= shorter) {
                return Math.max(0, wait);
            }
        }
        return 0;
    }
}

package io.weft.cli.daemon;

import io.weft.northbound.control.CoverageCounter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Event counters with their rates: totals are remembered every five seconds for an hour.
 *
 * <p>Thread-safety: any thread; guarded by this object's monitor.
 */
final class CoverageHistory {
    static final long SAMPLE_NS = 5_000_000_000L;

    private static final int SAMPLES_PER_MINUTE = 12;
    private static final int SAMPLES_PER_HOUR = 720;

    private final Supplier<Map<String, Long>> totals;
    private final ArrayDeque<Map<String, Long>> samples = new ArrayDeque<>();

    CoverageHistory(Supplier<Map<String, Long>> totals) {
        this.totals = totals;
    }

    /** Remembers the present totals; to be called every {@link #SAMPLE_NS}. */
    synchronized void sample() {
        samples.addFirst(Map.copyOf(totals.get()));
        if (samples.size() > SAMPLES_PER_HOUR + 1) {
            samples.removeLast();
        }
    }

    /** Counters that ever counted, by name. Rates are events a second between remembered totals. */
    synchronized List<CoverageCounter> counters() {
        List<CoverageCounter> counters = new ArrayList<>();
        new TreeMap<>(totals.get()).forEach((name, total) -> {
            if (total > 0) {
                counters.add(new CoverageCounter(
                        name, total, rate(name, 1), rate(name, SAMPLES_PER_MINUTE), rate(name, SAMPLES_PER_HOUR)));
            }
        });
        return counters;
    }

    /** Over the last {@code count} samples; while the history is shorter, as if nothing had happened before it. */
    private double rate(String name, int count) {
        if (samples.isEmpty()) {
            return 0;
        }
        long newest = samples.getFirst().getOrDefault(name, 0L);
        long oldest = 0;
        if (samples.size() > count) {
            Iterator<Map<String, Long>> iterator = samples.iterator();
            Map<String, Long> sample = iterator.next();
            for (int i = 0; i < count; i++) {
                sample = iterator.next();
            }
            oldest = sample.getOrDefault(name, 0L);
        }
        return (newest - oldest) / (count * (SAMPLE_NS / 1e9));
    }
}

package io.weft.perf.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The same figure, measured several times. Not thread-safe. */
public final class Rounds {
    private final List<Double> values = new ArrayList<>();

    public void add(double value) {
        values.add(value);
    }

    public int count() {
        return values.size();
    }

    /** The same rounds, each by a factor. */
    public Rounds times(double factor) {
        Rounds other = new Rounds();
        values.forEach(value -> other.add(factor * value));
        return other;
    }

    /** In the order in which they were measured. */
    public List<Double> values() {
        return List.copyOf(values);
    }

    /** The middle value, the mean of both middle ones, or NaN when nothing was measured. */
    public double median() {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = sorted();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    public double min() {
        return values.isEmpty() ? Double.NaN : Collections.min(values);
    }

    public double max() {
        return values.isEmpty() ? Double.NaN : Collections.max(values);
    }

    /** Largest to smallest round: what two measurements of the same thing may differ by. */
    public double spread() {
        return max() / min();
    }

    private List<Double> sorted() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted;
    }

    /** Such as {@code 12.3 (11.9-12.8)}. */
    public String text() {
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median(), min(), max());
    }
}

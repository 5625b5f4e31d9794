package io.weft.cli.stat;

import io.weft.vswitch.counters.Counter;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.counters.CountersFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongBiFunction;

/**
 * The values of a counters file at one moment, ports summed over the PMDs that count for them.
 *
 * @param rows by scope and owner (for drops and events: the name), in the order of the file
 */
record CounterTotals(long pid, long startMs, boolean writerAlive, Map<Row, Map<CounterKind, Long>> rows) {

    /** A port, a PMD, a drop reason, something of the connection tracker. */
    record Row(CounterKind.Scope scope, String owner) {}

    static CounterTotals of(CountersFile file) {
        Map<Row, Map<CounterKind, Long>> rows = new LinkedHashMap<>();
        for (Counter counter : file.counters()) {
            CounterKind kind = counter.kind();
            String owner = kind.isByReason() ? counter.reason() : counter.owner();
            rows.computeIfAbsent(new Row(kind.scope(), owner), row -> new LinkedHashMap<>())
                    .merge(kind, counter.value(), Long::sum);
        }
        return new CounterTotals(file.pid(), file.startMs(), file.isWriterAlive(), rows);
    }

    /** Rates a second since {@code before}; gauges stay what they are. A counter that went back (new file) counts from 0. */
    CounterTotals rates(CounterTotals before, double seconds) {
        return map((row, kind) -> {
            long now = rows.get(row).get(kind);
            if (kind.isGauge()) {
                return now;
            }
            long then = before.rows.getOrDefault(row, Map.of()).getOrDefault(kind, 0L);
            return Math.round((now >= then ? now - then : now) / seconds);
        });
    }

    private CounterTotals map(ToLongBiFunction<Row, CounterKind> value) {
        Map<Row, Map<CounterKind, Long>> mapped = new LinkedHashMap<>();
        rows.forEach((row, kinds) -> {
            Map<CounterKind, Long> values = new LinkedHashMap<>();
            kinds.keySet().forEach(kind -> values.put(kind, value.applyAsLong(row, kind)));
            mapped.put(row, values);
        });
        return new CounterTotals(pid, startMs, writerAlive, mapped);
    }
}

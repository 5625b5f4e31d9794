package io.weft.cli.appctl;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.weft.northbound.control.PmdStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The counters of a PMD by name, and what follows from them. A counter that a switch does not have is 0. */
record PmdNumbers(PmdStatistics pmd) {
    private static final double NS_PER_S = 1e9;
    private static final String BURSTS = "bursts_to_";

    private long counter(String name) {
        return pmd.counters().getOrDefault(name, 0L);
    }

    long packets() {
        return counter("rx_packets");
    }

    /** Of an exact-match cache, as Open vSwitch has; this switch has none. */
    long emcHits() {
        return counter("emc_hits");
    }

    /** Of the signature cache. */
    long smcHits() {
        return counter("smc_hits");
    }

    long megaflowHits() {
        return counter("megaflow_hits");
    }

    long hits() {
        return emcHits() + smcHits() + megaflowHits();
    }

    long recirculations() {
        return counter("recirculations");
    }

    /** How often a packet was looked up, on average. */
    double passes() {
        return packets() == 0 ? 0 : (double) (packets() + recirculations()) / packets();
    }

    long misses() {
        return counter("misses");
    }

    long burstCount() {
        return counter("bursts");
    }

    long iterations() {
        return counter("rounds");
    }

    long busyNs() {
        return counter("busy_ns");
    }

    long busyIterations() {
        return counter("busy_rounds");
    }

    long lostMisses() {
        return counter("misses_over_budget");
    }

    /** Microseconds of a translation. */
    double upcallUs() {
        return misses() == 0 ? 0 : counter("translation_ns") / 1e3 / misses();
    }

    /** Bursts by the largest size that each count is of, smallest first; empty when the switch does not count them. */
    SortedMap<Integer, Long> bursts() {
        SortedMap<Integer, Long> bursts = new TreeMap<>();
        pmd.counters().forEach((name, count) -> {
            if (name.startsWith(BURSTS)) {
                bursts.put(Integer.valueOf(name.substring(BURSTS.length())), count);
            }
        });
        return bursts;
    }

    double elapsedS() {
        return pmd.elapsedNs() / NS_PER_S;
    }

    double kiloPacketsPerSecond() {
        return pmd.elapsedNs() == 0 ? 0 : packets() / elapsedS() / 1e3;
    }

    /** Cycles of this machine's clock in {@code ns}, or 0 where its rate is not known. */
    static double cycles(long ns) {
        return ns * gigahertz();
    }

    /** Busy cycles for each packet. */
    double cyclesPerPacket() {
        return packets() == 0 ? 0 : cycles(busyNs()) / packets();
    }

    /** {@code part} of {@code whole} in percent. */
    static double percent(double part, double whole) {
        return whole == 0 ? 0 : 100 * part / whole;
    }

    /** {@link String#format} with a point in numbers, whatever the locale. */
    @FormatMethod
    static String format(@FormatString String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static double gigahertz() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("cpu MHz")) {
                    return Double.parseDouble(
                                    line.substring(line.indexOf(':') + 1).strip())
                            / 1e3;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return 0;
    }
}

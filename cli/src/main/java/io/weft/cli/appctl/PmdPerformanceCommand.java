package io.weft.cli.appctl;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.PmdStatistics;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * {@code dpif-netdev/pmd-perf-show}: what a packet costs, where packets were found, what a miss costs, and how full bursts are. No history of
 * iterations or milliseconds is kept, so {@code -it} and {@code -ms} print none.
 */
final class PmdPerformanceCommand implements AppctlCommand {
    private static final String NO_HISTOGRAM = "-nh";
    private static final String PMD = "-pmd";
    private static final List<String> HISTORIES = List.of("-it", "-ms");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final int BAR = 40;

    @Override
    public Syntax syntax() {
        return new Syntax(
                "dpif-netdev/pmd-perf-show",
                "[-nh] [-it|-ms|-pmd|N]... [DATAPATH]",
                "Prints rates, cycles per packet, hits per cache, the cost of a miss and a histogram of bursts of each PMD.");
    }

    @Override
    public void run(AppctlCall call) {
        int only = -1;
        boolean histogram = true;
        List<String> words = call.words();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals(NO_HISTOGRAM)) {
                histogram = false;
            } else if (word.equals(PMD) || HISTORIES.contains(word)) {
                int number = number(word, ++i < words.size() ? words.get(i) : "");
                only = word.equals(PMD) ? number : only;
            } else if (word.startsWith("-")) {
                throw new UsageException("unknown option " + word + "; allowed: -nh, -it N, -ms N, -pmd PMD");
            }
        }
        int wanted = only;
        List<PmdStatistics> pmds = call.client().datapath().pmdStatistics(false).stream()
                .filter(pmd -> wanted < 0 || pmd.pmd() == wanted)
                .toList();
        if (!call.jsonOr(() -> PmdStatisticsCommand.json(pmds))) {
            for (PmdStatistics pmd : pmds) {
                print(new PmdNumbers(pmd), call, histogram);
            }
        }
    }

    private static int number(String option, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new UsageException(option + " \"" + text + "\": allowed: a number from 0");
        }
        return Integer.parseInt(text);
    }

    private static void print(PmdNumbers numbers, AppctlCall call, boolean histogram) {
        PmdStatistics pmd = numbers.pmd();
        call.out().println(PmdNumbers.format("Measurement duration: %.3f s", numbers.elapsedS()));
        call.out().println();
        call.out().println("pmd thread numa_id 0 core_id " + (pmd.cpu() < 0 ? pmd.pmd() : pmd.cpu()) + ":");
        call.out().println();
        iterations(numbers, call);
        line(
                call,
                "  Rx packets:         %12d  (%.0f Kpps, %.0f cycles/pkt)",
                numbers.packets(),
                numbers.kiloPacketsPerSecond(),
                numbers.cyclesPerPacket());
        share(call, "EMC hits:", numbers.emcHits(), numbers.packets());
        share(call, "SMC hits:", numbers.smcHits(), numbers.packets());
        share(call, "Megaflow hits:", numbers.megaflowHits(), numbers.packets());
        line(
                call,
                "  - %-17s %12d  (%5.1f %%, %.1f us/upcall)",
                "Upcalls:",
                numbers.misses(),
                PmdNumbers.percent((double) numbers.misses(), (double) numbers.packets()),
                numbers.upcallUs());
        share(call, "Lost upcalls:", numbers.lostMisses(), numbers.packets());
        double perBurst = numbers.burstCount() == 0 ? 0 : (double) numbers.packets() / numbers.burstCount();
        line(call, "  Rx batches:         %12d  (%.2f pkts/batch)", numbers.burstCount(), perBurst);
        if (histogram && numbers.burstCount() > 0) {
            histogram(numbers.bursts(), call);
        }
        call.out().println();
    }

    private static void iterations(PmdNumbers numbers, AppctlCall call) {
        double elapsed = (double) numbers.pmd().elapsedNs();
        double perIterationUs = numbers.iterations() == 0 ? 0 : elapsed / 1e3 / numbers.iterations();
        line(call, "  Iterations:         %12d  (%.2f us/it)", numbers.iterations(), perIterationUs);
        line(
                call,
                "  - Used TSC cycles:  %12.0f  (%5.1f %% of total cycles)",
                PmdNumbers.cycles(numbers.busyNs()),
                PmdNumbers.percent((double) numbers.busyNs(), elapsed));
        iterations(call, "idle iterations:", numbers.iterations() - numbers.busyIterations(), numbers.iterations());
        iterations(call, "busy iterations:", numbers.busyIterations(), numbers.iterations());
    }

    private static void iterations(AppctlCall call, String label, long part, long whole) {
        double percent = PmdNumbers.percent((double) part, (double) whole);
        line(call, "  - %-17s %12d  (%5.1f %% of iterations)", label, part, percent);
    }

    private static void histogram(SortedMap<Integer, Long> bursts, AppctlCall call) {
        long all = bursts.values().stream().mapToLong(Long::longValue).sum();
        int from = 1;
        call.out().println("  Histogram of pkts/batch:");
        for (var burst : bursts.entrySet()) {
            double share = all == 0 ? 0 : (double) burst.getValue() / all;
            line(
                    call,
                    "    %2d - %2d            %12d  (%5.1f %%) %s",
                    from,
                    burst.getKey(),
                    burst.getValue(),
                    100 * share,
                    "*".repeat((int) Math.round(share * BAR)));
            from = burst.getKey() + 1;
        }
    }

    private static void share(AppctlCall call, String label, long part, long whole) {
        double percent = PmdNumbers.percent((double) part, (double) whole);
        line(call, "  - %-17s %12d  (%5.1f %%)", label, part, percent);
    }

    @FormatMethod
    private static void line(AppctlCall call, @FormatString String format, Object... values) {
        call.out().println(PmdNumbers.format(format, values).stripTrailing());
    }
}

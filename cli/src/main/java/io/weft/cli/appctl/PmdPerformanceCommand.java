package io.weft.cli.appctl;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.PmdStatistics;
import java.util.List;

/** {@code dpif-netdev/pmd-perf-show}. */
final class PmdPerformanceCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dpif-netdev/pmd-perf-show", "[-nh]", "Prints rates and cycles per packet of each PMD.");
    }

    @Override
    public void run(AppctlCall call) {
        List<PmdStatistics> pmds = call.client().pmdStatistics(false);
        if (!call.jsonOr(() -> PmdStatisticsCommand.json(pmds))) {
            pmds.forEach(pmd -> print(new PmdNumbers(pmd), call));
        }
    }

    private static void print(PmdNumbers numbers, AppctlCall call) {
        PmdStatistics pmd = numbers.pmd();
        call.out().println(PmdNumbers.format("Measurement duration: %.3f s", numbers.elapsedS()));
        call.out().println();
        call.out().println("pmd thread numa_id 0 core_id " + (pmd.cpu() < 0 ? pmd.pmd() : pmd.cpu()) + ":");
        call.out().println();
        double perIterationUs = numbers.iterations() == 0 ? 0 : pmd.elapsedNs() / 1e3 / numbers.iterations();
        line(call, "  Iterations:         %12d  (%.2f us/it)", numbers.iterations(), perIterationUs);
        line(
                call,
                "  - Used TSC cycles:  %12.0f  (%5.1f %% of total cycles)",
                PmdNumbers.cycles(numbers.busyNs()),
                PmdNumbers.percent((double) numbers.busyNs(), (double) pmd.elapsedNs()));
        line(
                call,
                "  Rx packets:         %12d  (%.0f Kpps, %.0f cycles/pkt)",
                numbers.packets(),
                numbers.kiloPacketsPerSecond(),
                numbers.cyclesPerPacket());
        share(call, "EMC hits:", numbers.emcHits(), numbers.packets());
        share(call, "SMC hits:", numbers.smcHits(), numbers.packets());
        share(call, "Megaflow hits:", numbers.megaflowHits(), numbers.packets());
        share(call, "Upcalls:", numbers.misses(), numbers.packets());
        double perBurst = numbers.bursts() == 0 ? 0 : (double) numbers.packets() / numbers.bursts();
        line(call, "  Rx batches:         %12d  (%.2f pkts/batch)", numbers.bursts(), perBurst);
        call.out().println();
    }

    private static void share(AppctlCall call, String label, long part, long whole) {
        double percent = PmdNumbers.percent((double) part, (double) whole);
        line(call, "  - %-17s %12d  (%5.1f %%)", label, part, percent);
    }

    @FormatMethod
    private static void line(AppctlCall call, @FormatString String format, Object... values) {
        call.out().println(PmdNumbers.format(format, values));
    }
}

package io.weft.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.ServedVerbs;
import io.weft.cli.ServedVerbs.Answer;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.counters.CounterKind.Scope;
import io.weft.vswitch.counters.SwitchCounters;
import io.weft.vswitch.counters.TrackerCounters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weft stat}. */
class StatVerbTest {
    @TempDir
    private Path directory;

    private static CounterTotals totals(long packets, long megaflows) {
        return new CounterTotals(
                1,
                0,
                false,
                Map.of(
                        new CounterTotals.Row(Scope.PORT, "p1"),
                        Map.of(CounterKind.PORT_RX_PACKETS, packets),
                        new CounterTotals.Row(Scope.PMD, "pmd0"),
                        Map.of(CounterKind.PMD_MEGAFLOWS, megaflows)));
    }

    @Test
    void anAbsentFileIsASentence() {
        Answer answer = ServedVerbs.runAsIs("stat", "--run-dir", directory.toString());
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).startsWith("weft: stat: counters file ").contains("is absent");
    }

    @Test
    void ratesAreDifferencesAndGaugesStay() {
        CounterTotals rates = totals(300, 7).rates(totals(100, 9), 2);
        assertThat(rates.rows().get(new CounterTotals.Row(Scope.PORT, "p1"))).containsValue(100L);
        assertThat(rates.rows().get(new CounterTotals.Row(Scope.PMD, "pmd0"))).containsValue(7L);
    }

    @Test
    void eventsOfTheTrackerAreListedByName() {
        try (SwitchCounters counters = SwitchCounters.create(directory)) {
            TrackerCounters tracker = counters.tracker(List.of("ct_created", "ct_expired"));
            tracker.size(3, 1000);
            tracker.total(0, 7);
            tracker.total(0, 9);
        }
        Answer answer = ServedVerbs.runAsIs("stat", "--run-dir", directory.toString());
        assertThat(answer.out())
                .contains("connections  connections  most\ntracker                3  1000\n")
                .contains("event of the tracker  events\nct_created                 9\n")
                .doesNotContain("ct_expired");
        try (SwitchCounters again = SwitchCounters.create(directory)) {
            TrackerCounters tracker = again.tracker(List.of("ct_created", "ct_expired"));
            tracker.total(0, 1);
            assertThat(tracker.count(0)).as("goes on after a restart").isEqualTo(10);
        }
    }

    @Test
    void aNewFileCountsFromZero() {
        CounterTotals rates = totals(50, 1).rates(totals(100, 1), 1);
        assertThat(rates.rows().get(new CounterTotals.Row(Scope.PORT, "p1"))).containsValue(50L);
    }

    @Test
    void nonsenseIsUsage() {
        assertThat(ServedVerbs.runAsIs("stat", "--watch", "--interval", "0").status())
                .isEqualTo(2);
    }
}

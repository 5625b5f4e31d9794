package io.weft.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.ServedVerbs;
import io.weft.cli.ServedVerbs.Answer;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.counters.CounterKind.Scope;
import java.nio.file.Path;
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

package io.weft.perf.churn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** A window is loud for what the machine did, before, in and after it, and never for what the switch did. */
class StillWindowsTest {
    private static final long MS = 1_000_000;
    private static final Pause OF_THE_SWITCH = new Pause(0, 50 * MS, 0, 40 * MS, 10 * MS, 0, 0, 0);
    private static final Pause OF_THE_MACHINE = new Pause(0, 3 * MS, 1 * MS, 0, 0, 0, 0, 0);

    private final StillWindows windows = new StillWindows();

    @Test
    void theSwitchHasNoExcuse() {
        assertThat(windows.add(window(100, 7, OF_THE_SWITCH), 20, 20)).isTrue();
        assertThat(windows.add(window(100, 0), 20, 18.1)).isTrue();
        assertThat(windows.lines().get(1))
                .contains(
                        "2 of 2 windows were still, 1 of these lost nothing; lost 7 of 2000 packets",
                        "of all tenths of a second 39 of 40 lost nothing");
    }

    @Test
    void aLoudMachineSaysNothing() {
        assertThat(windows.add(window(0, 7, OF_THE_MACHINE), 20, 20)).isFalse();
        assertThat(windows.add(window(0, 7), 20, 17.9)).isFalse();
        assertThat(windows.lines().get(0)).contains("0 of 2 windows were still", "lost 0 of 0 packets");
    }

    private static ChurnHarness.Outcome window(long changes, long missed, Pause... pauses) {
        Histogram none = new Histogram(3);
        return new ChurnHarness.Outcome(
                2,
                1000,
                missed,
                0,
                changes,
                none,
                none,
                0,
                Map.of(),
                List.of(pauses),
                missed > 0 ? 1 : 0,
                Blame.NONE,
                0);
    }
}

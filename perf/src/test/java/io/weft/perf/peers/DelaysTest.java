package io.weft.perf.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How long packets took, and what the machine has to do with it. */
class DelaysTest {
    /** As {@code paced.c} finds it. */
    private static int bucket(long ns) {
        if (ns < 32) {
            return (int) ns;
        }
        int power = 63 - Long.numberOfLeadingZeros(ns);
        return (power - 4) * 32 + (int) (ns >> power - 5 & 31);
    }

    private static Delays delays(long... ns) {
        long[] frames = new long[Delays.BUCKETS];
        for (long one : ns) {
            frames[bucket(one)]++;
        }
        return new Delays(frames);
    }

    @Test
    void aBucketEndsJustBeforeTheNext() {
        for (long ns = 1; ns < 1L << 40; ns += 1 + ns / 7) {
            long end = Delays.end(bucket(ns));
            assertThat(end).isBetween(ns, ns + ns / 32);
            assertThat(bucket(end)).isEqualTo(bucket(ns));
            assertThat(bucket(end + 1)).isEqualTo(bucket(ns) + 1);
        }
    }

    @Test
    void aPercentileIsWhatSoManyTookAtMost() {
        Delays delays = delays(1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000_000);
        assertThat(delays.count()).isEqualTo(10);
        assertThat(delays.ns(50)).isEqualTo(5);
        assertThat(delays.ns(90)).isEqualTo(9);
        assertThat(delays.ns(99)).isCloseTo(1_000_000, within(33_000.0));
        assertThat(delays.ns(100)).isEqualTo(delays.ns(99));
        assertThat(Delays.none().ns(50)).isNaN();
    }

    @Test
    void windowsAreDifferencesAndAddUp() {
        Delays both = delays(1, 5).and(delays(7));
        assertThat(both.count()).isEqualTo(3);
        assertThat(both.since(delays(1, 5)).ns(100)).isEqualTo(7);
    }

    @Test
    void aPacketWaitsForTheRestOfAPause() {
        Stillness still = new Stillness(1_000_000, List.of(100_000L, 300_000L));
        assertThat(still.waitNs(100)).isEqualTo(300_000);
        assertThat(still.waitNs(90))
                .as("a tenth of the time is the first third of the longest")
                .isCloseTo(200_000, within(1.0));
        assertThat(still.waitNs(70))
                .as("200,000 and 100,000 ns begin when 50,000 are left in both")
                .isCloseTo(50_000, within(1.0));
        assertThat(still.waitNs(50)).isZero();
        assertThat(Stillness.none().and(still).waitNs(90)).isCloseTo(200_000, within(1.0));
        assertThat(new Stillness(1_000, List.of()).waitNs(99)).isZero();
    }

    @Test
    void thePollingThreadsWaitIsTheSecondNumber() {
        assertThat(PollingThread.runDelayNs("123 456 7\n")).isEqualTo(456);
    }

    @Test
    void thisProcessIsStillNowAndThen() {
        Stillness still = Stillness.of(0, 0.01);
        assertThat(still.ns()).isGreaterThanOrEqualTo(10_000_000);
    }
}

package io.weft.vswitch.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A PMD polls, then sleeps longer and longer up to its ceiling; a packet begins it all anew. */
class SleepRampTest {
    private static final long MAX_NS = 2_000_000;
    private static final long ROUND_NS = 1_000;

    private final SleepRamp ramp = new SleepRamp();
    private long nowNs = -12_345_678;

    @Test
    void pollsForAWhileAfterThePacketThenSleepsAShareOfThePause() {
        assertThat(idleFor(SleepRamp.POLL_NS - ROUND_NS)).isZero();
        assertThat(idleFor(2 * ROUND_NS)).isBetween(SleepRamp.POLL_NS / 16, SleepRamp.POLL_NS / 16 + ROUND_NS);
        long startNs = nowNs;
        long sleepNs = idleFor(16_000_000);
        assertThat(sleepNs).isBetween((nowNs - startNs) / 17, (nowNs - startNs + SleepRamp.POLL_NS) / 15);
        assertThat(idleFor(60_000_000)).isEqualTo(MAX_NS);
        assertThat(idleFor(600_000_000)).isEqualTo(MAX_NS);
    }

    @Test
    void aPacketBeginsAnew() {
        assertThat(idleFor(100_000_000)).isEqualTo(MAX_NS);
        ramp.worked();
        assertThat(idleFor(SleepRamp.POLL_NS - ROUND_NS)).isZero();
        assertThat(idleFor(160_000)).isLessThan(20_000);
    }

    @Test
    void aCeilingThatChangesHoldsAtOnce() {
        idleFor(100_000_000);
        assertThat(ramp.sleepNs(nowNs, 30_000)).isEqualTo(30_000);
        assertThat(ramp.sleepNs(nowNs, 0)).isZero();
        assertThat(ramp.sleepNs(nowNs, MAX_NS)).isEqualTo(MAX_NS);
    }

    @Test
    void timeInWhichItWasKeptFromItsProcessorIsNoReasonToSleep() {
        idleFor(SleepRamp.POLL_NS / 2);
        nowNs += 7_000_000;
        assertThat(ramp.sleepNs(nowNs, MAX_NS)).isZero();
    }

    /** Rounds without work for about so long; what the last one says. */
    private long idleFor(long ns) {
        long endNs = nowNs + ns;
        long sleepNs = ramp.sleepNs(nowNs, MAX_NS);
        while (nowNs < endNs) {
            nowNs += ROUND_NS + sleepNs;
            sleepNs = ramp.sleepNs(nowNs, MAX_NS);
        }
        return sleepNs;
    }
}

package io.weft.vswitch.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A PMD polls, then sleeps longer and longer up to its ceiling; a packet begins it all anew. */
class SleepRampTest {
    private static final long MAX_NS = 2_000_000;
    private static final long LAST_NS = -7;

    private final SleepRamp ramp = new SleepRamp();

    @Test
    void pollsForAWhileAfterThePacketThenSleepsAShareOfThePause() {
        assertThat(idleFor(0)).isZero();
        assertThat(idleFor(SleepRamp.POLL_NS - 1)).isZero();
        assertThat(idleFor(SleepRamp.POLL_NS)).isEqualTo(SleepRamp.POLL_NS / 16);
        assertThat(idleFor(16_000_000)).isEqualTo(1_000_000);
        assertThat(idleFor(31_999_984)).isEqualTo(MAX_NS - 1);
        assertThat(idleFor(32_000_000)).isEqualTo(MAX_NS);
        assertThat(idleFor(3_600_000_000_000L)).isEqualTo(MAX_NS);
    }

    @Test
    void aPacketBeginsAnew() {
        idleFor(0);
        assertThat(idleFor(1_000_000_000)).isEqualTo(MAX_NS);
        ramp.worked();
        assertThat(idleFor(1_000_000_001)).isZero();
        assertThat(idleFor(1_000_000_001 + 16_000)).isZero();
        assertThat(idleFor(1_000_000_001 + 160_000)).isEqualTo(10_000);
    }

    @Test
    void aCeilingThatChangesHoldsAtOnce() {
        idleFor(0);
        assertThat(ramp.sleepNs(LAST_NS + 32_000_000, MAX_NS)).isEqualTo(MAX_NS);
        assertThat(ramp.sleepNs(LAST_NS + 32_000_000, 30_000)).isEqualTo(30_000);
        assertThat(ramp.sleepNs(LAST_NS + 32_000_000, 0)).isZero();
    }

    private long idleFor(long ns) {
        return ramp.sleepNs(LAST_NS + ns, MAX_NS);
    }
}

package io.weft.perf.churn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lost packets are the fault of the pauses in which they arrived, each of them once; what none accounts for is the switch's. */
class BlameTest {
    private static final double PACKETS_PER_NS = 0.008;
    private static final long DRAIN_NS = 2_000_000;

    @Test
    void theMachineFirstThenTheStopThenTheWork() {
        Pause pause = new Pause(10_000_000, 1_000_000, 300_000, 400_000, 100_000, 64, 0, 0); // 200 us elsewhere
        assertThat(blame(Map.of(9_990_000L, 1_000L), pause)).isEqualTo(new Blame(1_000, 0, 0));
        assertThat(blame(Map.of(9_990_000L, 5_000L), pause)).isEqualTo(new Blame(4_000, 1_000, 0));
        assertThat(blame(Map.of(9_990_000L, 9_000L), pause)).isEqualTo(new Blame(4_000, 3_200, 1_800));
    }

    @Test
    void eachPauseAccountsForItsPacketsOnce() {
        Pause pause = new Pause(10_000_000, 1_000_000, 1_000_000, 0, 0, 64, 0, 0);
        assertThat(blame(Map.of(10_000_000L, 5_000L, 10_500_000L, 5_000L), pause))
                .isEqualTo(new Blame(8_000, 0, 2_000));
    }

    @Test
    void pausesOfAnotherTimeAreNoExcuse() {
        Pause pause = new Pause(10_000_000, 1_000_000, 1_000_000, 0, 0, 64, 0, 0);
        assertThat(blame(Map.of(13_000_000L, 5_000L), pause)).isEqualTo(new Blame(0, 0, 5_000));
        assertThat(blame(Map.of(9_000_000L, 5_000L), pause)).isEqualTo(new Blame(0, 0, 5_000));
    }

    @Test
    void readsWhatTheCommandPrints() {
        String answer = """
                pmd thread numa_id 0 core_id 0:
                  pauses of 100 us or more: 1
                    together:                     2.865 ms
                  end_ns length_ns others_ns stopped_ns work_ns packets translations removals
                  35255394269528 2864594 0 2724553 35500 31 0 2
                """;
        assertThat(Pause.parse(answer))
                .containsExactly(new Pause(35_255_394_269_528L, 2_864_594, 0, 2_724_553, 35_500, 31, 0, 2));
    }

    private static Blame blame(Map<Long, Long> losses, Pause... pauses) {
        return Blame.of(new java.util.TreeMap<>(losses), List.of(pauses), PACKETS_PER_NS, DRAIN_NS);
    }
}

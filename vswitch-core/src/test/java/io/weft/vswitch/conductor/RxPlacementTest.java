package io.weft.vswitch.conductor;

import static io.weft.vswitch.conductor.RxPlacement.Algorithm.CYCLES;
import static io.weft.vswitch.conductor.RxPlacement.Algorithm.GROUP;
import static io.weft.vswitch.conductor.RxPlacement.Algorithm.ROUNDROBIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.vswitch.conductor.RxPlacement.Algorithm;
import io.weft.vswitch.conductor.RxPlacement.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who polls what; the examples with three PMDs are those of Open vSwitch's documentation of PMD threads. */
class RxPlacementTest {
    /** Queues that are not pinned, with these loads. */
    private static List<Queue> free(long... loads) {
        List<Queue> queues = new ArrayList<>();
        for (long load : loads) {
            queues.add(new Queue(RxPlacement.NOT_PINNED, load));
        }
        return queues;
    }

    private static int[] plan(List<Queue> queues, int pmds, Algorithm algorithm) {
        return RxPlacement.plan(queues, pmds, algorithm, true);
    }

    @Test
    void roundRobinGoesByTheOrderOfTheQueues() {
        assertThat(plan(free(30, 80, 10, 70, 60), 3, ROUNDROBIN)).containsExactly(0, 1, 2, 0, 1);
    }

    @Test
    void cyclesGoesBackAndForthFromTheBusiest() {
        // 80 70 60 | 30 10: PMD 0 gets 80, PMD 1 70 and 10, PMD 2 60 and 30
        assertThat(plan(free(30, 80, 10, 70, 60), 3, CYCLES)).containsExactly(2, 0, 1, 1, 2);
        assertThat(plan(free(0, 0, 0, 0), 2, CYCLES)).as("nothing measured").containsExactly(0, 1, 1, 0);
    }

    @Test
    void groupGivesEachToWhoHasLeastToDo() {
        // 80 -> 0, 20 -> 1, 10 -> 1, 10 -> 1
        assertThat(plan(free(10, 80, 20, 10), 2, GROUP)).containsExactly(1, 0, 1, 1);
        assertThat(plan(free(0, 0, 0), 2, GROUP)).as("fewest queues").containsExactly(0, 1, 0);
    }

    @Test
    void aPinnedQueueHasItsPmdForItself() {
        List<Queue> queues = new ArrayList<>(free(5, 5, 5));
        queues.add(new Queue(1, 1));
        assertThat(RxPlacement.plan(queues, 2, CYCLES, true)).containsExactly(0, 0, 0, 1);
        assertThat(RxPlacement.plan(queues, 2, ROUNDROBIN, false)).containsExactly(0, 1, 0, 1);
    }

    @Test
    void noQueueStaysWithoutAPmd() {
        List<Queue> queues = new ArrayList<>(List.of(new Queue(0, 1), new Queue(1, 1), new Queue(9, 1)));
        queues.addAll(free(1));
        assertThat(RxPlacement.plan(queues, 2, ROUNDROBIN, true))
                .as("every PMD is isolated, and there is no PMD 9")
                .containsExactly(0, 1, 0, 1);
        assertThat(RxPlacement.plan(List.of(), 2, CYCLES, true)).isEmpty();
    }

    @Test
    void theVarianceSaysHowUnevenAPlacementIs() {
        List<Queue> queues = free(80, 20, 10, 10);
        assertThat(RxPlacement.variance(queues, new int[] {0, 0, 1, 1}, 2)).isEqualTo(1600);
        assertThat(RxPlacement.variance(queues, new int[] {0, 1, 1, 1}, 2)).isEqualTo(400);
    }

    @Test
    void affinityIsAListOfPairs() {
        assertThat(Affinity.parse("0:3,1:7")).isEqualTo(Map.of(0, 3, 1, 7));
        assertThat(Affinity.parse(" 2:0 ")).isEqualTo(Map.of(2, 0));
        assertThat(Affinity.parse("0")).isNull();
        assertThat(Affinity.parse("0:1,0:2")).as("a queue twice").isNull();
        assertThat(Affinity.parse("0:1,")).isNull();
        assertThat(Affinity.parse("0:-1")).isNull();
    }
}

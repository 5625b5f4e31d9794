package io.weft.vswitch.translate;

import static io.weft.vswitch.translate.Scenario.output;
import static io.weft.vswitch.translate.Scenario.resubmit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.weft.flow.action.Action;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.counters.DropReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tables can make of one packet is bounded, in time as in size, and each bound has a drop reason. */
class LoopGuardTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Test
    void exponentialGroupsEnd() {
        Scenario scenario = new Scenario().ports(2).flow(0, new Action.Group(1));
        for (int id = 1; id < 60; id++) {
            String next = "bucket=actions=group:" + (id + 1);
            scenario.group("group_id=" + id + ",type=all," + next + "," + next);
        }
        scenario.group("group_id=60,type=all,bucket=actions=output:2");
        assertThat(reason(scenario))
                .isEqualTo(DropReason.TOO_MANY_ACTIONS); // the program is full before the buckets are used up
    }

    @Test
    void groupsThatNestTooDeepAreToldApart() {
        Scenario scenario = new Scenario().ports(2).flow(0, new Action.Group(1));
        for (int id = 1; id <= Translator.MAX_DEPTH + 1; id++) {
            scenario.group("group_id=" + id + ",type=indirect,bucket=actions=group:" + (id + 1));
        }
        assertThat(reason(scenario)).isEqualTo(DropReason.RECURSION_TOO_DEEP);
    }

    @Test
    void exponentialClonesEnd() {
        Scenario scenario = new Scenario().ports(2);
        for (int table = 0; table < 60; table++) {
            Action again = new Action.Clone(List.of(resubmit(table + 1)));
            scenario.flow(table, again, again, output(2));
        }
        assertThat(reason(scenario)).isIn(DropReason.TOO_MANY_RESUBMITS, DropReason.RECURSION_TOO_DEEP);
    }

    @Test
    void samplesAloneDoNotMakeAProgramEndless() {
        String sample = "sample(probability=1,collector_set_id=1,obs_domain_id=1,obs_point_id=1)";
        List<Action> samples = Collections.nCopies(
                1000, FlowText.parseActions(sample, PortNames.NUMBERS).getFirst());
        Scenario scenario = new Scenario().ports(2);
        for (int table = 0; table < 20; table++) {
            List<Action> actions = new ArrayList<>(samples);
            actions.add(resubmit(table + 1));
            actions.add(resubmit(table + 1));
            scenario.flow(table, actions.toArray(Action[]::new));
        }
        assertThat(reason(scenario)).isEqualTo(DropReason.TOO_MANY_ACTIONS);
    }

    @Test
    void aBroadcastToFiveHundredPortsMeetsNoGuard() {
        Scenario scenario = new Scenario().ports(500).flow(0, new Action.Flood());
        assertThat(reason(scenario)).isNull();
        assertThat(scenario.translation.program().length()).isEqualTo(499);
        Scenario learning = new Scenario().ports(500).flow(0, new Action.Normal());
        assertThat(reason(learning)).isNull();
        assertThat(learning.translation.program().length()).isEqualTo(499);
    }

    private static DropReason reason(Scenario scenario) {
        return assertTimeoutPreemptively(
                DEADLINE, () -> scenario.translate(Scenario.udp()).dropReason());
    }
}

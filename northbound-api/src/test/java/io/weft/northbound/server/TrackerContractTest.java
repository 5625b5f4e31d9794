package io.weft.northbound.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.text.TupleText;
import io.weft.northbound.client.Stream;
import io.weft.northbound.client.TrackerCalls;
import io.weft.northbound.client.TrackerCalls.Choice;
import io.weft.northbound.control.ConnectionFilter;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.LimitChange;
import io.weft.northbound.control.TrackedConnection;
import io.weft.northbound.control.TrackerChange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client asks of the connection tracker reaches the switch unchanged, and back. */
class TrackerContractTest {
    private static final String WHOLE = "ct_nw_src=1.1.1.1,ct_nw_dst=2.2.2.2,udp,ct_tp_src=1,ct_tp_dst=2";

    private final ServedSwitch served = new ServedSwitch();
    private final ScriptedSwitch control = served.control;
    private final TrackerCalls tracker = served.client.tracker();

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @Test
    void dumpsStream() {
        Choice choice =
                new Choice(OptionalInt.of(65_535), "tcp", "ct_ipv6_src=fc00::1", "0x5/0xf", "0x1/0x10000000000000000");
        int number = 0;
        try (Stream<TrackedConnection> all = tracker.dump(choice)) {
            while (all.hasNext()) {
                assertThat(all.next()).isEqualTo(ScriptedConnections.connection(number++));
            }
        }
        assertThat(number).isEqualTo(ScriptedConnections.CONNECTIONS);
        assertThat(control.asked)
                .containsExactly(new ConnectionFilter(
                        OptionalInt.of(65_535),
                        TupleText.parse("tcp"),
                        TupleText.parse("ct_ipv6_src=fc00::1"),
                        5,
                        15,
                        0,
                        1,
                        1,
                        0));
    }

    @Test
    void aWholeTupleIsOfZoneZeroAndMustBeThere() {
        assertThat(tracker.flush(Choice.ALL)).isEqualTo(5);
        assertThat(tracker.flush(new Choice(OptionalInt.empty(), WHOLE, "", "", "")))
                .isEqualTo(5);
        assertThat(tracker.flush(new Choice(OptionalInt.empty(), "udp", "", "", "")))
                .isEqualTo(5);
        assertThat(control.asked.stream().map(asked -> ((ConnectionFilter) asked).zone()))
                .containsExactly(OptionalInt.empty(), OptionalInt.of(0), OptionalInt.empty());
        assertThatThrownBy(() -> tracker.flush(new Choice(OptionalInt.of(99), WHOLE, "", "", "")))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
                .hasMessageContaining("failed to flush conntrack");
    }

    @Test
    void numbersLimitsAndSettings() {
        assertThat(tracker.statistics(OptionalInt.of(3)).byProtocol()).isEqualTo(Map.of(6, 2L, 17, 1L));
        LimitChange change = new LimitChange(OptionalInt.of(0), Map.of(0, 0, 65_535, Integer.MAX_VALUE), Set.of(4, 5));
        tracker.limits(change);
        assertThat(tracker.limits(List.of(1, 65_535)).zones().getFirst().zone()).isEqualTo(65_535);
        TrackerChange settings = new TrackerChange(OptionalInt.of(7), Optional.of(false), OptionalInt.of(8));
        assertThat(tracker.settings(settings).sweepIntervalMs()).isEqualTo(4);
        tracker.settings(TrackerChange.NONE);
        assertThat(control.asked)
                .containsExactly(
                        OptionalInt.of(3), change, List.of(), List.of(1, 65_535), settings, TrackerChange.NONE);
    }

    @Test
    void countersArriveAsTheyWere() {
        assertThat(tracker.counters()).isEqualTo(control.connections().trackerCounters());
    }

    @Test
    void whatIsWrongIsNamed() {
        refused(new Choice(OptionalInt.of(65_536), "", "", "", ""), "zone: \"65536\"", "0 to 65535");
        refused(new Choice(OptionalInt.empty(), "", "", "x", ""), "filter.mark: \"x\"", "VALUE or VALUE/MASK");
        refused(new Choice(OptionalInt.empty(), "", "", "0x100000000", ""), "32 bits");
        refused(new Choice(OptionalInt.empty(), "", "", "", "0x1/"), "filter.labels");
        refused(new Choice(OptionalInt.empty(), "ct_nw_src=1", "", "", ""), "failed to parse field ct_nw_src");
        assertThatThrownBy(() -> tracker.limits(List.of(70_000))).hasMessageContaining("zone: \"70000\"");
        assertThat(control.asked).isEmpty();
    }

    private void refused(Choice choice, String... words) {
        assertThatThrownBy(() -> tracker.flush(choice))
                .isInstanceOf(ControlException.class)
                .hasMessageContainingAll(words);
    }
}

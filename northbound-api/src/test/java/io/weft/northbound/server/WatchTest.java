package io.weft.northbound.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.RemovalReason;
import io.weft.flow.table.VacancyRange;
import io.weft.northbound.client.Stream;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.RemovedFlow;
import io.weft.northbound.control.TableStatistics;
import io.weft.northbound.control.TableStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Streams that the switch pushes: order, slow receivers, ends. */
class WatchTest {
    private static FlowEvent event(FlowEvent.Kind kind, int i) {
        return new FlowEvent(kind, SwitchContractTest.flow(i));
    }

    private static List<FlowEvent> take(Stream<FlowEvent> stream, int count) {
        List<FlowEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(stream.next());
        }
        return events;
    }

    @Test
    void aWatchBeginsWithWhatIsThereAndGoesOnWithChanges() throws IOException {
        try (ServedSwitch served = new ServedSwitch()) {
            served.control.flows = List.of(SwitchContractTest.flow(1), SwitchContractTest.flow(2));
            try (Stream<FlowEvent> watch = served.client.flows().watch("br0", FlowFilter.ALL)) {
                assertThat(take(watch, 4))
                        .containsExactly(
                                new FlowEvent(FlowEvent.Kind.RESYNC_BEGIN, null),
                                event(FlowEvent.Kind.ADDED, 1),
                                event(FlowEvent.Kind.ADDED, 2),
                                new FlowEvent(FlowEvent.Kind.RESYNC_END, null));
                List<FlowEvent> changes = List.of(
                        event(FlowEvent.Kind.DELETED, 1),
                        event(FlowEvent.Kind.ADDED, 3),
                        event(FlowEvent.Kind.MODIFIED, 2));
                changes.forEach(served.control::changed);
                assertThat(take(watch, 3)).isEqualTo(changes);
            }
            ServedSwitch.await(() -> served.control.flowListeners.isEmpty());
        }
    }

    /** The receiver reads nothing while far more changes than any queue holds are pushed; then it catches up with their sum. */
    @Test
    void aSlowReceiverNeverBlocksTheSwitchAndIsPausedAndGetsTheSum() throws IOException {
        int changes = 400_000;
        try (ServedSwitch served = new ServedSwitch();
                Stream<FlowEvent> watch = served.client.flows().watch("br0", FlowFilter.ALL)) {
            ServedSwitch.await(() -> !served.control.flowListeners.isEmpty());
            FlowEvent add = event(FlowEvent.Kind.ADDED, 1);
            FlowEvent delete = event(FlowEvent.Kind.DELETED, 1);
            long start = System.nanoTime();
            for (int i = 0; i < changes; i++) {
                served.control.changed(i % 2 == 0 ? add : delete);
            }
            served.control.changed(event(FlowEvent.Kind.ADDED, 7));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

            Map<String, FlowView> tables = new TreeMap<>();
            List<FlowEvent.Kind> kinds = new ArrayList<>();
            while (!tables.keySet().equals(java.util.Set.of(key(7)))) {
                FlowEvent event = watch.next();
                kinds.add(event.kind());
                apply(event, tables);
            }
            assertThat(kinds).hasSizeLessThan(changes).contains(FlowEvent.Kind.PAUSED);
            assertThat(kinds.stream().filter(kind -> kind == FlowEvent.Kind.RESYNC_BEGIN))
                    .hasSize(1);
            assertThat(watch.next().kind()).isEqualTo(FlowEvent.Kind.RESUMED);
        }
    }

    /** More flows than a backlog keeps, and changes that the switch itself lost: a dump takes their place. */
    @Test
    void aReceiverThatMissedTooMuchStartsOver() throws IOException {
        try (ServedSwitch served = new ServedSwitch();
                Stream<FlowEvent> watch = served.client.flows().watch("br0", FlowFilter.ALL)) {
            ServedSwitch.await(() -> !served.control.flowListeners.isEmpty());
            take(watch, 2);
            served.control.flows = List.of(SwitchContractTest.flow(7));
            served.control.flowListeners.getFirst().lost();
            assertThat(take(watch, 5))
                    .extracting(FlowEvent::kind)
                    .containsExactly(
                            FlowEvent.Kind.PAUSED,
                            FlowEvent.Kind.RESYNC_BEGIN,
                            FlowEvent.Kind.ADDED,
                            FlowEvent.Kind.RESYNC_END,
                            FlowEvent.Kind.RESUMED);
            FlowBacklog backlog = new FlowBacklog();
            for (int i = 0; i <= FlowBacklog.MOST; i++) {
                backlog.add(event(FlowEvent.Kind.ADDED, i));
            }
            assertThat(backlog.isOverflown()).isTrue();
            assertThat(backlog.take()).isEmpty();
        }
    }

    @Test
    void aBacklogHoldsTheSumOfEachFlow() {
        FlowBacklog backlog = new FlowBacklog();
        FlowEvent replaced = new FlowEvent(FlowEvent.Kind.ADDED, SwitchContractTest.flow(2), null, true);
        List.of(
                        event(FlowEvent.Kind.ADDED, 1),
                        event(FlowEvent.Kind.MODIFIED, 1),
                        event(FlowEvent.Kind.DELETED, 1), // came and went
                        replaced,
                        event(FlowEvent.Kind.DELETED, 2), // was there before
                        event(FlowEvent.Kind.DELETED, 3),
                        event(FlowEvent.Kind.ADDED, 3), // another one
                        event(FlowEvent.Kind.MODIFIED, 4),
                        event(FlowEvent.Kind.MODIFIED, 4))
                .forEach(backlog::add);
        assertThat(backlog.take())
                .containsExactly(
                        event(FlowEvent.Kind.DELETED, 2),
                        new FlowEvent(FlowEvent.Kind.ADDED, SwitchContractTest.flow(3), null, true),
                        event(FlowEvent.Kind.MODIFIED, 4));
        assertThat(backlog.take()).isEmpty();
    }

    @Test
    void flowsThatEndAreToldWithTheirReason() throws IOException {
        try (ServedSwitch served = new ServedSwitch();
                Stream<RemovedFlow> watch = served.client.flows().watchRemoved("br0")) {
            ServedSwitch.await(() -> !served.control.removedFlowListeners.isEmpty());
            RemovedFlow removed = new RemovedFlow(SwitchContractTest.flow(3), RemovalReason.IDLE, 0);
            served.control.removedFlowListeners.forEach(listener -> listener.arrived(removed));
            assertThat(watch.next()).isEqualTo(removed);
            for (int i = 0; i < 200_000; i++) {
                served.control.removedFlowListeners.forEach(listener -> listener.arrived(removed));
            }
            long seen = 1;
            while (seen <= 200_000) {
                served.control.removedFlowListeners.forEach(listener -> listener.arrived(removed));
                seen += 1 + watch.next().lost();
            }
            assertThat(seen).isGreaterThan(200_000);
        }
    }

    @Test
    void tablesThatGetFullAreToldOf() throws IOException {
        try (ServedSwitch served = new ServedSwitch();
                Stream<TableStatus> watch = served.client.tables().watch("br0")) {
            ServedSwitch.await(() -> !served.control.tableListeners.isEmpty());
            VacancyRange range = new VacancyRange(20, 80);
            TableStatus status = new TableStatus(
                    TableStatus.Reason.VACANCY_UP,
                    new TableStatistics(3, "acl", 1, 0, 0, OptionalInt.of(10), true, Optional.of(range)),
                    0);
            served.control.tableListeners.forEach(listener -> listener.arrived(status));
            assertThat(watch.next()).isEqualTo(status);
            served.client.tables().setVacancy("br0", "3", Optional.of(range));
            assertThat(served.control.asked).contains(List.of(3, Optional.of(range)));
            served.client.tables().setVacancy("br0", "all", Optional.empty());
            assertThat(served.control.asked).contains(List.of(FlowMod.ALL_TABLES, Optional.empty()));
        }
    }

    private static String key(int i) {
        return SwitchContractTest.flow(i).table() + "";
    }

    private static void apply(FlowEvent event, Map<String, FlowView> tables) {
        switch (event.kind()) {
            case RESYNC_BEGIN -> tables.clear();
            case ADDED, MODIFIED -> tables.put(event.flow().table() + "", event.flow());
            case DELETED -> tables.remove(event.flow().table() + "");
            case RESYNC_END, PAUSED, RESUMED -> {}
        }
    }

    @Test
    void aSlowReceiverOfADumpHoldsNothingUp() throws IOException {
        try (ServedSwitch served = new ServedSwitch()) {
            List<FlowView> flows = new ArrayList<>();
            for (int i = 0; i < 50_000; i++) {
                flows.add(SwitchContractTest.flow(i));
            }
            served.control.flows = flows;
            try (Stream<FlowView> slow = served.client.flows().dump("br0", FlowFilter.ALL)) {
                assertThat(slow.next()).isEqualTo(flows.getFirst());
                assertThat(served.client.bridges().list()).hasSize(1);
                int rest = 0;
                while (slow.hasNext()) {
                    slow.next();
                    rest++;
                }
                assertThat(rest).isEqualTo(flows.size() - 1);
            }
        }
    }

    @Test
    void aWatchEndsWithTheReasonOfTheSwitch() throws IOException {
        try (ServedSwitch served = new ServedSwitch();
                Stream<FlowEvent> watch = served.client.flows().watch("br0", FlowFilter.ALL)) {
            take(watch, 2);
            served.control.changed(event(FlowEvent.Kind.ADDED, 3));
            served.control.flowListeners.getFirst().ended("bridge br0 was deleted");
            assertThat(watch.next()).isEqualTo(event(FlowEvent.Kind.ADDED, 3));
            assertThatThrownBy(watch::hasNext)
                    .isInstanceOfSatisfying(
                            ControlException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                    .hasMessage("bridge br0 was deleted");
            ServedSwitch.await(() -> served.control.flowListeners.isEmpty());
        }
    }

    @Test
    void lostPacketsAreCounted() throws IOException {
        int sent = 20_000;
        try (ServedSwitch served = new ServedSwitch();
                Stream<PacketIn> watch = served.client.packets().watch("br0")) {
            ServedSwitch.await(() -> !served.control.packetListeners.isEmpty());
            byte[] frame = new byte[1500];
            for (int i = 0; i < sent; i++) {
                served.control.arrived(new PacketIn(PacketIn.Reason.NO_MATCH, 1, -1L, 2, 1500, frame, "reg0=0x1", 0));
            }
            PacketIn first = watch.next();
            assertThat(first.frame()).hasSize(1500);
            assertThat(first.reason()).isEqualTo(PacketIn.Reason.NO_MATCH);
            long seen = 1 + first.lost();
            while (seen < sent) {
                // one more packet after the burst carries the count of those lost at its end
                if (!served.control.packetListeners.isEmpty()) {
                    served.control.arrived(new PacketIn(PacketIn.Reason.ACTION, 1, 0, 2, 60, new byte[60], "", 0));
                }
                seen += 1 + watch.next().lost();
            }
            assertThat(seen).isGreaterThanOrEqualTo(sent);
        }
    }

    @Test
    void watchesAreLimitedApartFromCalls() throws IOException {
        try (ServedSwitch served =
                        new ServedSwitch(ServerLimits.DEFAULT.withWatches(1), SwitchClient.DEFAULT_DEADLINE);
                Stream<PacketIn> _ = served.client.packets().watch("br0")) {
            ServedSwitch.await(() -> !served.control.packetListeners.isEmpty());
            assertThatThrownBy(() -> served.client.packets().watch("br0").hasNext())
                    .hasMessageContaining("at most 1 open watches");
            assertThat(served.client.bridges().list()).hasSize(1);
        }
    }
}

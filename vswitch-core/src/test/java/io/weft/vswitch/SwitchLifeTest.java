package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.mac.MacEntry;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.memory.MemoryPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A switch from launch to close, in invoker mode: configuration, ports that come and go, flows, MAC addresses, subscriptions. */
final class SwitchLifeTest {
    private static final long A = 0x0200_0000_000aL;
    private static final long B = 0x0200_0000_000bL;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private final MemoryDriver driver = stepped.driver();
    private final FakeClock clock = stepped.clock();
    private VirtualSwitch virtualSwitch;

    @BeforeEach
    void launch() {
        virtualSwitch = stepped.get();
        virtualSwitch.apply(config -> config.with(
                BridgeConfig.of("br0").with(memory("p1")).with(memory("p2")).with(memory("p3"))));
    }

    private static PortSettings memory(String name) {
        return PortSettings.of(name, "memory");
    }

    private MemoryPort port(String name) {
        return stepped.port(name);
    }

    private static byte[] frame(long destination, long source) {
        return new FrameBuilder()
                .ethernet(destination, source)
                .ipv4(0x0a000001, 0x0a000002)
                .udp(1, 2)
                .payload(10)
                .build();
    }

    private void send(String from, byte[] frame) {
        stepped.send(from, frame);
    }

    private void change(SwitchChange change) {
        virtualSwitch.apply(config -> config.withBridge("br0", change::apply));
    }

    private interface SwitchChange {
        BridgeConfig apply(BridgeConfig bridge);
    }

    // ---- configuration

    @Test
    void everyViolationIsNamedAndNothingChanges() {
        SwitchConfig before = virtualSwitch.config();
        assertThatThrownBy(() -> virtualSwitch.apply(config -> config.plus(BridgeConfig.of("br0"))
                        .plus(BridgeConfig.of("a name that is too long"))
                        .withOtherConfig(Map.of("pmd-sleep-max", "10001", "vlan-limit", "-1"))
                        .plus(BridgeConfig.of("br9")
                                .withOtherConfig(Map.of("mac-aging-time", "soon"))
                                .plus(memory("p1"))
                                .plus(PortSettings.of("x", "carrier-pigeon"))
                                .plus(memory("y").withOptions(Map.of("wings", "2")))
                                .plus(memory("z").withMtuRequest(12).withOfportRequest(70_000)))))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.violations())
                                .extracting(ConfigException.Violation::value)
                                .contains(
                                        "br0",
                                        "a name that is too long",
                                        "soon",
                                        "10001",
                                        "-1",
                                        "p1",
                                        "carrier-pigeon",
                                        "2",
                                        "12",
                                        "70000"));
        assertThat(virtualSwitch.config()).isEqualTo(before);
        assertThat(virtualSwitch.ports()).hasSize(3);
    }

    @Test
    void aPortThatCannotOpenRollsTheOthersBack() {
        assertThatThrownBy(() -> change(
                        bridge -> bridge.with(memory("good")).with(memory("bad").withOptions(Map.of("n_rxq", "0")))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("n_rxq");
        assertThat(driver.port("good")).isEmpty();
        assertThat(virtualSwitch.ports()).hasSize(3);
        send("p1", frame(B, A));
        assertThat(port("p2").poll()).isNotNull();
    }

    @Test
    void knobsAreCheckedTogether() {
        assertThatThrownBy(() -> VirtualSwitch.launch(new SwitchContext()
                        .runDirectory(stepped.runDirectory())
                        .pmdCount(0)
                        .frameSize(1000)
                        .smcEntries(1000)))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.violations())
                                .extracting(ConfigException.Violation::field)
                                .contains("pmd-count", "frame-size", "smc-entries"));
    }

    @Test
    void numbersAreStableAndRequestsHonoured() {
        change(bridge ->
                bridge.with(memory("p4").withOfportRequest(2)).with(memory("p5").withOfportRequest(77)));
        assertThat(numbers()).containsEntry("p2", 2).containsEntry("p4", 4).containsEntry("p5", 77);
        change(bridge -> bridge.without("p2"));
        change(bridge -> bridge.with(memory("p6")));
        assertThat(numbers()).containsEntry("p6", 2).containsEntry("p3", 3).containsEntry("p4", 4);
    }

    private Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new java.util.HashMap<>();
        virtualSwitch.ports().forEach(port -> numbers.put(port.name(), port.ofPort()));
        return numbers;
    }

    // ---- forwarding

    @Test
    void aLearningSwitchLearns() {
        send("p1", frame(B, A));
        assertThat(port("p2").poll()).isEqualTo(frame(B, A));
        assertThat(port("p3").poll()).isEqualTo(frame(B, A));
        send("p2", frame(A, B));
        assertThat(port("p1").poll()).isEqualTo(frame(A, B));
        assertThat(port("p3").poll()).isNull();
        send("p1", frame(B, A));
        assertThat(port("p2").poll()).isNotNull();
        assertThat(port("p3").poll()).isNull();
        assertThat(virtualSwitch.macs().entries("br0"))
                .extracting(MacEntry::mac)
                .containsExactlyInAnyOrder(A, B);
        assertThat(virtualSwitch.megaflows()).isNotEmpty();
        assertThat(virtualSwitch.megaflows().getFirst().match(true, false)).startsWith("recirc_id(0),in_port(p");
        virtualSwitch.deleteMegaflows();
        virtualSwitch.step();
        assertThat(virtualSwitch.megaflows()).isEmpty();
    }

    @Test
    void addressesAgeUnlessTheirPacketsHitTheCache() {
        send("p1", frame(B, A));
        send("p2", frame(A, B));
        for (int second = 0; second < 400; second++) {
            clock.advanceMs(1000);
            virtualSwitch.step();
            send("p1", frame(B, A)); // B is heard no more
        }
        assertThat(virtualSwitch.macs().entries("br0"))
                .extracting(MacEntry::mac)
                .containsExactly(A);
        assertThat(virtualSwitch.macs().table("br0").expiredCount()).isEqualTo(1);
    }

    @Test
    void aChangeIsSeenByTheNextPacketAndItsStatisticsAreExact() {
        for (int i = 0; i < 100; i++) {
            send("p1", frame(B, A));
        }
        FlowEntry normal = virtualSwitch.flows("br0", FlowFilter.ALL).getFirst();
        assertThat(normal.packets()).isEqualTo(100);
        assertThat(normal.bytes()).isEqualTo(100L * frame(B, A).length);
        virtualSwitch.modifyFlows("br0", List.of(FlowMod.delete(FlowMod.ALL_TABLES, Match.ANY)));
        send("p1", frame(B, A));
        assertThat(virtualSwitch.counters().dropped(DropReason.TABLE_MISS)).isEqualTo(1);
        assertThat(normal.packets()).isEqualTo(100);
        virtualSwitch.modifyFlows("br0", List.of(FlowMod.add(0, 1, Match.ANY, 7, List.of(new Action.Output(3)))));
        drain();
        send("p1", frame(B, A));
        assertThat(port("p3").poll()).isNotNull();
        assertThat(port("p2").poll()).isNull();
        assertThat(virtualSwitch.tableStatistics("br0")).containsExactly(new TableStatistics(0, 1, 102, 101));
    }

    private void drain() {
        for (String name : List.of("p1", "p2", "p3")) {
            while (port(name).poll() != null) {
                // the loop's condition does the work
            }
        }
    }

    @Test
    void aBundleIsAllOrNothing() {
        List<FlowEntry> before = virtualSwitch.flows("br0", FlowFilter.ALL);
        assertThatThrownBy(() -> virtualSwitch.modifyFlows(
                        "br0",
                        List.of(
                                FlowMod.add(0, 5, Match.ANY, 0, List.of()),
                                FlowMod.add(999, 5, Match.ANY, 0, List.of()))))
                .isInstanceOf(FlowModException.class);
        assertThat(virtualSwitch.flows("br0", FlowFilter.ALL)).isEqualTo(before);
    }

    @Test
    void aStaticAddressSteers() {
        virtualSwitch.macs().addStatic("br0", "p3", 0, B);
        send("p1", frame(B, A));
        assertThat(port("p3").poll()).isNotNull();
        assertThat(port("p2").poll()).isNull();
        assertThat(virtualSwitch.macs().remove("br0", 0, B)).isTrue();
        send("p1", frame(B, A));
        assertThat(port("p2").poll()).isNotNull();
        assertThat(virtualSwitch.macs().flush("br0")).isEqualTo(1);
    }

    @Test
    void vlanSettingsApplyAtOnce() {
        send("p1", frame(B, A));
        drain();
        change(bridge -> bridge.withPort("p2", port -> port.withVlan(VlanSettings.access(10))));
        send("p1", frame(B, A));
        assertThat(port("p2").poll()).isNull();
        assertThat(port("p3").poll()).isNotNull();
    }

    @Test
    void packetOutRunsActions() {
        virtualSwitch.packetOut(
                "br0", io.weft.flow.action.Ports.CONTROLLER, List.of(new Action.Output(2)), frame(B, A));
        virtualSwitch.step();
        assertThat(port("p2").poll()).isEqualTo(frame(B, A));
    }

    // ---- ports that come and go

    @Test
    void aPortThatVanishesUnderTrafficLosesItsPacketsByNameAndComesBack() {
        send("p1", frame(B, A));
        drain();
        int freeBefore = virtualSwitch.memory().freeFrames();
        port("p2").setLink(false);
        send("p1", frame(B, A)); // before anybody noticed
        clock.advanceMs(200);
        virtualSwitch.step();
        send("p1", frame(B, A));
        assertThat(virtualSwitch.counters().dropped(DropReason.TX_PORT_GONE)
                        + virtualSwitch.counters().dropped(DropReason.TX_DROPPED))
                .isEqualTo(2);
        port("p2").setLink(true);
        clock.advanceMs(200);
        virtualSwitch.step();
        drain();
        send("p1", frame(B, A));
        assertThat(port("p2").poll()).isNotNull();
        drain();
        assertThat(virtualSwitch.memory().freeFrames()).isGreaterThanOrEqualTo(freeBefore - 1024);
    }

    @Test
    void aRemovedPortIsClosedAndItsFramesReturn() {
        for (int i = 0; i < 200; i++) {
            send("p1", frame(B, A));
        }
        change(bridge -> bridge.without("p2"));
        assertThat(driver.port("p2")).isEmpty();
        change(bridge -> bridge.with(memory("p2")));
        send("p1", frame(B, A));
        assertThat(port("p2").poll()).isNotNull();
    }

    @Test
    void flagsKeepPacketsAway() {
        virtualSwitch.portFlags("br0", "p2", flags -> flags.withNoFlood(true));
        virtualSwitch.portFlags("br0", "p3", flags -> flags.withUp(false));
        send("p1", frame(B, A));
        assertThat(port("p2").poll()).isNull();
        assertThat(port("p3").poll()).isNull();
    }

    // ---- subscriptions

    @Test
    void subscribersSeeChangesInOrder() throws InterruptedException {
        BlockingQueue<FlowEvent> events = new LinkedBlockingQueue<>();
        try (Subscription subscription = virtualSwitch.subscribeFlows("br0", 16, events::add)) {
            virtualSwitch.modifyFlows("br0", List.of(FlowMod.add(1, 1, Match.ANY, 7, List.of())));
            virtualSwitch.modifyFlows("br0", List.of(FlowMod.modify(1, Match.ANY, List.of(new Action.Normal()))));
            virtualSwitch.modifyFlows("br0", List.of(FlowMod.delete(1, Match.ANY)));
            for (FlowEvent.Kind kind : List.of(FlowEvent.Kind.ADDED, FlowEvent.Kind.MODIFIED, FlowEvent.Kind.REMOVED)) {
                assertThat(events.poll(10, TimeUnit.SECONDS).kind()).isEqualTo(kind);
            }
            assertThat(subscription.lost()).isZero();
        }
    }

    @Test
    void aSlowSubscriberLosesEventsAndIsToldToResync() throws InterruptedException {
        CountDownLatch proceed = new CountDownLatch(1);
        BlockingQueue<FlowEvent> events = new LinkedBlockingQueue<>();
        try (Subscription subscription = virtualSwitch.subscribeFlows("br0", 16, event -> {
            awaitQuietly(proceed);
            events.add(event);
        })) {
            for (int i = 0; i < 100; i++) {
                virtualSwitch.modifyFlows("br0", List.of(FlowMod.add(1, i, Match.ANY, 7, List.of())));
            }
            assertThat(subscription.lost()).isPositive();
            proceed.countDown();
            List<FlowEvent.Kind> kinds = new ArrayList<>();
            while (kinds.isEmpty() || kinds.getLast() != FlowEvent.Kind.RESYNC) {
                FlowEvent event = events.poll(10, TimeUnit.SECONDS);
                assertThat(event).isNotNull();
                kinds.add(event.kind());
            }
            assertThat(kinds).hasSizeLessThan(20);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void packetsReachTheController() throws InterruptedException {
        virtualSwitch.modifyFlows("br0", List.of(FlowMod.add(0, 9, Match.ANY, 0, List.of(new Action.Controller(20)))));
        BlockingQueue<PacketIn> packets = new LinkedBlockingQueue<>();
        try (Subscription subscription = virtualSwitch.subscribePackets("br0", packets::add)) {
            send("p3", frame(B, A));
            PacketIn packet = packets.poll(10, TimeUnit.SECONDS);
            assertThat(packet.inPort()).isEqualTo(3);
            assertThat(packet.frame()).hasSize(20);
            assertThat(packet.totalLength()).isEqualTo(frame(B, A).length);
            assertThat(subscription.lost()).isZero();
        }
    }
}

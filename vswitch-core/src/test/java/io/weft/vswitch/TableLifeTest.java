package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowLife;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.RemovalReason;
import io.weft.flow.table.VacancyRange;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.BridgeConfig.FailMode;
import io.weft.vswitch.conductor.ControllerConfig;
import io.weft.vswitch.conductor.FlowTableConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.TableModification;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Timeouts, limits, eviction and fail mode of a switch in invoker mode, whose clock the test moves. */
final class TableLifeTest {
    private static final long A = 0x0200_0000_000aL;
    private static final long B = 0x0200_0000_000bL;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private final FakeClock clock = stepped.clock();
    private VirtualSwitch virtualSwitch;

    @BeforeEach
    void launch() {
        virtualSwitch = stepped.get();
        virtualSwitch.apply(config -> config.with(BridgeConfig.of("br0")
                .withFailMode(FailMode.SECURE)
                .with(PortSettings.of("p1", "memory"))
                .with(PortSettings.of("p2", "memory"))));
    }

    @Test
    void aWatchedTableTellsThatItGetsFull() throws InterruptedException {
        change(bridge -> bridge.with(FlowTableConfig.of(0).withFlowLimit(10)));
        virtualSwitch.vacancy("br0", 0, Optional.of(new VacancyRange(20, 80)));
        assertThat(virtualSwitch.vacancies("br0")).containsExactly(Map.entry(0, new VacancyRange(20, 80)));
        BlockingQueue<TableStatus> news = new LinkedBlockingQueue<>();
        try (Subscription _ = virtualSwitch.subscribeTables("br0", news::add)) {
            for (int i = 1; i <= 8; i++) {
                add("table=0,priority=" + i + ",actions=drop");
            }
            add("table=1,actions=drop");
            assertThat(news.poll(50, TimeUnit.MILLISECONDS)).isNull();
            add("table=0,priority=9,idle_timeout=5,actions=drop", "table=0,priority=10,idle_timeout=5,actions=drop");
            TableStatus down = news.poll(5, TimeUnit.SECONDS);
            assertThat(down.isDown()).isTrue();
            assertThat(down.active()).isEqualTo(10);
            assertThat(down.settings().flowLimit()).isEqualTo(10);
            warp(6_000);
            assertThat(flows()).hasSize(9);
            virtualSwitch.modifyFlows("br0", List.of(FlowMod.delete(0, Match.ANY)));
            TableStatus up = news.poll(5, TimeUnit.SECONDS);
            assertThat(up.isDown()).isFalse();
            assertThat(up.active()).isZero();
            virtualSwitch.vacancy("br0", FlowMod.ALL_TABLES, Optional.empty());
            for (int i = 1; i <= 10; i++) {
                add("table=0,priority=" + i + ",actions=drop");
            }
            assertThat(news.poll(50, TimeUnit.MILLISECONDS)).isNull();
        }
        assertThat(virtualSwitch.vacancies("br0")).isEmpty();
    }

    private void change(UnaryOperator<BridgeConfig> change) {
        virtualSwitch.apply(config -> config.withBridge("br0", change));
    }

    private MemoryPort port(String name) {
        return stepped.port(name);
    }

    private void add(String... flows) {
        stepped.add("br0", flows);
    }

    private void modify(String flow) {
        FlowMod mod = FlowText.parseModify(flow, PortNames.NUMBERS).toMod(FlowMod.Kind.MODIFY);
        virtualSwitch.modifyFlows("br0", List.of(mod));
    }

    private List<FlowEntry> flows() {
        return virtualSwitch.flows("br0", FlowFilter.ALL);
    }

    private List<String> texts() {
        return flows().stream()
                .map(entry -> FlowText.print(entry.match(), PortNames.NUMBERS))
                .toList();
    }

    private void packets(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(port("p1")
                            .inject(new FrameBuilder()
                                    .ethernet(B, A)
                                    .ipv4(0x0a000001, 0x0a000002)
                                    .udp(1, 2)
                                    .payload(10)
                                    .build()))
                    .isTrue();
        }
        virtualSwitch.step();
        for (byte[] frame = port("p2").poll(); frame != null; frame = port("p2").poll()) {
            assertThat(frame).isNotEmpty();
        }
    }

    private void warp(long ms) {
        clock.advanceMs(ms);
        virtualSwitch.step();
    }

    // ---- timeouts

    @Test
    void anIdleFlowEndsWhenNoPacketCame() {
        add("idle_timeout=10,udp,actions=2", "hard_timeout=30,tcp,actions=2", "arp,actions=2");
        warp(10_000);
        assertThat(texts()).containsExactlyInAnyOrder("udp", "tcp", "arp");
        warp(101);
        assertThat(texts()).containsExactlyInAnyOrder("tcp", "arp");
        warp(20_000);
        assertThat(texts()).containsExactly("arp");
    }

    @Test
    void packetsThatOnlyTheCachesSawKeepAFlowAlive() {
        add("idle_timeout=10,udp,actions=2");
        for (int i = 0; i < 5; i++) {
            packets(3);
            warp(9_000);
        }
        assertThat(flows()).singleElement().satisfies(flow -> {
            assertThat(flow.packets()).isEqualTo(15);
            assertThat(virtualSwitch.nowNs() - flow.usedNs()).isEqualTo(9_000_000_000L);
        });
        warp(1_101);
        assertThat(flows()).isEmpty();
    }

    @Test
    void aModificationStartsTheHardTimeoutAnewAndLeavesTheIdleOne() {
        add("hard_timeout=10,udp,actions=2", "idle_timeout=10,tcp,actions=2");
        warp(8_000);
        modify("actions=1");
        warp(3_000);
        assertThat(texts()).containsExactly("udp");
        warp(7_200);
        assertThat(texts()).isEmpty();
    }

    @Test
    void manyFlowsEndOverSeveralRounds() {
        List<FlowMod> mods = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            Match match = FlowText.parseMatch("udp,udp_src=" + (i & 0xFFFF), PortNames.NUMBERS);
            mods.add(FlowMod.add(1, 5, match, i, List.of()).withLife(FlowLife.FOREVER.withTimeouts(0, 1 + i / 15_000)));
        }
        virtualSwitch.modifyFlows("br0", mods);
        warp(1_200);
        assertThat(flows()).hasSize(15_000);
        warp(1_000);
        assertThat(flows()).isEmpty();
    }

    // ---- events

    @Test
    void whatEndsIsToldWithItsReasonAndItsLastStatistics() throws InterruptedException {
        BlockingQueue<FlowEvent> events = new LinkedBlockingQueue<>();
        try (Subscription told = virtualSwitch.subscribeFlows("br0", 64, events::add)) {
            add("idle_timeout=10,udp,actions=2", "arp,actions=2");
            packets(3);
            add("arp,actions=1"); // takes the place of the other: nothing ended
            modify("arp,actions=1"); // changes nothing that is to be told
            modify("arp,actions=2");
            warp(10_200);
            assertThat(take(events)).isEqualTo("ADDED udp");
            assertThat(take(events)).isEqualTo("ADDED arp");
            assertThat(take(events)).isEqualTo("ADDED arp replacing");
            assertThat(take(events)).isEqualTo("MODIFIED arp");
            FlowEvent ended = events.poll(10, TimeUnit.SECONDS);
            assertThat(ended.kind()).isEqualTo(FlowEvent.Kind.REMOVED);
            assertThat(ended.entry().removalReason()).isEqualTo(RemovalReason.IDLE);
            assertThat(ended.entry().packets()).isEqualTo(3);
            assertThat(told.lost()).isZero();
        }
    }

    private static String take(BlockingQueue<FlowEvent> events) throws InterruptedException {
        FlowEvent event = events.poll(10, TimeUnit.SECONDS);
        return event.kind() + " " + FlowText.print(event.entry().match(), PortNames.NUMBERS)
                + (event.replaces() ? " replacing" : "");
    }

    @Test
    void aPacketCountsWhereItsFlowIsAfterAModification() {
        add("udp,actions=2");
        packets(2);
        modify("udp,actions=1");
        packets(1);
        assertThat(flows().getFirst().packets()).isEqualTo(3);
        modify("reset_counts,udp,actions=2");
        packets(1);
        assertThat(flows().getFirst().packets()).isEqualTo(1);
        add("udp,actions=1");
        packets(2);
        assertThat(flows().getFirst().packets()).isEqualTo(3);
        add("reset_counts,udp,actions=2");
        assertThat(flows().getFirst().packets()).isZero();
        packets(1);
        assertThat(flows().getFirst().packets()).isEqualTo(1);
    }

    @Test
    void aMissGoesWhereModTableSends() {
        add("table=1,udp,actions=2");
        assertThat(forwards()).isFalse();
        virtualSwitch.modifyTable("br0", 0, TableModification.CONTINUE);
        assertThat(forwards()).isTrue();
        virtualSwitch.modifyTable("br0", FlowMod.ALL_TABLES, TableModification.DROP);
        assertThat(forwards()).isFalse();
        virtualSwitch.modifyTable("br0", 3, TableModification.EVICT);
        assertThat(virtualSwitch.tableSettings("br0").get(3).evicts()).isTrue();
        virtualSwitch.modifyTable("br0", 3, TableModification.NOEVICT);
        assertThat(virtualSwitch.tableSettings("br0").get(3).evicts()).isFalse();
    }

    // ---- limits

    @Test
    void aFullTableRefuses() {
        change(bridge -> bridge.with(FlowTableConfig.of(0).withFlowLimit(2)));
        add("udp,actions=2", "tcp,actions=2");
        add("udp,actions=drop"); // takes the place of the other
        assertThatThrownBy(() -> add("table=1,arp,actions=2", "arp,actions=2"))
                .isInstanceOfSatisfying(FlowModException.class, e -> {
                    assertThat(e.index()).isEqualTo(1);
                    assertThat(e)
                            .hasMessage(
                                    "flow mod 1: table 0: must be one that has room: it is full, its flow_limit is 2");
                });
        assertThat(texts()).containsExactlyInAnyOrder("udp", "tcp");
    }

    @Test
    void aFullTableEvictsWhatEndsSoonestOfTheLargestGroup() {
        change(bridge -> bridge.with(FlowTableConfig.of(0)
                .withFlowLimit(4)
                .withOverflowPolicy(FlowTableConfig.EVICT)
                .withGroups(List.of("NXM_OF_IN_PORT[]"))));
        add(
                "in_port=1,tcp,idle_timeout=30,actions=2",
                "in_port=1,udp,idle_timeout=20,importance=1,actions=2",
                "in_port=1,sctp,idle_timeout=60,actions=2",
                "in_port=2,udp,idle_timeout=10,actions=1");
        add("in_port=2,tcp,idle_timeout=5,actions=1"); // from in_port=1: importance 0 and the least time
        assertThat(texts()).doesNotContain("tcp,in_port=1").hasSize(4);
        change(bridge -> bridge.with(bridge.flowTable(0).orElseThrow().withFlowLimit(1)));
        assertThat(texts()).hasSize(1);
    }

    @Test
    void permanentFlowsAreNotEvicted() {
        change(bridge -> bridge.with(FlowTableConfig.of(0).withFlowLimit(1).withOverflowPolicy("evict")));
        add("udp,actions=2");
        assertThatThrownBy(() -> add("tcp,actions=2")).isInstanceOf(FlowModException.class);
        assertThat(texts()).containsExactly("udp");
    }

    // ---- fail mode

    @Test
    void aStandaloneBridgeForwardsWhileItsControllerIsAway() {
        change(bridge -> bridge.withFailMode(FailMode.STANDALONE)
                .withControllers(List.of(new ControllerConfig("tcp:127.0.0.1:6653", 0, 0))));
        assertThat(flows()).isEmpty();
        add("actions=drop");
        warp(14_900);
        assertThat(forwards()).isFalse();
        warp(300);
        assertThat(forwards()).isTrue();
        assertThat(texts()).containsExactly("");
        try (Subscription controller = virtualSwitch.subscribePackets("br0", packet -> {})) {
            warp(200);
            assertThat(forwards()).isFalse();
            assertThat(controller.lost()).isZero();
            warp(60_000);
            assertThat(forwards()).isFalse();
        }
        warp(10_000);
        assertThat(forwards()).isFalse();
        warp(5_200);
        assertThat(forwards()).isTrue();
    }

    @Test
    void aSecureBridgeDropsWhileItsControllerIsAway() {
        change(bridge -> bridge.withControllers(List.of(new ControllerConfig("tcp:127.0.0.1:6653", 0, 0))));
        warp(60_000);
        assertThat(forwards()).isFalse();
    }

    @Test
    void controllersAndFailModesStartWithTheirOwnTables() {
        add("udp,actions=drop");
        change(bridge -> bridge.withFailMode(FailMode.STANDALONE));
        assertThat(flows())
                .singleElement()
                .satisfies(flow -> assertThat(flow.actions()).containsExactly(new Action.Normal()));
        change(bridge -> bridge.withControllers(List.of(new ControllerConfig("tcp:127.0.0.1:6653", 0, 0))));
        assertThat(flows()).isEmpty();
        change(bridge -> bridge.withControllers(List.of()));
        assertThat(flows()).hasSize(1);
        change(bridge -> bridge.withFailMode(FailMode.SECURE));
        assertThat(flows()).isEmpty();
    }

    private boolean forwards() {
        assertThat(port("p1")
                        .inject(new FrameBuilder()
                                .ethernet(B, A)
                                .ipv4(0x0a000001, 0x0a000002)
                                .udp(1, 2)
                                .payload(10)
                                .build()))
                .isTrue();
        virtualSwitch.step();
        return port("p2").poll() != null;
    }
}

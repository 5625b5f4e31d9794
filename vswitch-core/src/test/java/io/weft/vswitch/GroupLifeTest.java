package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.group.GroupEntry;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupModException;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.RemovalReason;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.dummy.DummyDriver;
import io.weft.vswitch.port.memory.MemoryDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Groups on a running switch in invoker mode: ports 1 to 5 are memory ports, w1 (11) and w2 (12) dummy ports to watch. */
final class GroupLifeTest {
    private static final String BRIDGE = "br0";

    private final DummyDriver dummies = new DummyDriver();

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch(dummies);

    private final MemoryDriver driver = stepped.driver();
    private final FakeClock clock = stepped.clock();
    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        BridgeConfig bridge = BridgeConfig.of(BRIDGE).withFailMode(BridgeConfig.FailMode.SECURE);
        for (int i = 1; i <= 5; i++) {
            bridge = bridge.with(PortSettings.of("p" + i, "memory")
                    .withOptions(Map.of("ring", "16384"))
                    .withOfportRequest(i));
        }
        bridge = bridge.with(PortSettings.of("w1", "dummy").withOfportRequest(11))
                .with(PortSettings.of("w2", "dummy").withOfportRequest(12));
        BridgeConfig made = bridge;
        weft.apply(config -> config.with(made));
        weft.step();
    }

    private static FlowMod flow(String text) {
        FlowSpec spec = FlowText.parseAdd(text, PortNames.NUMBERS);
        return FlowMod.add(spec.table(), spec.priority(), spec.match(), spec.cookie(), spec.actions());
    }

    private static BundleMod group(GroupMod.Kind kind, String text) {
        return new BundleMod.Group(GroupText.parse(kind, text, PortNames.NUMBERS));
    }

    private FlowChanges group(String text) {
        return weft.modify(BRIDGE, List.of(group(GroupMod.Kind.ADD_OR_MODIFY, text)));
    }

    private void flows(String... texts) {
        List<FlowMod> mods = new ArrayList<>();
        for (String text : texts) {
            mods.add(flow(text));
        }
        weft.modifyFlows(BRIDGE, mods);
    }

    private static byte[] frame(int flow) {
        return new FrameBuilder()
                .ethernet(0x0200_0000_0001L, 0x0200_0000_0002L)
                .ipv4(0x0a00_0000 | flow, 0x0a01_0001)
                .udp(1000 + flow % 500, 2000)
                .payload(10)
                .build();
    }

    /** Sends one packet of each flow from port 1; returns how many came out of each other port. */
    private Map<Integer, Integer> send(int from, int to) {
        for (int flow = from; flow < to; flow++) {
            assertThat(driver.port("p1").orElseThrow().inject(frame(flow))).isTrue();
            if (flow % 256 == 255) {
                weft.step();
            }
        }
        weft.step();
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int port = 1; port <= 5; port++) {
            int count = 0;
            while (driver.port("p" + port).orElseThrow().poll() != null) {
                count++;
            }
            if (count > 0) {
                counts.put(port, count);
            }
        }
        return counts;
    }

    private GroupEntry entry(long id) {
        return weft.groups(BRIDGE).stream()
                .map(GroupView::entry)
                .filter(entry -> entry.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private long dropped(DropReason reason) {
        return weft.counters().dropped(reason);
    }

    @Test
    void allSendsToEveryBucketOnItsOwnCopy() {
        group("group_id=1,type=all,bucket=push_vlan:0x8100,output:2,bucket=dec_ttl,output:3,bucket=output:4");
        flows("actions=group:1,output:5");
        assertThat(driver.port("p1").orElseThrow().inject(frame(1))).isTrue();
        weft.step();
        assertThat(driver.port("p2").orElseThrow().poll()).hasSize(frame(1).length + 4);
        assertThat(driver.port("p3").orElseThrow().poll()[22]).isEqualTo((byte) (frame(1)[22] - 1));
        assertThat(driver.port("p4").orElseThrow().poll()).isEqualTo(frame(1));
        assertThat(driver.port("p5").orElseThrow().poll()).isEqualTo(frame(1));
        weft.groups(BRIDGE);
        assertThat(entry(1).statistics().packets()).isEqualTo(1);
        assertThat(entry(1).statistics().packets(2)).isEqualTo(1);
        assertThat(entry(1).statistics().bytes(2)).isEqualTo(frame(1).length);
    }

    @Test
    void selectSharesFlowsByWeightAndStaysWhereItCan() {
        group("group_id=1,type=select,bucket=weight:1,output:2,bucket=weight:2,output:3,bucket=weight:5,output:4");
        flows("actions=group:1");
        Map<Integer, Integer> first = send(0, 10_000);
        assertThat(first.get(2)).isBetween(1_150, 1_350);
        assertThat(first.get(3)).isBetween(2_400, 2_600);
        assertThat(first.get(4)).isBetween(6_100, 6_400);
        assertThat(send(0, 10_000)).as("the caches choose as the group did").isEqualTo(first);
        assertThat(entry(1).statistics().packets()).isEqualTo(20_000);
        assertThat(entry(1).statistics().packets(1)).isEqualTo(2L * first.get(3));

        weft.modify(
                BRIDGE,
                List.of(group(
                        GroupMod.Kind.INSERT_BUCKETS,
                        "group_id=1,command_bucket_id=last,bucket=bucket_id:9,weight:2,output:5")));
        Map<Integer, Integer> more = send(0, 10_000);
        assertThat(more.get(5)).isBetween(1_850, 2_150);
        for (int port = 2; port <= 4; port++) {
            assertThat(more.get(port)).as("no flow moves between old buckets").isLessThan(first.get(port));
        }
        weft.modify(BRIDGE, List.of(group(GroupMod.Kind.REMOVE_BUCKETS, "group_id=1,command_bucket_id=9")));
        assertThat(send(0, 10_000)).isEqualTo(first);
    }

    @Test
    void selectByHashOfSomeFieldsLooksAtThoseAlone() {
        group("group_id=1,type=select,selection_method=hash,fields(ip_dst),bucket=output:2,bucket=output:3");
        flows("actions=group:1");
        assertThat(send(0, 500)).hasSize(1);
        assertThat(weft.megaflows()).hasSize(1);
        group(
                "group_id=1,type=select,selection_method=hash,fields(ip_src=255.255.255.0),bucket=output:2,bucket=output:3");
        assertThat(send(0, 4_096)).hasSize(2);
        assertThat(weft.megaflows()).hasSize(16);
    }

    @Test
    void failoverFollowsTheLinkOfAPortAndTheBucketsOfAGroup() {
        group("group_id=7,type=ff,bucket=watch_port:12,actions=output:4");
        group("group_id=1,type=ff,bucket=watch_port:11,actions=output:2,bucket=watch_group:7,actions=output:3");
        flows("actions=group:1");
        assertThat(send(0, 100)).isEqualTo(Map.of(2, 100));
        dummies.port("w1").orElseThrow().setAdminState(false);
        weft.step();
        assertThat(send(0, 100)).isEqualTo(Map.of(3, 100));
        dummies.port("w2").orElseThrow().setAdminState(false);
        weft.step();
        assertThat(send(0, 100)).isEmpty();
        assertThat(dropped(DropReason.NO_LIVE_BUCKET)).isEqualTo(100);
        dummies.port("w1").orElseThrow().setAdminState(true);
        weft.step();
        assertThat(send(0, 100)).isEqualTo(Map.of(2, 100));
        weft.portFlags(BRIDGE, "w1", flags -> new PortFlags(false, false, false, false));
        dummies.port("w2").orElseThrow().setAdminState(true);
        weft.step();
        assertThat(send(0, 100)).isEqualTo(Map.of(3, 100));
        assertThat(entry(1).statistics().packets()).isEqualTo(400);
        assertThat(entry(1).statistics().packets(0)).isEqualTo(200);
        assertThat(entry(1).statistics().packets(1)).isEqualTo(200);
    }

    @Test
    void selectAvoidsDeadBuckets() {
        group("group_id=1,type=select,bucket=watch_port:11,output:2,bucket=watch_port:12,output:3,bucket=output:4");
        flows("actions=group:1");
        Map<Integer, Integer> before = send(0, 900);
        assertThat(before).hasSize(3);
        dummies.port("w2").orElseThrow().setAdminState(false);
        weft.step();
        Map<Integer, Integer> after = send(0, 900);
        assertThat(after).hasSize(2);
        assertThat(after.get(2)).isGreaterThan(before.get(2));
    }

    @Test
    void chainsLeadOnAndLoopsAreRefused() {
        group("group_id=3,type=indirect,bucket=group:2");
        flows("in_port=1,actions=group:3,output:5");
        assertThat(send(0, 10)).as("group 2 does not exist").isEqualTo(Map.of(5, 10));
        group("group_id=2,type=all,bucket=output:2,bucket=group:1");
        group("group_id=1,type=indirect,bucket=output:3");
        assertThat(send(0, 10)).isEqualTo(Map.of(2, 10, 3, 10, 5, 10));
        assertThatThrownBy(() -> group("group_id=1,type=indirect,bucket=group:3"))
                .isInstanceOf(GroupModException.class)
                .hasMessageContaining("lead back");
        assertThat(send(0, 10)).isEqualTo(Map.of(2, 10, 3, 10, 5, 10));
    }

    @Test
    void flowsNameGroupsThatExistAndGoWithThem() {
        assertThatThrownBy(() -> flows("actions=group:1"))
                .isInstanceOfSatisfying(
                        FlowModException.class, e -> assertThat(e.field()).isEqualTo("group"));
        group("group_id=1,type=all,bucket=output:2");
        flows("in_port=1,actions=group:1", "in_port=2,actions=clone(group:1),output:3", "in_port=3,actions=output:1");
        assertThat(weft.groups(BRIDGE).getFirst().references()).isEqualTo(2);
        FlowChanges changes = weft.modify(BRIDGE, List.of(group(GroupMod.Kind.DELETE, "group_id=1")));
        assertThat(changes.removed()).hasSize(2).allMatch(entry -> entry.removalReason() == RemovalReason.GROUP_DELETE);
        assertThat(weft.flows(BRIDGE, FlowFilter.ALL)).hasSize(1);
        assertThat(weft.groups(BRIDGE)).isEmpty();
        assertThat(send(0, 5)).isEmpty();
    }

    @Test
    void aBundleOfFlowsAndGroupsIsAllOrNothing() {
        List<BundleMod> good = List.of(
                group(GroupMod.Kind.ADD, "group_id=1,type=all,bucket=output:2"),
                new BundleMod.Flow(flow("in_port=1,actions=group:1")));
        List<BundleMod> bad = new ArrayList<>(good);
        bad.add(group(GroupMod.Kind.ADD, "group_id=1,type=all"));
        assertThatThrownBy(() -> weft.modify(BRIDGE, bad)).isInstanceOf(GroupModException.class);
        assertThat(weft.groups(BRIDGE)).isEmpty();
        assertThat(weft.flows(BRIDGE, FlowFilter.ALL)).isEmpty();
        List<BundleMod> early = List.of(good.get(1), good.get(0));
        assertThatThrownBy(() -> weft.modify(BRIDGE, early)).isInstanceOf(FlowModException.class);
        weft.modify(BRIDGE, good);
        assertThat(send(0, 3)).isEqualTo(Map.of(2, 3));
        weft.modify(
                BRIDGE,
                List.of(
                        group(GroupMod.Kind.DELETE, "group_id=all"),
                        group(GroupMod.Kind.ADD, "group_id=2,type=all,bucket=output:3"),
                        new BundleMod.Flow(flow("in_port=1,actions=group:2"))));
        assertThat(send(0, 3)).isEqualTo(Map.of(3, 3));
    }

    @Test
    void aModifiedGroupCountsFromZeroAndKeepsItsAge() {
        group("group_id=1,type=all,bucket=output:2");
        flows("actions=group:1");
        long created = entry(1).createdNs();
        send(0, 10);
        assertThat(entry(1).statistics().packets()).isEqualTo(10);
        clock.advanceMs(1_000);
        group("group_id=1,type=all,bucket=output:3");
        assertThat(entry(1).statistics().packets()).isZero();
        assertThat(entry(1).createdNs()).isEqualTo(created);
        assertThat(send(0, 10)).isEqualTo(Map.of(3, 10));
        assertThat(entry(1).statistics().packets()).isEqualTo(10);
    }

    @Test
    void broadcastToManyBucketsAndExplosionsEnd() {
        StringBuilder buckets = new StringBuilder("group_id=1,type=all");
        for (int i = 0; i < 500; i++) {
            buckets.append(",bucket=output:").append(2 + i % 4);
        }
        group(buckets.toString());
        flows("actions=group:1");
        assertThat(send(0, 1)).isEqualTo(Map.of(2, 125, 3, 125, 4, 125, 5, 125));
        group("group_id=10,type=all,bucket=output:2");
        for (int i = 11; i < 40; i++) {
            group("group_id=" + i + ",type=all,bucket=group:" + (i - 1) + ",bucket=group:" + (i - 1));
        }
        flows("actions=group:39");
        assertThat(send(0, 1)).isEmpty();
        assertThat(dropped(DropReason.TOO_MANY_ACTIONS)).isEqualTo(1);
    }

    @Test
    void groupOfAnActionSetBeatsItsOutput() {
        group("group_id=1,type=all,bucket=output:2,bucket=output:3");
        flows("actions=output:5,write_actions(group:1,output:4)");
        assertThat(send(0, 2)).isEqualTo(Map.of(2, 2, 3, 2, 5, 2));
    }

    @Test
    @Timeout(20)
    void groupsThatWatchEachOtherAreDeadAtOnce() {
        String watching = ",type=ff" + ",bucket=watch_group:%d,actions=output:2".repeat(4);
        group("group_id=1,type=ff,bucket=watch_port:11,actions=output:2");
        group("group_id=2,type=ff,bucket=watch_port:11,actions=output:2");
        group("group_id=1" + String.format(watching, 2, 2, 2, 2));
        group("group_id=2" + String.format(watching, 1, 1, 1, 1));
        flows("actions=group:1");
        assertThat(send(0, 10)).isEmpty();
        assertThat(dropped(DropReason.NO_LIVE_BUCKET)).isEqualTo(10);
    }
}

package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupModException;
import io.weft.flow.group.GroupStatistics;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.bridge.MirrorAccount;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.MirrorConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.reference.RandomFlows;
import io.weft.vswitch.reference.RandomGroups;
import io.weft.vswitch.reference.RandomPackets;
import io.weft.vswitch.reference.ReferenceBridge;
import io.weft.vswitch.reference.ReferenceResult;
import io.weft.vswitch.reference.ReferenceSwitch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The caches never change behaviour: random tables, packets and changes through a switch with memory ports and through the reference
 * interpreter must give the same bytes on every port, the same packets to the controller, the same drops by reason and the same statistics
 * of every flow entry.
 */
final class CachesAgainstReferenceTest {
    private static final String BRIDGE = "br0";
    private static final int PORTS = 6;
    private static final int FRAMES = 65_536;

    /** The most frames that one frame cache keeps. */
    private static final int STOCK = 512;

    private static final long ORDINARY_PACKETS = 1_000_000;
    private static final long NO_LIMIT_MS = TimeUnit.DAYS.toMillis(1);

    @TempDir
    private Path runDirectory;

    private final MemoryDriver driver = new MemoryDriver();
    private final FakeClock clock = new FakeClock();
    private final Queue<String> packetIns = new ConcurrentLinkedQueue<>();
    private final IdentityHashMap<FlowEntry, long[]> inherited = new IdentityHashMap<>();
    private final Map<DropReason, Long> expectedDrops = new EnumMap<>(DropReason.class);
    private VirtualSwitch virtualSwitch;
    private ReferenceSwitch reference;
    private ReferenceBridge referenceBridge;
    private RandomGroups groups;
    private RandomFlows flows;
    private RandomPackets packets;
    private Random random;
    private List<byte[]> repertoire;

    @Test
    void sameBytesDropsAndStatistics() {
        assertThat(campaign(ORDINARY_PACKETS, NO_LIMIT_MS)).isGreaterThanOrEqualTo(ORDINARY_PACKETS);
    }

    @Test
    @Tag("long")
    void sameBytesDropsAndStatisticsForLong() {
        assertThat(campaign(50_000_000, 900_000)).isPositive();
    }

    /** Compares until enough packets or too much time has gone by; returns how many packets. */
    private long campaign(long wantedPackets, long limitMs) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("caches against reference: -Dweft.seed=" + seed);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        Random seeds = new Random(seed);
        long done = 0;
        int worlds = 0;
        while (done < wantedPackets && System.nanoTime() < end) {
            long worldSeed = seeds.nextLong();
            try {
                done += world(worldSeed, end);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", world " + worldSeed + " after " + done + " packets", e);
            }
            worlds++;
        }
        System.out.println("caches against reference: " + done + " packets in " + worlds + " worlds");
        return done;
    }

    /** One random switch with a random history. */
    private long world(long seed, long end) {
        random = new Random(seed);
        flows = new RandomFlows(random.nextLong());
        packets = new RandomPackets(random.nextLong());
        packetIns.clear();
        inherited.clear();
        expectedDrops.clear();
        long done = 0;
        try (VirtualSwitch opened = VirtualSwitch.launch(context())) {
            virtualSwitch = opened;
            Map<DropReason, Long> before = drops();
            setUp();
            int batches = 20 + random.nextInt(60);
            for (int batch = 0; batch < batches && System.nanoTime() < end; batch++) {
                done += traffic();
                change();
            }
            compareStatistics();
            compareDrops(before);
            assertThat(virtualSwitch.memory().freeFrames())
                    .as("frames that are free, but for what the PMD and the ports keep in stock")
                    .isGreaterThanOrEqualTo(FRAMES - STOCK * (PORTS + 1));
        }
        return done;
    }

    private SwitchContext context() {
        int[] limits = {64, 200, 4096};
        return new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .frames(FRAMES)
                .emcEntries(256)
                .emcInsertInverse(random.nextInt(3))
                .megaflowLimit(limits[random.nextInt(limits.length)])
                .pmdCount(1)
                .drivers(List.of(driver));
    }

    private void setUp() {
        List<BridgePort> wanted = flows.ports();
        BridgeConfig bridge = BridgeConfig.of(BRIDGE)
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .withOtherConfig(Map.of("mac-aging-time", "3600"));
        for (int i = 0; i < PORTS; i++) {
            bridge = bridge.with(PortSettings.of("p" + i, "memory")
                    .withOptions(Map.of("ring", "65536"))
                    .withVlan(wanted.get(i).vlan()));
        }
        BridgeConfig made = bridge;
        virtualSwitch.apply(config -> config.with(made));
        for (int i = 0; i < PORTS; i++) {
            BridgePort port = wanted.get(i);
            virtualSwitch.portFlags(
                    BRIDGE,
                    "p" + i,
                    flags -> new PortFlags(port.noFlood(), port.noForward(), port.noReceive(), port.up()));
        }
        virtualSwitch.subscribePackets(BRIDGE, packet -> packetIns.add(text(packet)));
        reference = new ReferenceSwitch();
        referenceBridge = reference.bridge(1);
        adoptPorts();
        configureBridge();
        groups = new RandomGroups(random.nextLong(), flows);
        if (random.nextBoolean()) {
            flows.useGroups();
            groups.all().forEach(this::modifyGroup);
        }
        flows.tables(5 + random.nextInt(60)).forEach(mod -> modify(List.of(mod)));
        repertoire = new ArrayList<>();
        for (int i = 0; i < 20 + random.nextInt(300); i++) {
            repertoire.add(packets.next());
        }
    }

    private static String text(PacketIn packet) {
        return packet.reason() + " " + packet.totalLength() + " "
                + HexFormat.of().formatHex(packet.frame());
    }

    private void adoptPorts() {
        referenceBridge.ports(virtualSwitch.snapshot().bridge(BRIDGE).ports());
    }

    // ---- traffic

    private long traffic() {
        long count = 0;
        int rounds = 1 + random.nextInt(30);
        for (int round = 0; round < rounds; round++) {
            count += burst();
        }
        return count;
    }

    /** One round of the PMD: up to 64 packets on each port. */
    private int burst() {
        List<String> expectedPacketIns = new ArrayList<>();
        Map<Integer, List<String>> expected = new HashMap<>();
        int count = 0;
        for (BridgePort port : portsInPollOrder()) {
            int n = random.nextInt(4) == 0 ? 0 : random.nextInt(64) + 1;
            for (int i = 0; i < n; i++) {
                byte[] frame =
                        random.nextInt(20) == 0 ? packets.next() : repertoire.get(random.nextInt(repertoire.size()));
                assertThat(driver.port(port.name()).orElseThrow().inject(frame)).isTrue();
                expect(reference.process(port.datapathPort(), frame), expected, expectedPacketIns);
                count++;
            }
        }
        reference.endOfBurst();
        virtualSwitch.step();
        for (BridgePort port : virtualSwitch.snapshot().bridge(BRIDGE).ports()) {
            List<String> sent = sent(port.name());
            List<String> wanted = expected.getOrDefault(port.datapathPort(), List.of());
            assertThat(sorted(sent)).as("port " + port.name()).isEqualTo(sorted(wanted));
        }
        awaitPacketIns(expectedPacketIns);
        return count;
    }

    /** The PMD polls queues in the order in which they were attached; learning follows that order. */
    private List<BridgePort> portsInPollOrder() {
        List<BridgePort> ports = new ArrayList<>();
        for (String queue : virtualSwitch.pmdStatistics().getFirst().rxQueues()) {
            String name = queue.substring(0, queue.indexOf(':'));
            ports.add(virtualSwitch.snapshot().bridge(BRIDGE).port(name));
        }
        return ports;
    }

    private void expect(ReferenceResult result, Map<Integer, List<String>> expected, List<String> expectedPacketIns) {
        for (ReferenceResult.Output output : result.outputs()) {
            expected.computeIfAbsent(output.datapathPort(), port -> new ArrayList<>())
                    .add(output.hex());
        }
        for (ReferenceResult.ToController packet : result.packetIns()) {
            expectedPacketIns.add(packet.reason() + " " + packet.totalLength() + " " + packet.hex());
        }
        if (result.dropReason() != null) {
            expectedDrops.merge(result.dropReason(), 1L, Long::sum);
        }
    }

    private List<String> sent(String port) {
        List<String> frames = new ArrayList<>();
        for (byte[] frame = driver.port(port).orElseThrow().poll(); frame != null; ) {
            frames.add(HexFormat.of().formatHex(frame));
            frame = driver.port(port).orElseThrow().poll();
        }
        return frames;
    }

    private static List<String> sorted(List<String> list) {
        return list.stream().sorted().toList();
    }

    private void awaitPacketIns(List<String> expected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (packetIns.size() < expected.size() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(sorted(List.copyOf(packetIns))).as("packet-ins").isEqualTo(sorted(expected));
        packetIns.clear();
    }

    // ---- changes

    private void change() {
        clock.advanceMs(1 + random.nextInt(300));
        switch (random.nextInt(10)) {
            case 8 -> modifyGroup(groups.change());
            case 0, 1, 2, 3 -> modify(List.of(flows.change()));
            case 4 -> {
                List<FlowMod> bundle = new ArrayList<>();
                for (int i = 0; i < 2 + random.nextInt(10); i++) {
                    bundle.add(flows.change());
                }
                modify(bundle);
            }
            case 5 -> {
                virtualSwitch.flushMacs(BRIDGE);
                referenceBridge.flush();
            }
            case 6 -> changePort();
            case 7 -> configureBridge();
            default -> {
                clock.advanceMs(11_000); // idle megaflows expire
                virtualSwitch.step();
            }
        }
        if (random.nextInt(5) == 0) {
            compareStatistics();
        }
    }

    private void modifyGroup(GroupMod mod) {
        try {
            virtualSwitch.modify(BRIDGE, List.of(new BundleMod.Group(mod)));
        } catch (GroupModException e) {
            return; // not allowed: nothing has changed
        }
        adoptGroups();
    }

    private void adoptGroups() {
        referenceBridge.groups(
                virtualSwitch.groups(BRIDGE).stream().map(GroupView::entry).toList());
        referenceBridge.entries(virtualSwitch.flows(BRIDGE, FlowFilter.ALL));
    }

    /** Mirrors, VLANs that learn nothing, and what becomes of fragments. */
    private void configureBridge() {
        List<MirrorConfig> mirrors = random.nextBoolean() ? List.of() : flows.mirrors();
        List<Integer> floodVlans = random.nextInt(3) == 0 ? List.of(0, 10) : List.of();
        virtualSwitch.apply(config ->
                config.withBridge(BRIDGE, bridge -> bridge.withMirrors(mirrors).withFloodVlans(floodVlans)));
        referenceBridge.mirrors(mirrors);
        referenceBridge.floodVlans(floodVlans);
        FragmentMode mode = FragmentMode.values()[random.nextInt(3)];
        virtualSwitch.fragments(BRIDGE, mode);
        referenceBridge.fragments(mode);
        virtualSwitch.flushMacs(BRIDGE);
        referenceBridge.flush();
    }

    private void compareMirrors() {
        Map<String, MirrorAccount> accounts = virtualSwitch.mirrors();
        for (MirrorConfig mirror :
                virtualSwitch.config().bridge(BRIDGE).orElseThrow().mirrors()) {
            MirrorAccount account = accounts.get(mirror.id());
            assertThat(List.of(account.packets(), account.bytes()))
                    .as("copies of " + mirror)
                    .isEqualTo(List.of(
                            referenceBridge.copies(mirror)[0], referenceBridge.copies(mirror)[1]));
        }
    }

    private void changePort() {
        int index = random.nextInt(PORTS);
        String name = "p" + index;
        switch (random.nextInt(3)) {
            case 0 -> {
                BridgePort wanted = flows.ports().get(index);
                virtualSwitch.portFlags(
                        BRIDGE,
                        name,
                        flags -> new PortFlags(wanted.noFlood(), wanted.noForward(), wanted.noReceive(), wanted.up()));
            }
            case 1 -> {
                VlanSettings vlan = flows.ports().get(index).vlan();
                virtualSwitch.apply(config ->
                        config.withBridge(BRIDGE, bridge -> bridge.withPort(name, port -> port.withVlan(vlan))));
                virtualSwitch.flushMacs(BRIDGE);
                referenceBridge.flush();
            }
            default -> {
                PortSettings settings = virtualSwitch
                        .config()
                        .bridge(BRIDGE)
                        .orElseThrow()
                        .port(name)
                        .orElseThrow();
                virtualSwitch.apply(config -> config.withBridge(BRIDGE, bridge -> bridge.without(name)));
                adoptPorts();
                burst();
                virtualSwitch.apply(config -> config.withBridge(BRIDGE, bridge -> bridge.with(settings)));
            }
        }
        adoptPorts();
    }

    private void modify(List<FlowMod> mods) {
        FlowChanges changes;
        try {
            changes = virtualSwitch.modifyFlows(BRIDGE, mods);
        } catch (FlowModException e) {
            return; // a random change that is not allowed: nothing has changed
        }
        for (FlowEntry added : changes.added()) {
            for (FlowEntry removed : changes.removed()) {
                if (isSamePlace(added, removed) && mods.stream().noneMatch(mod -> deletes(mod, added))) {
                    inherited.put(added, new long[] {expectedPackets(removed), expectedBytes(removed)});
                }
            }
        }
        referenceBridge.entries(virtualSwitch.flows(BRIDGE, FlowFilter.ALL));
    }

    /** Whether one takes the place of the other: a modified entry, or one added over another, goes on counting. */
    private static boolean isSamePlace(FlowEntry added, FlowEntry removed) {
        return added.table() == removed.table()
                && added.priority() == removed.priority()
                && added.match().equals(removed.match());
    }

    /** Whether this change ends what is in the place of {@code entry}, so that what is added there later counts from 0. */
    private static boolean deletes(FlowMod mod, FlowEntry entry) {
        return mod.kind() == FlowMod.Kind.DELETE
                && mod.table() == entry.table()
                && entry.match().isSubsetOf(mod.match());
    }

    private long expectedPackets(FlowEntry entry) {
        return reference.packets(entry) + inherited.getOrDefault(entry, new long[2])[0];
    }

    private long expectedBytes(FlowEntry entry) {
        return reference.bytes(entry) + inherited.getOrDefault(entry, new long[2])[1];
    }

    private void compareStatistics() {
        compareMirrors();
        for (FlowEntry entry : virtualSwitch.flows(BRIDGE, FlowFilter.ALL)) {
            assertThat(entry.packets())
                    .as("packets of %s %s", entry.match(), entry.actions())
                    .isEqualTo(expectedPackets(entry));
            assertThat(entry.bytes()).as("bytes").isEqualTo(expectedBytes(entry));
        }
        for (GroupView view : virtualSwitch.groups(BRIDGE)) {
            GroupStatistics statistics = view.entry().statistics();
            long[] expected = reference.traffic(view.entry());
            assertThat(statistics.packets())
                    .as("packets of %s", view.entry().group())
                    .isEqualTo(expected[0]);
            assertThat(statistics.bytes())
                    .as("bytes of %s", view.entry().group())
                    .isEqualTo(expected[1]);
            for (int i = 0; i < view.entry().group().buckets().size(); i++) {
                assertThat(statistics.packets(i))
                        .as("packets of bucket %d of %s", i, view.entry().group())
                        .isEqualTo(expected[2 + 2 * i]);
                assertThat(statistics.bytes(i)).isEqualTo(expected[3 + 2 * i]);
            }
        }
    }

    private Map<DropReason, Long> drops() {
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            drops.put(reason, virtualSwitch.counters().dropped(reason));
        }
        return drops;
    }

    private void compareDrops(Map<DropReason, Long> before) {
        Map<DropReason, Long> after = drops();
        for (DropReason reason : DropReason.values()) {
            assertThat(after.get(reason) - before.get(reason))
                    .as("drops for " + reason)
                    .isEqualTo(expectedDrops.getOrDefault(reason, 0L));
        }
    }
}

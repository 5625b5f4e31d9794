package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.patch.PatchDriver;
import io.weft.vswitch.reference.Conversation;
import io.weft.vswitch.reference.RandomPackets;
import io.weft.vswitch.reference.ReferenceResult;
import io.weft.vswitch.reference.ReferenceSwitch;
import io.weft.vswitch.track.ConnectionFilter;
import io.weft.vswitch.track.TrackReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The caches never change behaviour: random tables, packets and changes through a switch with memory ports and through the reference
 * interpreter must give the same bytes on every port, the same packets to the controller, the same drops by reason and the same statistics
 * of every flow entry. In every third world there are two bridges, joined by patch ports; in every third one packets are tracked, in every sixth one translated.
 *
 * <p>{@code -Dweft.seed=N} repeats a run, {@code -Dweft.world=N} one of its worlds, {@code -Dweft.packets=N} makes a campaign of other length,
 * {@code -Dweft.rejects=true} one of worlds that reject packets if they have one bridge, {@code -Dweft.tracks=true} one of worlds that track packets alone, {@code -Dweft.translates=true} one of those that translate them.
 */
final class CachesAgainstReferenceTest {
    private static final int FRAMES = 65_536;

    /** The most frames that one frame cache keeps. */
    private static final int STOCK = 512;

    /** A packet that is sent more often comes near the limit of 64 KiB of program, which the reference does not know: its world ends there. */
    private static final int MOST_OUTPUTS = 200;

    /** Packets of a burst that come round: more may be over the budget of translations, and are dropped then. */
    private static final int MOST_ROUNDS = 64;

    /** Rejected packets of a round: more have no room on their way to who answers them, and are not answered. */
    private static final int MOST_REJECTIONS = 1000;

    /** Packets that come in at a port at once. */
    private static final int BURST = 64;

    /** In worlds where they are tracked: of one the order is clear, however entries rewrite them. */
    private static final int[] MOST_TRACKED = {1, 1, 16};

    /** The switch lets a packet renew the deadline of its connection when that makes it later by more than so much; the reference always. */
    private static final int DEADLINE_SLACK_MS = 64;

    private static final long ORDINARY_PACKETS = 1_000_000;
    private static final long NO_LIMIT_MS = TimeUnit.DAYS.toMillis(1);

    /** A world in which packets are sent too often to be compared. */
    private static final class WorldIsOver extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @TempDir
    private Path runDirectory;

    private final MemoryDriver driver = new MemoryDriver();
    private final FakeClock clock = new FakeClock();
    private final Queue<String> packetIns = new ConcurrentLinkedQueue<>();
    private final Map<DropReason, Long> expectedDrops = new EnumMap<>(DropReason.class);
    private VirtualSwitch virtualSwitch;
    private ReferenceSwitch reference;
    private List<ComparedBridge> bridges;
    private RandomPackets packets;
    private Random random;
    private List<byte[]> repertoire;
    private boolean tracks;
    private boolean translates;
    private int mostPackets;
    private long done;
    private long translated;
    private long answered;
    private final Map<TrackReason, Long> tracked = new EnumMap<>(TrackReason.class);

    @Test
    void sameBytesDropsAndStatistics() {
        assertThat(campaign(ORDINARY_PACKETS, NO_LIMIT_MS)).isGreaterThanOrEqualTo(ORDINARY_PACKETS);
    }

    @Test
    @Tag("long")
    void sameBytesDropsAndStatisticsForLong() {
        assertThat(campaign(Long.getLong("weft.packets", 50_000_000), 900_000)).isPositive();
    }

    /** Compares until enough packets or too much time has gone by; returns how many packets. */
    private long campaign(long wantedPackets, long limitMs) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("caches against reference: -Dweft.seed=" + seed);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        Random seeds = new Random(seed);
        int worlds = 0;
        int over = 0;
        while (done < wantedPackets && System.nanoTime() < end) {
            long worldSeed = Long.getLong("weft.world", seeds.nextLong());
            try {
                world(worldSeed, end);
            } catch (WorldIsOver _) {
                over++;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", world " + worldSeed + " after " + done + " packets", e);
            }
            worlds++;
        }
        System.out.println("caches against reference: " + done + " packets in " + worlds + " worlds, and " + over
                + " that ended before; tracked: " + tracked + "; translated: " + translated
                + ", rejected and answered: " + answered);
        return done;
    }

    /** One random switch with a random history. */
    private void world(long seed, long end) {
        random = new Random(seed);
        packets = new RandomPackets(random.nextLong());
        packetIns.clear();
        expectedDrops.clear();
        try (VirtualSwitch opened = VirtualSwitch.launch(context());
                ReferenceSwitch started = new ReferenceSwitch(tracked)) {
            virtualSwitch = opened;
            reference = started;
            Map<DropReason, Long> before = drops();
            setUp();
            int batches = 20 + random.nextInt(60);
            for (int batch = 0; batch < batches && System.nanoTime() < end; batch++) {
                traffic();
                change();
            }
            bridges.forEach(ComparedBridge::compareStatistics);
            compareConnections();
            compareDrops(before);
            translated += reference.translated();
            assertThat(virtualSwitch.memory().freeFrames())
                    .as("frames that are free, but for what the PMD and the ports keep in stock")
                    .isGreaterThanOrEqualTo(FRAMES - STOCK * (ports().size() + 1));
        }
    }

    private SwitchContext context() {
        int[] limits = {64, 200, 4096};
        return new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .frames(FRAMES)
                .smcEntries(256 << random.nextInt(8))
                .megaflowLimit(limits[random.nextInt(limits.length)])
                .pmdCount(1)
                .drivers(List.of(driver, new PatchDriver()));
    }

    private void setUp() {
        ComparedBridge first = new ComparedBridge("br0", "p", virtualSwitch, reference, random);
        bridges = List.of(first);
        if (random.nextInt(3) == 0) {
            ComparedBridge second = new ComparedBridge("br1", "q", virtualSwitch, reference, random);
            bridges = List.of(first, second);
            ComparedBridge.join(first, second);
        }
        for (int i = 0; i < bridges.size(); i++) {
            ComparedBridge bridge = bridges.get(i);
            bridge.open(bridges.size() == 1 ? null : bridges.get(1 - i));
            virtualSwitch.subscribePackets(bridge.name(), packet -> packetIns.add(text(packet)));
        }
        limitVlans();
        translates = Boolean.getBoolean("weft.translates");
        tracks = random.nextInt(3) == 0 || translates || Boolean.getBoolean("weft.tracks");
        translates |= tracks && random.nextBoolean();
        mostPackets = translates ? 1 : tracks ? MOST_TRACKED[random.nextInt(MOST_TRACKED.length)] : BURST;
        if (tracks) {
            reference.now(nowMs());
            reference.track();
        }
        if (bridges.size() == 1 && (random.nextInt(3) == 0 || Boolean.getBoolean("weft.rejects"))) {
            bridges.getFirst().useRejects(); // an answer that goes through a wire comes a round later
        }
        bridges.forEach(bridge -> bridge.fill(tracks, translates));
        repertoire = new ArrayList<>();
        for (int i = 0; i < 20 + random.nextInt(300); i++) {
            byte[] frame = packets.next();
            repertoire.add(frame);
            if (tracks) {
                repertoire.add(Conversation.answer(frame));
            }
        }
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime());
    }

    /** As many VLAN tags as a key has room for, or one. */
    private void limitVlans() {
        int tags = random.nextInt(3) == 0 ? 1 : 2;
        virtualSwitch.apply(config ->
                config.withOtherConfig(Map.of("vlan-limit", Integer.toString(tags), "reject-rate", "100000")));
        reference.vlanLimit(tags);
    }

    private static String text(PacketIn packet) {
        return packet.reason() + " " + packet.totalLength() + " "
                + HexFormat.of().formatHex(packet.frame());
    }

    // ---- traffic

    private void traffic() {
        int rounds = 1 + random.nextInt(30);
        for (int round = 0; round < rounds; round++) {
            burst();
        }
    }

    /** One round of the PMD: up to 64 packets on each port. */
    private void burst() {
        List<String> expectedPacketIns = new ArrayList<>();
        Map<Integer, List<String>> expected = new HashMap<>();
        int count = 0;
        reference.now(nowMs());
        for (BridgePort port : portsInPollOrder()) {
            List<byte[]> frames = frames();
            if (tracks) {
                reference.beginBurst();
            }
            for (byte[] frame : frames) {
                assertThat(driver.port(port.name()).orElseThrow().inject(frame)).isTrue();
                expect(reference.process(port.datapathPort(), frame), expected, expectedPacketIns);
            }
            List<ReferenceResult> rounds = reference.comeRound();
            if (rounds.size() > MOST_ROUNDS || tracks && (reference.isOrderOpen() || reference.isExhausted())) {
                throw new WorldIsOver();
            }
            rounds.forEach(result -> expect(result, expected, expectedPacketIns));
            count += frames.size();
        }
        if (reference.rejections() > MOST_REJECTIONS) {
            throw new WorldIsOver();
        }
        List<ReferenceResult> answers = reference.answers();
        answers.forEach(result -> expect(result, expected, expectedPacketIns));
        answered += answers.size();
        reference.endOfBurst();
        virtualSwitch.step();
        for (BridgePort port : ports()) {
            List<String> sent = sent(port.name());
            List<String> wanted = expected.getOrDefault(port.datapathPort(), List.of());
            assertThat(sorted(sent)).as("port " + port.name()).isEqualTo(sorted(wanted));
        }
        awaitPacketIns(expectedPacketIns);
        done += count;
    }

    /**
     * What comes in at one port. Where packets are tracked, no two of them are of one connection, since their order would be open, and none is a
     * fragment, which waits for the others.
     */
    private List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        Set<Conversation> conversations = new HashSet<>();
        int n = random.nextInt(4) == 0 ? 0 : random.nextInt(mostPackets) + 1;
        for (int i = 0; i < n; i++) {
            byte[] frame = random.nextInt(20) == 0 ? packets.next() : repertoire.get(random.nextInt(repertoire.size()));
            if (!tracks || !Conversation.isFragment(frame) && conversations.add(Conversation.of(frame))) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** The PMD polls queues in the order in which they were attached; learning follows that order. */
    private List<BridgePort> portsInPollOrder() {
        List<BridgePort> ports = new ArrayList<>();
        for (String queue : virtualSwitch.pmds().statistics().getFirst().rxQueues()) {
            String name = queue.substring(0, queue.indexOf(':'));
            ports().stream().filter(port -> port.name().equals(name)).forEach(ports::add);
        }
        return ports;
    }

    /** Those that have a device. */
    private List<BridgePort> ports() {
        return bridges.stream()
                .flatMap(bridge -> bridge.ports().stream())
                .filter(port -> !port.isPatch())
                .toList();
    }

    private void expect(ReferenceResult result, Map<Integer, List<String>> expected, List<String> expectedPacketIns) {
        if (result.outputs().size() + result.packetIns().size() > MOST_OUTPUTS
                || result.dropReason() == DropReason.TOO_MANY_OUTPUTS) {
            throw new WorldIsOver();
        }
        for (ReferenceResult.Output output : result.outputs()) {
            hear(output);
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

    /** Lets somebody answer translated packets later on. */
    private void hear(ReferenceResult.Output output) {
        if (translates && random.nextInt(3) == 0) {
            byte[] frame = HexFormat.of().parseHex(output.hex());
            byte[] answer = random.nextInt(8) == 0
                    ? Conversation.error(frame, 4 + random.nextInt(60))
                    : Conversation.answer(frame);
            int half = repertoire.size() / 2;
            repertoire.set(half + random.nextInt(half), answer);
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
        clock.advanceMs((tracks ? DEADLINE_SLACK_MS : 0) + 1 + random.nextInt(300));
        ComparedBridge bridge = bridges.get(random.nextInt(bridges.size()));
        switch (random.nextInt(10)) {
            case 8 -> bridge.changeGroup();
            case 0, 1, 2, 3 -> bridge.changeFlow();
            case 4 -> bridge.changeFlowsAtOnce();
            case 5 -> bridge.flush();
            case 6 -> bridge.changePort(this::burst);
            case 7 -> {
                bridge.configure();
                limitVlans();
            }
            default -> {
                clock.advanceMs(11_000); // idle megaflows expire
                virtualSwitch.step();
            }
        }
        if (tracks && random.nextInt(6) == 0) {
            clock.advanceMs(20_000); // connections expire
        }
        if (random.nextInt(5) == 0) {
            bridges.forEach(ComparedBridge::compareStatistics);
            compareConnections();
        }
    }

    private void compareConnections() {
        List<String> connections = new ArrayList<>();
        virtualSwitch
                .connections()
                .known()
                .ifPresent(tracker ->
                        tracker.forEach(ConnectionFilter.ALL, nowMs(), one -> connections.add(one.toString())));
        reference.now(nowMs());
        assertThat(withoutBegin(connections)).as("connections").isEqualTo(withoutBegin(reference.connections()));
    }

    /** Sorted. Each table counts seconds from when it was made. */
    private static List<String> withoutBegin(List<String> connections) {
        return connections.stream()
                .map(text -> text.replaceFirst("beganS=[0-9]+, ", ""))
                .sorted()
                .toList();
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

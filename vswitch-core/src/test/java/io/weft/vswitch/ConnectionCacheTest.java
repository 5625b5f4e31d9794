package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is remembered of connections changes nothing: random packets, flows and times through a switch that remembers and through one that does not give the same frames in the
 * same order, the same drops and the same statistics.
 *
 * <p>{@code -Dweft.seed=N} repeats a run.
 */
final class ConnectionCacheTest {
    private static final String BRIDGE = "br0";
    private static final int PORTS = 3;
    private static final int[] HOSTS = {0x0a000001, 0x0a000002, 0x0a000003};
    private static final int[] SERVICES = {80, 443, 1000};
    private static final int ACK = 16;
    private static final int SYN = 2;
    private static final int[] FLAGS = {SYN, SYN | ACK, 17, 4, 20, 24, 0, 3};

    /** What may be in table 0; the first is always there. */
    private static final List<String> FIRST = List.of(
            "priority=1,ip,actions=ct(table=1)",
            "priority=2,ip,in_port=3,actions=ct(table=1,zone=5)",
            "priority=3,udp,actions=ct(commit,table=1,zone=7)",
            "priority=3,tcp,tp_dst=80,actions=ct(commit,table=2,zone=5,exec(set_field:3/0x7->ct_mark))",
            "priority=4,ip,nw_dst=10.0.0.3,actions=output:2,ct(table=2)",
            "priority=4,ip,nw_src=10.0.0.3,actions=set_field:10.0.0.2->nw_src,ct(table=1)",
            "priority=5,tcp,tp_src=443,in_port=2,actions=ct(table=2,zone=NXM_OF_IN_PORT[])",
            "priority=6,udp,tp_dst=443,actions=ct(commit,force,table=1)",
            "priority=6,ip,nw_tos=4,actions=drop");

    /** What may be in tables 1 and 2; some always are. */
    private static final List<String> SECOND = List.of(
            "table=1,priority=1,ip,ct_state=+trk+new,actions=ct(commit),NORMAL",
            "table=1,priority=1,ip,ct_state=+trk+est,actions=NORMAL",
            "table=2,priority=1,ip,ct_state=+trk,actions=output:3",
            "table=1,priority=2,ip,ct_state=+trk+est,ct_mark=3/3,actions=output:1,output:2",
            "table=1,priority=3,tcp,ct_state=+trk+rpl,actions=set_field:9->nw_ttl,output:1",
            "table=1,priority=2,ip,ct_state=+trk+est,ct_label=0x5,actions=output:3",
            "table=1,priority=4,ip,ct_state=+trk+est,tp_dst=1000,tcp,"
                    + "actions=ct(commit,exec(set_field:0x5->ct_label)),output:2",
            "table=1,priority=5,ip,ct_state=+trk-inv,nw_dst=10.0.0.2,actions=ct(table=2,zone=9)",
            "table=1,priority=5,ip,ct_state=+trk+est,ct_nw_src=10.0.0.1,ct_tp_dst=80,ct_nw_proto=6,actions=output:2",
            "table=2,priority=2,ip,ct_state=+trk-new,actions=ct(table=1,zone=7),output:1",
            "table=2,priority=3,ip,ct_state=+trk+est,tcp_flags=+fin,tcp,actions=output:1",
            "table=1,priority=6,ip,ct_state=+trk+inv,actions=drop");

    @TempDir
    private Path directory;

    /** A switch with its ports and clock. */
    private record Run(VirtualSwitch weft, MemoryDriver driver, FakeClock clock) {}

    private Random random;
    private List<Run> runs;
    private long remembered;

    @Test
    void sameWithAndWithout() {
        campaign(Duration.ofSeconds(10), 24);
        assertThat(remembered).as("packets of connections that were remembered").isGreaterThan(2_000);
    }

    @Test
    @Tag("long")
    void sameWithAndWithoutForLong() {
        campaign(Duration.ofSeconds(Long.getLong("weft.seconds", 600)), Integer.MAX_VALUE);
    }

    private void campaign(Duration limit, int most) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("ConnectionCacheTest: -Dweft.seed=" + seed);
        Random seeds = new Random(seed);
        long end = System.nanoTime() + limit.toNanos();
        int worlds = 0;
        for (; worlds < most && System.nanoTime() < end; worlds++) {
            long world = seeds.nextLong();
            try {
                world(world, worlds);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", world " + worlds, e);
            }
        }
        System.out.println("ConnectionCacheTest: " + worlds + " worlds, " + remembered + " packets were remembered");
    }

    private void world(long seed, int number) {
        random = new Random(seed);
        try (VirtualSwitch with = launch(number, true);
                VirtualSwitch without = launch(number, false)) {
            assertThat(List.of(with, without)).hasSize(2);
            configure();
            boolean isDense = random.nextBoolean();
            for (int batch = 0; batch < 60; batch++) {
                for (int burst = 0; burst < 12; burst++) {
                    burst(isDense);
                }
                change();
                if (batch % 10 == 9) {
                    compareStatistics();
                }
            }
            remembered += runs.getFirst().weft.counters().pmd(0).value(CounterKind.PMD_CONNECTION_HITS);
            assertThat(runs.getLast().weft.counters().pmd(0).value(CounterKind.PMD_CONNECTION_HITS))
                    .isZero();
        }
    }

    private VirtualSwitch launch(int number, boolean caches) {
        MemoryDriver driver = new MemoryDriver();
        FakeClock clock = new FakeClock();
        VirtualSwitch weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory(number + (caches ? "-with" : "-without")))
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .cachesConnections(caches)
                .frames(4096)
                .smcEntries(256)
                .megaflowLimit(4096)
                .drivers(List.of(driver)));
        if (caches) {
            runs = new ArrayList<>();
        }
        runs.add(new Run(weft, driver, clock));
        return weft;
    }

    private Path runDirectory(String name) {
        try {
            return Files.createDirectory(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure() {
        List<String> flows = new ArrayList<>(List.of(FIRST.getFirst()));
        flows.addAll(SECOND.subList(0, 3));
        for (int i = 0; i < 6; i++) {
            flows.add(anyFlow());
        }
        for (Run run : runs) {
            run.weft.apply(config -> {
                BridgeConfig bridge = BridgeConfig.of(BRIDGE).withFailMode(BridgeConfig.FailMode.SECURE);
                for (int port = 1; port <= PORTS; port++) {
                    bridge = bridge.with(PortSettings.of("p" + port, "memory").withOfportRequest(port));
                }
                return config.with(bridge);
            });
            run.weft.modifyFlows(BRIDGE, mods(FlowMod.Kind.ADD, flows));
        }
    }

    private String anyFlow() {
        List<String> flows = random.nextInt(3) == 0 ? FIRST : SECOND;
        return flows.get(random.nextInt(flows.size()));
    }

    private static List<FlowMod> mods(FlowMod.Kind kind, List<String> flows) {
        return flows.stream()
                .map(flow -> FlowText.parseAdd(flow, PortNames.NUMBERS).toMod(kind))
                .toList();
    }

    private void burst(boolean isDense) {
        for (int port = 1; port <= PORTS; port++) {
            int count = random.nextInt(isDense ? 40 : 5);
            for (int i = 0; i < count; i++) {
                byte[] frame = frame();
                for (Run run : runs) {
                    assertThat(run.driver.port("p" + port).orElseThrow().inject(frame))
                            .isTrue();
                }
            }
        }
        runs.forEach(run -> run.weft.step());
        for (int port = 1; port <= PORTS; port++) {
            assertThat(sent(runs.getFirst(), port)).as("port " + port).isEqualTo(sent(runs.getLast(), port));
        }
    }

    private static List<String> sent(Run run, int port) {
        List<String> frames = new ArrayList<>();
        for (byte[] frame = run.driver.port("p" + port).orElseThrow().poll();
                frame != null;
                frame = run.driver.port("p" + port).orElseThrow().poll()) {
            frames.add(HexFormat.of().formatHex(frame));
        }
        return frames;
    }

    /** Mostly TCP and UDP of some connections, and now and then what no cache should touch. */
    private byte[] frame() {
        int client = random.nextInt(HOSTS.length);
        int server = random.nextInt(HOSTS.length);
        boolean isReply = random.nextBoolean();
        int clientPort = 2000 + random.nextInt(3);
        int service = SERVICES[random.nextInt(SERVICES.length)];
        FrameBuilder builder = isReply ? ends(server, client) : ends(client, server);
        int from = isReply ? service : clientPort;
        int to = isReply ? clientPort : service;
        switch (random.nextInt(40)) {
            case 0 -> builder.ipv4Options(new byte[] {1, 1, 1, 1});
            case 1 -> builder.tos(4 * random.nextInt(3));
            case 2 -> builder.ttl(1 + random.nextInt(3));
            case 3 -> builder.fragment(random.nextInt(3) * 0x2000 + random.nextInt(2));
            default -> {
                // as it is
            }
        }
        boolean isTcp = random.nextInt(3) != 0;
        if (isTcp) {
            builder.tcp(from, to, random.nextInt(6) == 0 ? FLAGS[random.nextInt(FLAGS.length)] : ACK);
        } else {
            builder.udp(from, to);
        }
        if (random.nextInt(8) == 0) {
            builder.withoutTransportChecksum();
        }
        byte[] frame = builder.payload(random.nextInt(3) * 7).build(random.nextBoolean() ? 60 : 1);
        damage(frame);
        return frame;
    }

    private FrameBuilder ends(int from, int to) {
        FrameBuilder builder = new FrameBuilder().ethernet(0x0200_0000_0001L + to, 0x0200_0000_0001L + from);
        if (random.nextInt(50) == 0) {
            builder.vlan(random.nextInt(3));
        }
        return builder.ipv4(HOSTS[from], HOSTS[to]);
    }

    /** Sequence numbers out of any window, lengths and checksums that are wrong. */
    private void damage(byte[] frame) {
        switch (random.nextInt(60)) {
            case 0, 1 -> ByteBuffer.wrap(frame).putInt(38, random.nextInt());
            case 2 -> ByteBuffer.wrap(frame).putShort(16, (short) random.nextInt(80));
            case 3 -> frame[14 + random.nextInt(frame.length - 14)] ^= (byte) (1 << random.nextInt(8));
            default -> {
                // as it is
            }
        }
    }

    private void change() {
        long ms = switch (random.nextInt(6)) {
            case 0 -> 11_000;
            case 1 -> 200_000;
            default -> 100L * random.nextInt(20); // deadlines may be 64 ms early there, and nowhere else
        };
        boolean removes = random.nextInt(3) == 0;
        List<String> flows = random.nextInt(2) == 0 ? List.of(anyFlow()) : List.of();
        for (Run run : runs) {
            run.clock.advanceMs(ms);
            if (removes) {
                run.weft.modifyFlows(
                        BRIDGE,
                        flows.stream()
                                .map(flow -> FlowText.parseAdd(flow, PortNames.NUMBERS)
                                        .toMod(FlowMod.Kind.DELETE_STRICT))
                                .toList());
            } else {
                run.weft.modifyFlows(BRIDGE, mods(FlowMod.Kind.ADD, flows));
            }
            run.weft.step();
        }
    }

    private void compareStatistics() {
        assertThat(statistics(runs.getFirst())).isEqualTo(statistics(runs.getLast()));
        assertThat(drops(runs.getFirst())).isEqualTo(drops(runs.getLast()));
    }

    private static List<String> statistics(Run run) {
        return run.weft.flows(BRIDGE, FlowFilter.ALL).stream()
                .map(ConnectionCacheTest::text)
                .sorted()
                .toList();
    }

    private static String text(FlowEntry entry) {
        return entry.table() + " " + FlowText.print(entry.match(), PortNames.NUMBERS) + " " + entry.packets() + " "
                + entry.bytes();
    }

    private static Map<DropReason, Long> drops(Run run) {
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            drops.put(reason, run.weft.counters().dropped(reason));
        }
        return drops;
    }
}

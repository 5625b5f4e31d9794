package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.HashFields;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.action.LearnSpec.Clause;
import io.weft.flow.action.MultipathSpec;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.match.Protocol;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.BridgeConfig.FailMode;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.reference.ReferenceBridge;
import io.weft.vswitch.reference.ReferenceResult;
import io.weft.vswitch.reference.ReferenceSwitch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random pipelines that program themselves: after every burst the ports must have sent what the reference switch sends, and the tables must hold
 * the flows that it holds, with its counts. {@code -Dweft.seed=N} repeats a run, {@code -Dweft.worlds=N} makes a campaign of other length.
 */
final class LearningAgainstReferenceTest {
    private static final String BRIDGE = "br0";
    private static final int PORTS = 5;
    private static final int TABLES = 3;

    @TempDir
    private Path runDirectory;

    private final FakeClock clock = new FakeClock();
    private MemoryDriver driver;
    private VirtualSwitch virtualSwitch;
    private ReferenceSwitch reference;
    private ReferenceBridge referenceBridge;
    private Random random;

    @Test
    void sameOutputsAndSameFlows() {
        worlds(40, 25);
    }

    @Test
    @Tag("long")
    void sameOutputsAndSameFlowsForLong() {
        worlds(Integer.getInteger("weft.worlds", 2_000), 50);
    }

    private void worlds(int count, int bursts) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("learning against reference: -Dweft.seed=" + seed);
        for (int world = 0; world < count; world++) {
            random = new Random(seed + world);
            try {
                world(bursts);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("repeat with -Dweft.seed=" + (seed + world), e);
            }
        }
    }

    private void world(int bursts) {
        driver = new MemoryDriver();
        reference = new ReferenceSwitch();
        referenceBridge = reference.bridge(1);
        try (VirtualSwitch opened = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .smcEntries(256)
                .megaflowLimit(random.nextBoolean() ? 64 : 4096)
                .drivers(List.of(driver)))) {
            virtualSwitch = opened;
            BridgeConfig bridge = BridgeConfig.of(BRIDGE).withFailMode(FailMode.SECURE);
            for (int port = 1; port <= PORTS; port++) {
                bridge = bridge.with(PortSettings.of("p" + port, "memory"));
            }
            BridgeConfig wanted = bridge;
            virtualSwitch.apply(config -> config.with(wanted));
            adopt();
            addFlows();
            for (int burst = 0; burst < bursts; burst++) {
                burst();
                compareFlows();
                change();
            }
        }
    }

    private void adopt() {
        referenceBridge.ports(virtualSwitch.snapshot().bridge(BRIDGE).ports());
    }

    // ---- flows

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private void addFlows() {
        List<FlowMod> mods = new ArrayList<>();
        for (int table = 0; table < TABLES; table++) {
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                mods.add(FlowMod.add(table, i, i == 0 ? Match.ANY : match(), 0, actions(table, i > 0)));
            }
        }
        virtualSwitch.modifyFlows(BRIDGE, mods);
        referenceBridge.entries(virtualSwitch.flows(BRIDGE, FlowFilter.ALL));
    }

    /** Of IPv4 with TCP, so that every field that is learned from is there. */
    private Match match() {
        MatchBuilder match = new MatchBuilder().protocol(Protocol.TCP);
        return switch (random.nextInt(4)) {
            case 0 -> match.set(Fields.IN_PORT, 1 + random.nextInt(PORTS)).build();
            case 1 -> match.set(Fields.reg(0), random.nextInt(2), 1).build();
            case 2 -> match.set(Fields.ETH_DST, mac()).build();
            default -> match.build();
        };
    }

    private long mac() {
        return 0x0200_0000_0000L | 1 + random.nextInt(4);
    }

    private List<Action> actions(int table, boolean isTcp) {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            actions.add(
                    switch (random.nextInt(6)) {
                        case 0, 1, 2 -> new Action.Learn(learn(table, isTcp));
                        case 3 -> new Action.Multipath(multipath());
                        case 4 -> new Action.Bundle(bundle());
                        default -> new Action.Output(1 + random.nextInt(PORTS));
                    });
        }
        if (table + 1 < TABLES) {
            actions.add(new Action.Resubmit(Ports.UNSET, table + 1));
        }
        actions.add(
                oneIn(2)
                        ? new Action.OutputField(bits(Fields.reg(1), 0, 16), Action.Controller.WHOLE)
                        : new Action.Flood());
        return actions;
    }

    private static Subfield bits(Field field, int offset, int width) {
        return new Subfield(field, offset, width);
    }

    private static Subfield all(Field field) {
        return Subfield.of(field);
    }

    /** Mostly into later tables; now and then into one that packets have passed, even in the place of the entry that learns. */
    private LearnSpec learn(int table, boolean isTcp) {
        List<Clause> clauses = new ArrayList<>();
        if (isTcp && oneIn(2)) {
            clauses.add(new Clause.MatchValue(all(Fields.ETH_TYPE), 0, 0x0800));
            clauses.add(new Clause.MatchField(all(Fields.NW_DST), all(Fields.NW_SRC)));
            clauses.add(new Clause.LoadField(bits(Fields.reg(0), 3, 8), bits(Fields.NW_SRC, 0, 8)));
        }
        if (oneIn(2)) {
            clauses.add(new Clause.MatchField(all(Fields.ETH_DST), all(Fields.ETH_SRC)));
        }
        if (oneIn(3)) {
            clauses.add(new Clause.MatchField(bits(Fields.reg(0), 0, 2), bits(Fields.reg(0), 1, 2)));
        }
        if (oneIn(2)) {
            clauses.add(new Clause.LoadField(bits(Fields.reg(1), 0, 16), all(Fields.IN_PORT_16)));
        }
        if (oneIn(3)) {
            clauses.add(new Clause.LoadValue(bits(Fields.reg(0), 0, 1), 0, 1));
        }
        if (oneIn(2)) {
            clauses.add(new Clause.OutputField(all(Fields.IN_PORT_16)));
        }
        int limit = oneIn(3) ? 1 + random.nextInt(3) : 0;
        return new LearnSpec(
                oneIn(6) ? random.nextInt(TABLES) : Math.min(table + 1, TABLES - 1),
                oneIn(5) ? random.nextInt(4) : 100 + random.nextInt(2),
                random.nextInt(3),
                LearnSpec.Timeouts.NONE,
                LearnSpec.Flags.NONE,
                limit,
                oneIn(2) ? bits(Fields.reg(0), 0, 1) : null,
                clauses);
    }

    private HashFields fields() {
        return HashFields.values()[random.nextInt(HashFields.values().length)];
    }

    private MultipathSpec multipath() {
        MultipathSpec.Algorithm[] algorithms = MultipathSpec.Algorithm.values();
        return new MultipathSpec(
                fields(),
                random.nextInt(100),
                algorithms[random.nextInt(algorithms.length)],
                1 + random.nextInt(8),
                8 + random.nextInt(3),
                bits(Fields.reg(random.nextInt(2)), 0, 16));
    }

    private BundleSpec bundle() {
        List<Integer> members = new ArrayList<>(List.of(1, 2, 3, 4, 5));
        java.util.Collections.shuffle(members, random);
        return new BundleSpec(
                fields(),
                random.nextInt(100),
                oneIn(3) ? BundleSpec.Algorithm.ACTIVE_BACKUP : BundleSpec.Algorithm.HRW,
                members.subList(0, 1 + random.nextInt(PORTS)),
                oneIn(2) ? bits(Fields.reg(1), 0, 16) : null);
    }

    // ---- packets

    private byte[] frame() {
        FrameBuilder frame = new FrameBuilder().ethernet(mac(), mac());
        int source = 0x0a000001 + random.nextInt(4);
        return oneIn(4)
                ? frame.ipv4(source, 0x0a000009)
                        .udp(1 + random.nextInt(3), 2)
                        .payload(4)
                        .build()
                : frame.ipv4(source, 0x0a000009)
                        .tcp(1 + random.nextInt(3), 80, 0x10)
                        .payload(4)
                        .build();
    }

    private void burst() {
        Map<Integer, List<String>> expected = new HashMap<>();
        for (String queue : virtualSwitch.pmds().statistics().getFirst().rxQueues()) {
            String name = queue.substring(0, queue.indexOf(':'));
            BridgePort port = virtualSwitch.snapshot().bridge(BRIDGE).port(name);
            int count = oneIn(2) ? 0 : 1 + random.nextInt(oneIn(4) ? 30 : 3);
            for (int i = 0; i < count; i++) {
                byte[] frame = frame();
                assertThat(driver.port(name).orElseThrow().inject(frame)).isTrue();
                for (ReferenceResult.Output output :
                        reference.process(port.datapathPort(), frame).outputs()) {
                    expected.computeIfAbsent(output.datapathPort(), unseen -> new ArrayList<>())
                            .add(output.hex());
                }
            }
        }
        reference.endOfBurst();
        virtualSwitch.step();
        for (BridgePort port : virtualSwitch.snapshot().bridge(BRIDGE).ports()) {
            List<String> sent = new ArrayList<>();
            driver.port(port.name()).ifPresent(memory -> {
                for (byte[] frame = memory.poll(); frame != null; frame = memory.poll()) {
                    sent.add(HexFormat.of().formatHex(frame));
                }
            });
            List<String> wanted = expected.getOrDefault(port.datapathPort(), List.of());
            assertThat(sent.stream().sorted().toList())
                    .as("port " + port.name())
                    .isEqualTo(wanted.stream().sorted().toList());
        }
    }

    private void compareFlows() {
        Map<String, Long> actual = new TreeMap<>();
        for (FlowEntry entry : virtualSwitch.flows(BRIDGE, FlowFilter.ALL)) {
            actual.put(text(entry), entry.packets());
        }
        Map<String, Long> wanted = new TreeMap<>();
        for (FlowEntry entry : referenceBridge.entries()) {
            wanted.put(text(entry), reference.packets(entry));
        }
        List<String> differences = new ArrayList<>();
        actual.forEach((flow, packets) -> {
            Long there = wanted.remove(flow);
            if (!packets.equals(there)) {
                differences.add("has " + packets + ", should have " + there + ": " + flow);
            }
        });
        wanted.forEach((flow, packets) -> differences.add("misses, with " + packets + ": " + flow));
        assertThat(differences).isEmpty();
    }

    private static String text(FlowEntry entry) {
        return entry.table() + " "
                + io.weft.flow.text.FlowText.print(entry.match(), io.weft.flow.text.PortNames.NUMBERS) + " priority="
                + entry.priority() + " cookie=" + entry.cookie() + " "
                + io.weft.flow.text.FlowText.print(entry.actions(), io.weft.flow.text.PortNames.NUMBERS);
    }

    // ---- changes

    private void change() {
        clock.advanceMs(1 + random.nextInt(300));
        switch (random.nextInt(6)) {
            case 0 -> {
                String port = "p" + (1 + random.nextInt(PORTS));
                virtualSwitch.portFlags(BRIDGE, port, flags -> flags.withUp(!flags.up()));
                adopt();
            }
            case 1 -> deleteLearned();
            case 2 -> {
                clock.advanceMs(11_000); // idle megaflows expire
                virtualSwitch.step();
            }
            default -> {} // traffic goes on
        }
    }

    private void deleteLearned() {
        List<FlowEntry> entries = referenceBridge.entries();
        if (entries.isEmpty()) {
            return;
        }
        FlowEntry chosen = entries.get(random.nextInt(entries.size()));
        virtualSwitch.modifyFlows(
                BRIDGE, List.of(FlowMod.deleteStrict(chosen.table(), chosen.priority(), chosen.match())));
        referenceBridge.entries(
                entries.stream().filter(entry -> entry != chosen).toList());
    }
}

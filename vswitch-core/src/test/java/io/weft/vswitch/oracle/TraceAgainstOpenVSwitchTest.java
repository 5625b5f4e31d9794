package io.weft.vswitch.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random tables, random packets: what Open vSwitch's {@code ofproto/trace} says, Weft's says. */
class TraceAgainstOpenVSwitchTest {
    private static final int PACKETS = 40;
    private static final int MOST_DIFFERENCES = 20;

    @TempDir
    private Path directory;

    private final Comparison comparison = new Comparison();
    private final List<String> differences = new ArrayList<>();
    private BothSwitches both;

    @Test
    void randomTablesAndPackets() throws IOException {
        campaign(2_400);
    }

    /**
     * {@code -Dweft.oracle.cases} and {@code -Dweft.seed} make a campaign of parts; {@code -Dweft.world} and {@code -Dweft.bridge=0 to 3} repeat
     * one world.
     */
    @Test
    @Tag("long")
    void manyRandomTablesAndPackets() throws IOException {
        campaign(Integer.getInteger("weft.oracle.cases", 120_000));
    }

    private void campaign(int cases) throws IOException {
        String absence = OpenVSwitch.absence();
        assumeTrue(absence == null, absence);
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("trace against Open vSwitch: -Dweft.seed=" + seed);
        try (BothSwitches started = new BothSwitches(directory)) {
            both = started;
            Random seeds = new Random(seed);
            for (int done = 0; done < cases; done += PACKETS) {
                int number = done / PACKETS % Bridges.WORLDS;
                world(Long.getLong("weft.world", seeds.nextLong()), Integer.getInteger("weft.bridge", number));
            }
        }
        System.out.println("trace against Open vSwitch: " + cases + " cases: " + comparison);
        assertThat(String.join("\n", differences)).as("seed %d", seed).isEmpty();
    }

    private void world(long seed, int number) throws IOException {
        String bridge = Bridges.NAMES.get(number);
        RandomWorld world = RandomWorld.of(seed, 1 + (int) (seed & 31), PACKETS);
        boolean hasFrames = (seed >>> 5 & 3) == 0;
        boolean isMirrored = number == Bridges.MIRRORED; // of copies without a second tag they make other copies
        both.vlanLimit((seed >>> 7 & 1) == 0 || isMirrored ? 1 : 2);
        Choices tags = new Choices(seed);
        if (number == Bridges.MIRRORED) {
            both.mirrors(bridge, new RandomMirrors(new Choices(seed), number).next());
        }
        both.flows(bridge, world.flows(), this::note);
        both.flows(Bridges.NAMES.get(Bridges.beyond(number)), world.beyond(), this::note);
        boolean isReported = false;
        int partings = comparison.partings();
        for (String packet : world.packets()) {
            if (world.teaches() && comparison.partings() > partings) {
                break; // from here on they may know something else than we do
            }
            if (hasFrames && comparison.partings() > partings) {
                both.flush(); // of addresses alone
                partings = comparison.partings();
            }
            BothSwitches.Traces traces = hasFrames
                    ? both.traceFrame(bridge, TaggedFrame.of(packet, both.vlanLimit(), tags))
                    : world.teaches() ? both.traceWithEffects(bridge, packet) : both.trace(bridge, packet);
            String difference = comparison.difference(traces.ours(), traces.theirs());
            if (difference != null) {
                comparison.count("DIFFERENT: " + difference);
            }
            if (difference != null && !isReported) {
                isReported = true;
                report(difference + " differ in " + bridge + ", world " + seed + "\n" + packet + "\n--- Weft\n"
                        + show(traces.ours()) + "\n--- Open vSwitch\n" + show(traces.theirs()) + "\n");
            }
        }
        if (world.teaches() || hasFrames) {
            taught(bridge, seed, comparison.partings() > partings);
        }
    }

    /** What the packets of a world have taught. */
    private void taught(String bridge, long seed, boolean isParted) throws IOException {
        List<String> ours = both.ourEntries(bridge);
        List<String> theirs = both.theirEntries(bridge);
        comparison.count("tables with learned entries");
        if (!isParted && !ours.equals(theirs)) {
            comparison.count("DIFFERENT: learned entries");
            List<String> onlyOurs = new ArrayList<>(ours);
            onlyOurs.removeAll(theirs);
            List<String> onlyTheirs = new ArrayList<>(theirs);
            onlyTheirs.removeAll(ours);
            report("learned entries differ in " + bridge + ", world " + seed + "\n--- Weft alone\n"
                    + String.join("\n", onlyOurs) + "\n--- Open vSwitch alone\n" + String.join("\n", onlyTheirs));
        }
        both.flush();
    }

    private void report(String difference) {
        differences.add(difference);
        if (differences.size() > MOST_DIFFERENCES) {
            throw new AssertionError(String.join("\n", differences));
        }
    }

    private void note(String refusal) {
        boolean isOurs = refusal.startsWith("Weft");
        comparison.count("refused by " + (isOurs ? "Weft" : "Open vSwitch") + " alone");
        if (isOurs) {
            report(refusal);
        } else {
            System.out.println("refused by " + refusal);
        }
    }

    private static String show(TraceText trace) {
        return trace.flow() + "\n" + String.join("\n", trace.body()) + "\n" + trace.finalFlow() + "\n"
                + trace.actions();
    }
}

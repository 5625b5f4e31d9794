package io.weft.vswitch.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random tables, random packets: what Open vSwitch's {@code ofproto/trace} says, Weft's says. */
class TraceAgainstOpenVSwitchTest {
    private static final int PACKETS = 40;
    private static final int MOST_DIFFERENCES = 20;
    private static final Pattern REFUSED_LINE = Pattern.compile("flows:([0-9]+):");

    @TempDir
    private Path directory;

    private final Comparison comparison = new Comparison();
    private final List<String> differences = new ArrayList<>();
    private OpenVSwitch ovs;
    private WeftUnderTest weft;

    @Test
    void randomTablesAndPackets() throws IOException {
        campaign(2_400);
    }

    @Test
    @Tag("long")
    void manyRandomTablesAndPackets() throws IOException {
        campaign(120_000);
    }

    private void campaign(int cases) throws IOException {
        String absence = OpenVSwitch.absence();
        assumeTrue(absence == null, absence);
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("trace against Open vSwitch: -Dweft.seed=" + seed);
        try (OpenVSwitch started = OpenVSwitch.start(directory);
                WeftUnderTest launched = new WeftUnderTest(directory)) {
            ovs = started;
            weft = launched;
            configure();
            Random seeds = new Random(seed);
            for (int done = 0; done < cases; done += PACKETS) {
                world(seeds.nextLong(), Bridges.NAMES.get(done / PACKETS % Bridges.NAMES.size()));
            }
        }
        System.out.println("trace against Open vSwitch: " + comparison);
        assertThat(String.join("\n", differences)).as("seed %d", seed).isEmpty();
    }

    private void configure() throws IOException {
        ovs.vsctl(Bridges.commands().toArray(String[]::new));
        for (int bridge = 0; bridge < Bridges.NAMES.size(); bridge++) {
            for (String group : RandomWorld.GROUPS) {
                ovs.run("ovs-ofctl", "-OOpenFlow15", "add-group", Bridges.NAMES.get(bridge), group);
            }
            for (Bridges.Address address : Bridges.addresses(bridge)) {
                ovs.appctl(
                        "fdb/add",
                        Bridges.NAMES.get(bridge),
                        Bridges.port(bridge, address.port()),
                        Integer.toString(address.vlan()),
                        address.mac());
            }
        }
    }

    private void world(long seed, String bridge) throws IOException {
        RandomWorld world = RandomWorld.of(seed, 1 + (int) (seed & 31), PACKETS);
        List<String> flows = load(bridge, world.flows());
        weft.flows(bridge, flows);
        boolean isReported = false;
        for (String packet : world.packets()) {
            TraceText theirs = TraceText.parse(ovs.appctl("ofproto/trace", "--names", bridge, packet));
            TraceText ours = weft.trace(bridge, packet);
            String difference = comparison.difference(ours, theirs);
            if (difference != null) {
                comparison.count("DIFFERENT: " + difference);
            }
            if (difference != null && !isReported) {
                isReported = true;
                differences.add(difference + " differ in " + bridge + ", world " + seed + "\n" + packet + "\n--- Weft\n"
                        + show(ours) + "\n--- Open vSwitch\n" + show(theirs) + "\n");
            }
        }
        if (differences.size() > MOST_DIFFERENCES) {
            throw new AssertionError(String.join("\n", differences));
        }
    }

    private static String show(TraceText trace) {
        return trace.flow() + "\n" + String.join("\n", trace.body()) + "\n" + trace.finalFlow() + "\n"
                + trace.actions();
    }

    /** Loads what both accept; a line that one of them alone refuses is counted. */
    private List<String> load(String bridge, List<String> lines) throws IOException {
        List<String> accepted = new ArrayList<>(lines);
        for (String line : lines) {
            String refusal = WeftUnderTest.refusal(line);
            if (refusal != null) {
                accepted.remove(line);
                if (!refusal.contains("supported yet")) {
                    differences.add("Weft refuses " + line + ": " + refusal);
                }
                comparison.count("refused by Weft alone");
            }
        }
        for (; ; ) {
            List<String> file = new ArrayList<>(List.of("delete"));
            accepted.forEach(line -> file.add("add " + line));
            try {
                ovs.run("ovs-ofctl", "--bundle", "-OOpenFlow15", "add-flows", bridge, ovs.lines("flows", file));
                return accepted;
            } catch (IOException e) {
                String line = refused(accepted, e);
                accepted.remove(line);
                comparison.count("refused by Open vSwitch alone");
                System.out.println("refused by Open vSwitch alone: " + line + ": " + e.getMessage());
            }
        }
    }

    /** The line that is not accepted: the error names it, or says only that there is one. */
    private String refused(List<String> lines, IOException error) throws IOException {
        Matcher named = REFUSED_LINE.matcher(error.getMessage());
        if (named.find()) {
            return lines.get(Integer.parseInt(named.group(1)) - 2);
        }
        for (String line : lines) {
            try {
                ovs.run("ovs-ofctl", "-OOpenFlow15", "parse-flow", line);
            } catch (IOException e) {
                return line;
            }
        }
        throw error;
    }
}

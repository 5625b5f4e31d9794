package io.weft.vswitch.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.reference.RandomFlows;
import io.weft.vswitch.reference.RandomPackets;
import io.weft.vswitch.reference.ReferenceResult;
import io.weft.vswitch.reference.ReferenceSwitch;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Translation and execution of programs give what the reference gives: bytes, packets to the controller, statistics, drop reasons. */
class TranslationAgainstReferenceTest {
    private static final int PACKETS = 250;

    @Test
    void randomTablesAndPackets() {
        run(1, 120, false);
    }

    @Test
    void programsThatBranchByLength() {
        run(5_000, 60, true);
    }

    @Test
    @Tag("long")
    void manyRandomTablesAndPackets() {
        run(1_000_000, 4_000, false);
        run(2_000_000, 2_000, true);
    }

    private static void run(long firstSeed, int tables, boolean checksLengths) {
        try (ProgramRunner runner = new ProgramRunner()) {
            for (long seed = firstSeed; seed < firstSeed + tables; seed++) {
                new Comparison(seed, runner, checksLengths).run();
            }
        }
    }

    private record Heard(int vlan, long mac, int port) {}

    private static final class Comparison {
        private final long seed;
        private final boolean checksLengths;
        private final ProgramRunner runner;
        private final Random random;
        private final RandomPackets packets;
        private final Scenario scenario = new Scenario();
        private final ReferenceSwitch reference = new ReferenceSwitch();
        private final Set<Heard> heard = new LinkedHashSet<>();
        private final IdentityHashMap<FlowEntry, Integer> passed = new IdentityHashMap<>();

        private final int vlanLimit;

        Comparison(long seed, ProgramRunner runner, boolean checksLengths) {
            this.seed = seed;
            this.checksLengths = checksLengths;
            this.runner = runner;
            random = new Random(seed);
            packets = new RandomPackets(seed);
            RandomFlows flows = new RandomFlows(seed);
            if (checksLengths) {
                flows.withLengthChecks();
            }
            flows.ports().forEach(scenario::port);
            scenario.flows(flows.tables(random.nextInt(40))).snapshot();
            vlanLimit = seed % 4 == 0 ? 1 : 2;
            reference.vlanLimit(vlanLimit);
            reference.bridge(1).ports(scenario.ports());
            reference.bridge(1).entries(scenario.entries());
        }

        void run() {
            for (int i = 0; i < PACKETS; i++) {
                compare(i, random.nextInt(7), packets.next());
                if (random.nextInt(4) == 0) {
                    endBurst();
                }
            }
            endBurst();
            if (checksLengths) {
                return;
            }
            for (FlowEntry entry : scenario.entries()) {
                assertThat((long) passed.getOrDefault(entry, 0))
                        .as("seed %d, packets of table %d %s", seed, entry.table(), entry.actions())
                        .isEqualTo(reference.packets(entry));
            }
            assertThat(scenario.macs.size())
                    .as("seed %d, addresses", seed)
                    .isEqualTo(reference.bridge(1).learnedCount());
        }

        private void compare(int index, int port, byte[] frame) {
            ReferenceResult expected = reference.process(port, frame);
            long[] key = KeyExtractor.extract(frame, port, vlanLimit);
            if (key == null) {
                assertThat(expected.dropReason()).isEqualTo(DropReason.MALFORMED);
                return;
            }
            Translation translation = scenario.translate(key);
            String where = String.format(
                    "seed %d, packet %d on port %d: %s%n%s",
                    seed, index, port, HexFormat.of().formatHex(frame), translation.program());
            if (!checksLengths) {
                assertThat(translation.dropReason()).as(where).isEqualTo(expected.dropReason());
            }
            ReferenceResult result = runner.run(translation.program(), frame);
            assertThat(byPort(result)).as(where).isEqualTo(byPort(expected));
            assertThat(result.packetIns()).as(where).isEqualTo(expected.packetIns());
            note(translation);
        }

        private static List<ReferenceResult.Output> byPort(ReferenceResult result) {
            return result.outputs().stream()
                    .sorted(Comparator.comparingInt(ReferenceResult.Output::datapathPort))
                    .toList();
        }

        private void note(Translation translation) {
            for (int i = 0; i < translation.visitCount(); i++) {
                if (translation.visitedEntry(i) != null) {
                    passed.merge(translation.visitedEntry(i), 1, Integer::sum);
                }
            }
            assertThat(translation.mask()).hasSize(FlowKey.PACKET_WORDS);
            if (translation.learnsNews()) {
                AddressList learns = translation.learns();
                heard.add(new Heard(learns.vlan(0), learns.mac(0), learns.port(0)));
            }
        }

        private void endBurst() {
            if (checksLengths) {
                return; // what packets of some lengths hear is known of all
            }
            reference.endOfBurst();
            heard.forEach(one -> scenario.macs.learn(one.vlan, one.mac, one.port, 0));
            heard.clear();
        }
    }
}

package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.memory.MemoryDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two packet threads, endless traffic that teaches entries, and bundles that change the path of all packets: none goes one half of its way by
 * the old tables and the other by the new ones, what packets teach is there in the end, and every packet is in the accounts.
 */
final class BundlesUnderTrafficTest {
    private static final long RUN_NS = TimeUnit.SECONDS.toNanos(4);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final String BRIDGE = "br0";
    private static final int FLOWS = 400;
    private static final int LEARNED = 5;

    @TempDir
    private Path runDirectory;

    @Test
    void noPacketSeesHalfOfABundleWhileItTeaches() {
        SwitchContext context = new SwitchContext()
                .runDirectory(runDirectory)
                .pmdCount(2)
                .requestTimeout(Duration.ofSeconds(60))
                .drivers(List.of(new MemoryDriver()));
        try (VirtualSwitch weft = VirtualSwitch.launch(context)) {
            weft.apply(config -> config.with(BridgeConfig.of(BRIDGE)));
            weft.modifyFlows(BRIDGE, List.of(FlowMod.modify(0, Match.ANY, entrance(0)), exit(0, 1), exit(0, 2)));
            weft.apply(config -> config.withBridge(
                    BRIDGE, bridge -> bridge.with(endless("a", 1)).with(endless("b", 2))));
            long end = System.nanoTime() + RUN_NS;
            int changes = 0;
            while (System.nanoTime() < end) {
                change(weft, ++changes);
            }
            assertThat(changes).isGreaterThan(20);
            awaitLessons(weft);
            weft.apply(config ->
                    config.withBridge(BRIDGE, bridge -> bridge.without("a").without("b")));
            checkAccounts(weft);
        }
    }

    private static PortSettings endless(String direction, int number) {
        return PortSettings.of(direction, "memory")
                .withOfportRequest(number)
                .withOptions(Map.of("flows", "" + FLOWS, "direction", direction, "tx", "sink", "n_rxq", "2"));
    }

    private static List<io.weft.flow.action.Action> entrance(int version) {
        return FlowText.parseActions(
                "learn(table=" + LEARNED + ",priority=7,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],"
                        + "load:NXM_OF_IN_PORT[]->NXM_NX_REG1[0..15]),load:" + version + "->NXM_NX_REG0[],resubmit(,1)",
                PortNames.NUMBERS);
    }

    private static FlowMod exit(int version, int inPort) {
        String text = "table=1,priority=9,reg0=" + version + ",in_port=" + inPort + ",actions=output:" + (3 - inPort);
        return FlowText.parseAdd(text, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD);
    }

    private static void change(VirtualSwitch weft, int number) {
        if (number % 5 == 0) {
            weft.modifyFlows(BRIDGE, List.of(FlowMod.delete(LEARNED, Match.ANY)));
        } else if (number % 3 == 0) {
            String text =
                    "table=1,priority=" + number % 20 + ",reg0=99,ip,nw_src=10.0.0." + number % 250 + ",actions=drop";
            weft.modifyFlows(
                    BRIDGE, List.of(FlowText.parseAdd(text, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD)));
        } else {
            weft.modifyFlows(
                    BRIDGE,
                    List.of(
                            FlowMod.delete(1, Match.ANY),
                            exit(number, 1),
                            FlowMod.modify(0, Match.ANY, entrance(number)),
                            exit(number, 2)));
        }
    }

    /** Traffic goes on: every source is taught again, whatever the changes took away. */
    private static void awaitLessons(VirtualSwitch weft) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        int learned;
        do {
            learned = weft.flows(BRIDGE, FlowFilter.ofTable(LEARNED)).size();
        } while (learned < 2 * FLOWS && System.nanoTime() < deadline);
        assertThat(learned).isEqualTo(2 * FLOWS);
    }

    /** Everything that was received passed, but for misses that had to yield to the other queue of a thread that has more to do than it can. */
    private static void checkAccounts(VirtualSwitch weft) {
        long received = weft.pmds().statistics().stream()
                        .mapToLong(PmdStatistics::rxPackets)
                        .sum()
                - weft.counters().dropped(DropReason.TRANSLATION_BUDGET);
        List<FlowEntry> entrances = weft.flows(BRIDGE, FlowFilter.ofTable(0));
        assertThat(entrances).hasSize(1);
        assertThat(entrances.getFirst().packets()).isEqualTo(received);
        List<TableStatistics> tables = weft.tableStatistics(BRIDGE);
        for (int table = 0; table < 2; table++) {
            assertThat(tables.get(table).lookups()).isEqualTo(received);
            assertThat(tables.get(table).matched()).isEqualTo(received);
        }
        for (DropReason reason : EnumSet.complementOf(EnumSet.of(DropReason.TRANSLATION_BUDGET))) {
            assertThat(weft.counters().dropped(reason)).as(reason.name()).isZero();
        }
    }
}

package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.memory.MemoryDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents on threads of their own, under traffic and changes at once: nothing is lost in the statistics, nothing hangs. */
final class DedicatedThreadsTest {
    private static final long RUN_NS = TimeUnit.SECONDS.toNanos(3);

    @TempDir
    private Path runDirectory;

    @Test
    void changesUnderTrafficKeepEveryAccount() {
        SwitchContext context = new SwitchContext()
                .runDirectory(runDirectory)
                .pmdCount(2)
                .requestTimeout(java.time.Duration.ofSeconds(60))
                .drivers(List.of(new MemoryDriver()));
        try (VirtualSwitch virtualSwitch = VirtualSwitch.launch(context)) {
            virtualSwitch.apply(config ->
                    config.with(BridgeConfig.of("br0").with(endless("a")).with(endless("b"))));
            long end = System.nanoTime() + RUN_NS;
            int changes = 0;
            while (System.nanoTime() < end) {
                change(virtualSwitch, changes++);
            }
            virtualSwitch.apply(config ->
                    config.withBridge("br0", bridge -> bridge.without("a").without("b")));
            assertThat(changes).isPositive();
            // Everything received was counted by the entry of table 0 that every packet passes, whichever version it
            // had.
            long lookups = virtualSwitch.tableStatistics("br0").getFirst().lookups();
            long received = virtualSwitch.pmds().statistics().stream()
                    .mapToLong(PmdStatistics::rxPackets)
                    .sum();
            long overBudget = virtualSwitch.counters().dropped(DropReason.TRANSLATION_BUDGET);
            assertThat(lookups).isEqualTo(received - overBudget);
            List<FlowEntry> flows = virtualSwitch.flows("br0", FlowFilter.ofTable(0));
            assertThat(flows).hasSize(1);
            assertThat(flows.getFirst().packets()).isEqualTo(lookups);
        }
    }

    private static PortSettings endless(String direction) {
        return PortSettings.of(direction, "memory")
                .withOptions(Map.of("flows", "500", "direction", direction, "tx", "sink", "n_rxq", "2"));
    }

    private static void change(VirtualSwitch virtualSwitch, int number) {
        switch (number % 4) {
            case 0 ->
                virtualSwitch.modifyFlows(
                        "br0",
                        List.of(FlowMod.modify(
                                0, Match.ANY, List.of(new Action.Resubmit(io.weft.flow.action.Ports.UNSET, 1)))));
            case 1 ->
                virtualSwitch.modifyFlows(
                        "br0", List.of(FlowMod.add(1, number % 100, Match.ANY, number, List.of(new Action.Normal()))));
            case 2 ->
                virtualSwitch.modifyFlows("br0", List.of(FlowMod.modify(0, Match.ANY, List.of(new Action.Normal()))));
            default -> {
                virtualSwitch.apply(
                        config -> config.withBridge("br0", bridge -> bridge.with(PortSettings.of("c", "memory"))));
                virtualSwitch.macs().flush("br0");
                virtualSwitch.megaflows();
                virtualSwitch.apply(config -> config.withBridge("br0", bridge -> bridge.without("c")));
            }
        }
    }
}

package io.weft.vswitch;

import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.counters.PmdCounters;
import io.weft.vswitch.datapath.PmdAgent;
import java.util.List;

/**
 * What a PMD did since the switch started.
 *
 * @param pmd 0 to the number of PMDs less 1
 * @param rxPackets received; each one is in exactly one of {@code smcHits}, {@code megaflowHits}, {@code misses} and the drops MALFORMED and
 *     TRANSLATION_BUDGET
 * @param misses translated
 * @param malformed too short for Ethernet
 * @param bursts receive bursts with at least one packet
 * @param rounds turns of the agent
 * @param busyNs time in rounds that received something, by the switch's clock
 * @param megaflows entries now
 * @param refused translations that were not cached: mask quota, flow limit or a full queue
 * @param rxQueues queues that it polls, as {@code port:queue}
 */
public record PmdStatistics(
        int pmd,
        long rxPackets,
        long smcHits,
        long megaflowHits,
        long misses,
        long malformed,
        long bursts,
        long rounds,
        long busyNs,
        long megaflows,
        long refused,
        List<String> rxQueues) {
    public PmdStatistics {
        rxQueues = List.copyOf(rxQueues);
    }

    static PmdStatistics of(PmdAgent pmd) {
        PmdCounters counters = pmd.counters();
        return new PmdStatistics(
                pmd.pmd(),
                counters.value(CounterKind.PMD_PACKETS),
                counters.value(CounterKind.PMD_SMC_HITS),
                counters.value(CounterKind.PMD_MEGAFLOW_HITS),
                counters.value(CounterKind.PMD_TRANSLATIONS),
                counters.drops().count(DropReason.MALFORMED),
                counters.value(CounterKind.PMD_BURSTS),
                counters.value(CounterKind.PMD_BUSY_POLLS) + counters.value(CounterKind.PMD_IDLE_POLLS),
                counters.value(CounterKind.PMD_BUSY_NS),
                counters.value(CounterKind.PMD_MEGAFLOWS),
                counters.value(CounterKind.PMD_REFUSED),
                pmd.rxQueues());
    }
}

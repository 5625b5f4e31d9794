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
 * @param rxPackets received; each one is in exactly one of {@code emcHits}, {@code smcHits}, {@code megaflowHits}, {@code misses} and the drops MALFORMED and
 *     TRANSLATION_BUDGET
 * @param misses translated
 * @param malformed too short for Ethernet
 * @param bursts receive bursts with at least one packet
 * @param rounds turns of the agent
 * @param busyNs time in rounds that received something, by the switch's clock
 * @param megaflows entries now
 * @param refused translations that were not cached: mask quota, flow limit or a full queue
 * @param busyRounds turns that received something
 * @param translationNs time spent on misses, and on the hits of the bursts that they were in
 * @param overBudget misses that were dropped
 * @param recirculations packets looked up again after the connection tracker saw them; they are in hits and misses once more
 * @param connectionHits of the recirculations, those whose connection was known with the megaflow
 * @param batches receive bursts by size: of 1 to {@link PmdAgent#BATCH_STEP} packets, of so many more, and so on
 * @param rxQueues queues that it polls, as {@code port:queue}
 */
public record PmdStatistics(
        int pmd,
        long rxPackets,
        long emcHits,
        long smcHits,
        long megaflowHits,
        long misses,
        long malformed,
        long bursts,
        long rounds,
        long busyNs,
        long megaflows,
        long refused,
        long busyRounds,
        long translationNs,
        long overBudget,
        long recirculations,
        long connectionHits,
        List<Long> batches,
        List<String> rxQueues) {
    public PmdStatistics {
        batches = List.copyOf(batches);
        rxQueues = List.copyOf(rxQueues);
    }

    static PmdStatistics of(PmdAgent pmd) {
        PmdCounters counters = pmd.counters();
        return new PmdStatistics(
                pmd.pmd(),
                counters.value(CounterKind.PMD_PACKETS),
                counters.value(CounterKind.PMD_EMC_HITS),
                counters.value(CounterKind.PMD_SMC_HITS),
                counters.value(CounterKind.PMD_MEGAFLOW_HITS),
                counters.value(CounterKind.PMD_TRANSLATIONS),
                counters.drops().count(DropReason.MALFORMED),
                counters.value(CounterKind.PMD_BURSTS),
                counters.value(CounterKind.PMD_BUSY_POLLS) + counters.value(CounterKind.PMD_IDLE_POLLS),
                counters.value(CounterKind.PMD_BUSY_NS),
                counters.value(CounterKind.PMD_MEGAFLOWS),
                counters.value(CounterKind.PMD_REFUSED),
                counters.value(CounterKind.PMD_BUSY_POLLS),
                counters.value(CounterKind.PMD_TRANSLATION_NS),
                counters.drops().count(DropReason.TRANSLATION_BUDGET),
                counters.value(CounterKind.PMD_RECIRCULATIONS),
                counters.value(CounterKind.PMD_CONNECTION_HITS),
                pmd.batches(),
                pmd.rxQueues());
    }
}

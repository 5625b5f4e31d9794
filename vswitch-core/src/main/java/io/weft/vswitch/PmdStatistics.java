package io.weft.vswitch;

import java.util.List;

/**
 * What a PMD did since the switch started.
 *
 * @param pmd 0 to the number of PMDs less 1
 * @param rxPackets received; each one is in exactly one of {@code emcHits}, {@code megaflowHits}, {@code misses} or {@code malformed}
 * @param misses translated
 * @param malformed too short for Ethernet
 * @param bursts receive bursts with at least one packet
 * @param rounds turns of the agent
 * @param busyNs time in rounds that did work, by the switch's clock
 * @param megaflows entries now
 * @param refused translations that were not cached: mask quota, flow limit or a full queue
 * @param rxQueues queues that it polls, as {@code port:queue}
 */
public record PmdStatistics(
        int pmd,
        long rxPackets,
        long emcHits,
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
}

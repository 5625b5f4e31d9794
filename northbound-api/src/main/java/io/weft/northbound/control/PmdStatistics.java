package io.weft.northbound.control;

import java.util.List;
import java.util.Map;

/**
 * What a PMD did.
 *
 * @param cpu the one it is pinned to, or -1
 * @param elapsedNs since counting began
 * @param counters by stable name, such as {@code rx_packets}, {@code smc_hits}, {@code busy_ns}
 */
public record PmdStatistics(int pmd, int cpu, long elapsedNs, Map<String, Long> counters, List<RxQueue> rxQueues) {
    public PmdStatistics {
        counters = Map.copyOf(counters);
        rxQueues = List.copyOf(rxQueues);
    }

    /**
     * A receive queue that the PMD polls.
     *
     * @param usagePercent share of the PMD's time, 0 to 100
     */
    public record RxQueue(String port, int queue, double usagePercent) {}
}

package io.weft.vswitch.conductor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which PMD polls which receive queue, by the rules of {@code pmd-rxq-affinity}, {@code pmd-rxq-isolate} and {@code pmd-rxq-assign}
 * (ovs-vswitchd.conf.db(5)).
 *
 * <pre>
 *   pinned queues   their PMD; which then polls no others, unless pmd-rxq-isolate is false
 *   all others      roundrobin   in their order: 0 1 2 0 1 2 ...
 *                   cycles       the busiest first, back and forth: 0 1 2 2 1 0 ...
 *                   group        the busiest first, each to the PMD that has least to do then
 * </pre>
 *
 * A function of its arguments.
 */
final class RxPlacement {
    static final int NOT_PINNED = -1;

    /** How queues that are not pinned are placed. */
    enum Algorithm {
        CYCLES,
        ROUNDROBIN,
        GROUP
    }

    /**
     * A queue to be placed.
     *
     * @param pinned the PMD it is pinned to, or {@link #NOT_PINNED}
     * @param load what it costs, in any unit
     */
    record Queue(int pinned, long load) {}

    private final int pmds;
    private final boolean[] isolated;
    private final long[] loads;
    private final int[] counts;

    private RxPlacement(int pmds) {
        this.pmds = pmds;
        isolated = new boolean[pmds];
        loads = new long[pmds];
        counts = new int[pmds];
    }

    /** The PMD of each queue. Where every PMD is isolated, queues that are not pinned go to all of them: none stays without. */
    static int[] plan(List<Queue> queues, int pmds, Algorithm algorithm, boolean isolates) {
        RxPlacement placement = new RxPlacement(pmds);
        int[] owners = new int[queues.size()];
        for (int i = 0; i < owners.length; i++) {
            Queue queue = queues.get(i);
            owners[i] = queue.pinned() >= 0 && queue.pinned() < pmds ? queue.pinned() : NOT_PINNED;
            if (owners[i] >= 0) {
                placement.isolated[owners[i]] = isolates;
                placement.take(owners[i], queue);
            }
        }
        placement.assign(queues, owners, algorithm);
        return owners;
    }

    private void take(int pmd, Queue queue) {
        loads[pmd] += queue.load();
        counts[pmd]++;
    }

    private void assign(List<Queue> queues, int[] owners, Algorithm algorithm) {
        int[] open = IntStream.range(0, pmds).filter(pmd -> !isolated[pmd]).toArray();
        int[] candidates = open.length > 0 ? open : IntStream.range(0, pmds).toArray();
        Comparator<Integer> order =
                Comparator.comparingLong((Integer i) -> queues.get(i).load()).reversed();
        List<Integer> free = IntStream.range(0, owners.length)
                .filter(i -> owners[i] == NOT_PINNED)
                .boxed()
                .sorted(algorithm == Algorithm.ROUNDROBIN ? Comparator.naturalOrder() : order)
                .toList();
        for (int turn = 0; turn < free.size(); turn++) {
            int queue = free.get(turn);
            owners[queue] = algorithm == Algorithm.GROUP
                    ? leastLoaded(candidates)
                    : candidates[place(turn, candidates.length, algorithm == Algorithm.CYCLES)];
            take(owners[queue], queues.get(queue));
        }
    }

    private static int place(int turn, int many, boolean backAndForth) {
        int at = turn % many;
        return backAndForth && turn / many % 2 == 1 ? many - 1 - at : at;
    }

    private int leastLoaded(int[] candidates) {
        return Arrays.stream(candidates)
                .boxed()
                .min(Comparator.comparingLong((Integer pmd) -> loads[pmd]).thenComparingInt(pmd -> counts[pmd]))
                .orElseThrow();
    }

    /** How unevenly these owners load the PMDs: the variance of their sums. */
    static double variance(List<Queue> queues, int[] owners, int pmds) {
        double[] sums = new double[pmds];
        for (int i = 0; i < owners.length; i++) {
            sums[owners[i]] += queues.get(i).load();
        }
        double mean = Arrays.stream(sums).average().orElse(0);
        return Arrays.stream(sums).map(sum -> (sum - mean) * (sum - mean)).sum() / pmds;
    }
}

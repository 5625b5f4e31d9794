/**
 * Traffic while the flow tables change: does an update cost packets?
 *
 * <pre>
 *   pa: 10,000 flows, paced --+                               +--&gt; pb: counted and freed
 *                             +--&gt; weft switchd, one PMD -----+
 *   pb: the way back, paced --+      ^ gRPC                   +--&gt; pa: counted and freed
 *                                    |
 *             ChurnTables: 1,000 changes a second, single and in bundles, some of which concern the traffic
 * </pre>
 *
 * First the same ports run as fast as they can: the capacity. Then {@link io.weft.perf.churn.Pace} looks for the fastest pace at which nothing is lost without
 * changes, the throughput of RFC 2544, and they are paced at a share of that, as a NIC with a ring of packets would be: what the switch does not take in time is lost and counted. The times of bursts come from the receive queues: from the
 * moment when a burst was received until the queue is polled again.
 *
 * <p>The packet thread has the last processor to itself (switchd --pmd-cpus); the rest of the switch, this process and its tools are on the others.
 * The switch notes each of its pauses of 100 us or more and what became of the time (switchd --pmd-pauses), the queues when they lost packets:
 * {@link io.weft.perf.churn.Blame} puts the two together. Before, a bare loop runs on the same processor. The capacity is measured anew before each turn, and
 * {@link io.weft.perf.churn.StillWindows} says what was lost while the machine was still, and in how many tenths of a second nothing was.
 *
 * <p>Start at {@link io.weft.perf.churn.ChurnVerb}. Threads: the caller's, which makes the changes; the switch is a process of its own.
 */
package io.weft.perf.churn;

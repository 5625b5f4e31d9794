/**
 * How fast is it? {@code weft bench} measures and, with {@code --save}, keeps what it found.
 *
 * <pre>
 *   weft bench micro [FILTER]   io.weft.perf.micro     parts, by JMH, with allocation
 *   weft bench forward          io.weft.perf.forward   a whole switch between two endless memory ports, one PMD
 *   weft bench peers            io.weft.perf.peers     dpdk ports: Weft, Open vSwitch with DPDK and testpmd in turn, a row a scenario
 *   weft bench pods             io.weft.perf.pods      TCP between namespaces, Weft and Open vSwitch in turn
 *   weft bench churn            io.weft.perf.churn     packets lost and burst times while the flow tables change
 *   weft bench updates          io.weft.perf.updates   changes of flow tables by ofctl, Weft and Open vSwitch in turn
 *                               io.weft.perf.rules     sets of rules and packets that hit them, for the others
 *                                      |
 *                                 io.weft.perf.report --save--&gt; perf/baselines/DATE-NAME.json: figures, machine, JVM, flags, commit
 * </pre>
 *
 * A claim against a peer is a ratio measured in turns in one run, with the spread between rounds beside it; absolute figures drift. Start at
 * {@link io.weft.perf.Bench}. Nothing depends on this module.
 */
package io.weft.perf;

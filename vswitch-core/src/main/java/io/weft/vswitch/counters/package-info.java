/**
 * What the switch counts, in a file that any tool can read.
 *
 * <h2>What</h2>
 * Three registries say what exists: {@link io.weft.vswitch.counters.CounterKind}, {@link io.weft.vswitch.counters.DropReason}, and the names
 * of ports and PMDs. {@link io.weft.vswitch.counters.SwitchCounters} allocates a counter for each in {@code counters.dat} of the run directory
 * and hands out {@link io.weft.vswitch.counters.PortCounters}, {@link io.weft.vswitch.counters.PmdCounters} and
 * {@link io.weft.vswitch.counters.DropCounters}. {@link io.weft.vswitch.counters.CountersFile} reads them back, with or without a live switch.
 *
 * <h2>Design</h2>
 * <pre>
 *  conductor --allocate--> SwitchCounters                                   weft stat, exporters, post mortem
 *                             |  handles                                           |
 *  PMD 0  --PortCounters eth0/0, PmdCounters 0--+                                  |
 *  PMD 1  --PortCounters eth0/1, PmdCounters 1--+--&gt; counters.dat (shared memory) --+--&gt; CountersFile
 *
 *  counters.dat:  header 4,096 | metadata capacity x 512 | values capacity x 128
 *                 magic, version, pid, start, lengths
 *                                metadata: kind, PMD, drop reason, owner   values: u64, padded to two cache lines
 * </pre>
 * The exact offsets are drawn at {@code CountersDescriptor}. A port has one set of counters a PMD, so that each counter has one writer and an
 * increment is a load and a store; readers add up. The file is made under another name and renamed when complete, so nobody sees half of it, and
 * a switch that starts goes on with the values of the switch before it.
 *
 * <h2>Invariants</h2>
 * A counter only grows, except gauges. Every dropped packet is in exactly one {@code DROPS} counter. A freed counter is not used for something
 * else for a second. A damaged, foreign or newer file is refused with a sentence, never guessed at.
 *
 * <h2>Thread-safety</h2>
 * One writer a counter, any number of readers in any process. Allocation is rare and guarded.
 *
 * <h2>Cost</h2>
 * A few nanoseconds and no allocation an update; updates are per burst. 640 bytes of file a counter.
 *
 * <h2>Sources</h2>
 * The idea, and the record layout, are those of Agrona's {@code CountersManager}. Start at {@link io.weft.vswitch.counters.SwitchCounters}.
 */
package io.weft.vswitch.counters;

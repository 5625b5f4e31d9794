/**
 * The datapath: a PMD agent receives, classifies, executes and sends. One thread owns everything here.
 *
 * <pre>
 *   doWork, one round:
 *     commands (flip, attach, hand over)                                 between bursts, so a burst sees one version
 *     for each receive queue:
 *       receive &lt;= 64 --> parse all --> most hit subtable --> signatures --> other subtables --> translate the rest
 *                                      (CacheLookup: each level for all that the one before did not know)  |
 *       transmit buffers &lt;-- execute each group &lt;-- group by program &lt;-------------------------------------+
 *     transmit buffers --> transmit + flush, each port once
 * </pre>
 *
 * A packet is a {@code long}, a key is 128 bytes off heap, a program is interned to a small number, so a hit costs no allocation and no
 * virtual call. Only the slow path (translation, commands) makes objects.
 *
 * <p>What {@code ct(table=N)} sends to the connection tracker comes round: {@code Recirculation}, beside all this, with a burst and megaflows of its own, after
 * the burst that it was in. Fragments wait first, until their datagram is whole ({@code FragmentRunner}). Packets of connections that are there know beforehand what
 * they will be found to be ({@code ConnectionCache}), and leave at once where a whole burst is of such; ADR 25.
 *
 * <p>Packets for the controller and samples leave through a ring each, which is bounded: what finds no room is counted and gone.
 *
 * <p>What a port receives beyond its rates is dropped before all this ({@code PoliceRunner}). What leaves a port that is shaped waits in its {@code PortShaper} for its time,
 * and holds its frames meanwhile, as many as {@code FrameBudget} allows: a round looks at the port that is due first ({@code ShapedPorts}), and a sleep ends then. ADR 31.
 *
 * <p>A PMD without packets sleeps ({@code SleepRamp}). Misses have a budget, so that those of one queue do not hold up the others ({@code MissBudget}), and
 * masks are admitted one by one ({@code MaskAdmission}); packets of connections that nobody knows have one, too ({@code NewcomerBudget}, ADR 28), and a queue that has hardly anything else is polled less. {@code PauseWatch} finds out why a PMD did not get on. ADR 18 tells why.
 *
 * <p>Start at {@code PmdAgent}. Threads: the PMD's own; {@code PmdProxy} from any.
 */
package io.weft.vswitch.datapath;

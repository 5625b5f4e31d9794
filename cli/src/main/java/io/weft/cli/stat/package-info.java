/**
 * {@code weft stat}: the counters file of a switch, read without the switch.
 *
 * <pre>
 *   counters.dat (written by the switch, alive or not)  ->  CounterTotals (summed over PMDs)  ->  CounterReport
 *                                                            two of them: rates a second           tables, or JSON
 * </pre>
 *
 * Columns are the counter kinds of the registry, so a new kind appears here by itself. Threads: the caller's. Start at
 * {@link io.weft.cli.stat.StatVerb}.
 */
package io.weft.cli.stat;

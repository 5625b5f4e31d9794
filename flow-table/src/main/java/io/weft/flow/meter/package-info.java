/**
 * The meters of a bridge (OpenFlow 1.5.1 sections 5.11 and 7.3.4.5; ovs-ofctl(8), "Meter Syntax"): what they are, and the token buckets that
 * hold packets to their rates.
 *
 * <pre>
 *   MeterMod --MeterTable.apply--> refused: MeterModException, nothing happened
 *                    |
 *                    v
 *   MeterTable (immutable, one a version): id --> MeterEntry = Meter (immutable) + token buckets and counters (shared, lock-free)
 *                                                     ^
 *   PMD 0..n-1: run(lengths of a group of packets, now) -> the band that each exceeds
 * </pre>
 *
 * Time is an argument: whoever runs a meter brings the switch's clock, so a clock that stands still refills nothing.
 *
 * <p>Threads: {@link io.weft.flow.meter.MeterEntry#run} from any; everything else is immutable. Start at {@link io.weft.flow.meter.MeterEntry}.
 */
package io.weft.flow.meter;

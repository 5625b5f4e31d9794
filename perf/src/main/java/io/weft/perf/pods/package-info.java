/**
 * TCP between two pods of one host, through Weft and through Open vSwitch in turn.
 *
 * <pre>
 *   lane A (Weft)                      lane B (Open vSwitch)            each lane: three namespaces of its own
 *   pod a -- switch -- pod b           pod a -- switch -- pod b         (two pods, one for the switch)
 *
 *   start both, warm both up, then per round:  resume A, iperf3, pause A,  resume B, iperf3, pause B
 * </pre>
 *
 * A paused switch is stopped by a signal, so that it takes no processor time from the other, yet stays warm. Before a ratio is printed, each
 * run must have delivered all that was sent, without a checksum error. Beside it stands what each side differs from itself between rounds.
 *
 * <p>Everything is made under random names and taken away at the end, also on an interrupt. Start at {@link io.weft.perf.pods.PodsVerb}.
 * Threads: the caller's, and a shutdown hook.
 */
package io.weft.perf.pods;

/**
 * A whole switch forwarding endless traffic between two memory ports: everything but a device. The same traffic and scenarios as the peer
 * comparison with Open vSwitch on DPDK uses, so the figures stand side by side.
 *
 * <pre>
 *   pa: flows A to B, endless --+                            +--&gt; pb: counted and freed
 *                               +--&gt; one PMD, bridge br0 ----+
 *   pb: flows B to A, endless --+                            +--&gt; pa: counted and freed
 * </pre>
 *
 * Start at {@link io.weft.perf.forward.ForwardingHarness}. Threads: the switch's own; the caller samples counters.
 */
package io.weft.perf.forward;

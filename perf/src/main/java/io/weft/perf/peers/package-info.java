/**
 * The same two ports of DPDK, the same packets, the same flows: through Weft and through Open vSwitch in turn, one polling core each.
 *
 * <pre>
 *   check:   each switch gets every frame once, one direction after the other, and must send each, once and unchanged
 *   round:   connect Weft, warm up, count, disconnect;   connect Open vSwitch, warm up, count, disconnect;   ...
 * </pre>
 *
 * <p>The ports are {@code net_pcap} with {@code infinite_rx}: a capture in memory, received again and again, so that no kernel and no generator is measured.
 * A switch without ports takes no processor time from the other. A ratio is of two neighbouring rounds.
 *
 * <p>Start at {@link io.weft.perf.peers.PeersVerb}. Threads: the caller's.
 */
package io.weft.perf.peers;

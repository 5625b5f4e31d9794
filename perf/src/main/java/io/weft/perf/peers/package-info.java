/**
 * The same ports of DPDK, the same packets, the same flows: through Weft and through a peer in turn, one polling core each.
 *
 * <pre>
 *   PeersVerb --&gt; Session (a fresh weft switchd and a fresh peer, each with directory and network namespace: Place) --&gt; Row
 *                   |-- Delivery   both get the same frames once and must send the same ones out of each port
 *                   |-- Turns      packets a second, both warm, one stopped by a signal while the other runs
 *                   |-- Kept       good traffic kept beside a Disturbance: MaskAttack, MissStorm, SynFlood
 *                   |-- Restart    seconds from the start of a process to nine tenths of its speed
 *                   |-- Transit    time in the switch at 70 % load (Paced) while the flow table changes (Changer)
 *                   '-- Garbage    what Weft's packet thread allocates in a minute, and collections
 *
 *   Peer: WeftPeer (weft switchd), OvsPeer (Debian's Open vSwitch with DPDK), TestpmdPeer (the ports alone)
 *   Scenario: the rows, their FlowTables, Traffic, Connections and Goal;   RowText, PeersChart: a baseline as lines and as a picture
 * </pre>
 *
 * <p>The ports are {@code net_pcap} with {@code infinite_rx}: a capture in memory, received again and again, so that no kernel and no generator is measured.
 * Connections that come once are made by {@code Paced} as they are fetched. All switches are processes of their own, as users run them, with the last core for the polling thread and the first for all else. A ratio is of
 * two neighbouring windows; beside it stands by how much windows of the same switch differ.
 *
 * <p>Machines are lent for minutes: a run measures some rows, and {@code --save} puts them into the day's baseline in place of the same rows of earlier runs.
 *
 * <p>Start at {@link io.weft.perf.peers.PeersVerb}. Threads: the caller's; {@link io.weft.perf.peers.TapSender} has one that sends.
 */
package io.weft.perf.peers;

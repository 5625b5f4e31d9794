/**
 * Packets as descriptors over one shared memory.
 *
 * <pre>
 *   port A --rx--> descriptor (long) --pipeline--> descriptor --tx--> port B
 *                      |                                 |
 *                      +--------- the same frame --------+     freed to the FrameCache of the agent that saw it sent
 * </pre>
 *
 * Start at {@link io.weft.vswitch.packet.Packet}, then {@link io.weft.vswitch.packet.PacketMemory}. Threads: each PMD agent has a
 * {@link io.weft.vswitch.packet.FrameCache}.
 */
package io.weft.vswitch.packet;

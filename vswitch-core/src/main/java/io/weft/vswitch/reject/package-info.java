/**
 * What a rejected packet is answered with.
 *
 * <pre>
 *   PMD: REJECT --PacketRing (bounded)--&gt; Rejections: RejectReply, RejectLimit --packet-out--&gt; input port
 * </pre>
 *
 * An answer is made beside the packet threads: packets that are rejected are few, or they are an attack, and then most of them get no answer. Start at
 * {@link io.weft.vswitch.reject.RejectReply}, which is a function of the packet's bytes. It verifies checksums, so all of a packet is copied, up to the longest
 * frame that a port receives. Threads: none.
 */
package io.weft.vswitch.reject;

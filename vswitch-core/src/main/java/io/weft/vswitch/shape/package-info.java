/**
 * Shaping: which of the packets that wait for a port leaves next, and when.
 *
 * <h2>What</h2>
 * A {@link io.weft.vswitch.shape.Shaper} holds the packets of one port, in classes with a rate that is guaranteed and one that is not exceeded, and says which may go
 * now. Packets are numbers here; nothing is known of frames, ports or threads, and the time is an argument.
 *
 * <h2>Design</h2>
 * <pre>
 *   queue number --&gt; class --&gt; flow (hash) --+
 *                                           v
 *   Shaper   port's bucket (max-rate)       must have tokens for anything to go
 *     |- ShapedClass 0   assured (min-rate), ceiling (max-rate)      1. classes with assured tokens     lower priority number first, then
 *     |    `- FairQueue  new flows | old flows, CoDel in each        2. classes with ceiling tokens     deficit round robin by min-rate
 *     `- ShapedClass 7   ...                                            a class borrows without spending its assured tokens
 *
 *   TokenBucket   + rate x time ... depth       open while it is not negative; a packet is paid after it was chosen, so one packet may overdraw it
 * </pre>
 * Two levels of token buckets as in Linux's HTB: what is guaranteed goes first, whatever others want, and what is left is shared by priority. Within a class
 * FQ-CoDel (RFC 8290, CoDel RFC 8289): a flow that sends little finds no queue; one that fills the class is told so by drops. Three bounds keep memory and delay: frames of the
 * port (the class that has most gives), bytes of a class, and the age of a packet that has others of its flow behind it (the oldest go). ADR 31 says what else was tried.
 *
 * <h2>Invariants</h2>
 * What was taken comes out once: by {@link io.weft.vswitch.shape.Shaper#next}, or to {@link io.weft.vswitch.shape.Loss}. Packets of a flow keep their order. Over any
 * time no class gets more than its ceiling and its burst, nor all together more than the port's. A frame counts without preamble and FCS, as in Linux.
 *
 * <h2>Thread-safety</h2>
 * One owner at a time; statistics may be read by others.
 *
 * <h2>Cost</h2>
 * No allocation after construction. A packet costs a few operations and one look at each class that has packets; the fattest flow or class is searched for only when
 * something is full, and gives up to 64 packets then.
 *
 * <h2>Sources</h2>
 * RFC 8289, RFC 8290; tc-htb(8); ovs-vswitchd.conf.db(5), tables QoS and Queue. Start at {@link io.weft.vswitch.shape.Shaper}.
 */
package io.weft.vswitch.shape;

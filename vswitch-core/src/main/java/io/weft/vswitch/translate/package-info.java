/**
 * Translation: from the key of one packet to the program for all packets that the flow tables cannot tell from it.
 *
 * <pre>
 *   key --> WorkingPacket <--set, push, pop-- Translator --lookup--> FlowTables (in one version)
 *              |   |                             |    |
 *        mask -+   +--commit--> ProgramBuilder <-+    +-- NORMAL --> NormalForwarding --lookup--> MacTable
 *              |                      |
 *              v                      v
 *         Translation: mask, program, drop reason, entries passed, addresses heard and asked for
 * </pre>
 *
 * The working packet is three: {@link io.weft.vswitch.translate.WorkingKey}, what the tables see and what was looked at for it; {@link
 * io.weft.vswitch.translate.PacketTags}, its VLAN tags; and {@link io.weft.vswitch.translate.SentFields}, what the program has written so far, so
 * that a commit writes the difference alone. All three are saved and restored around copies.
 *
 * <p>What packets do besides being sent, as a flow that they teach, is an {@link io.weft.vswitch.translate.Effect} of the translation.
 *
 * <p>The translator reads and never writes what it reads, so a trace is the same translator with a {@link
 * io.weft.vswitch.translate.TraceListener}, which costs one comparison with null when nobody listens. Resubmits run on a stack of their
 * own ({@link io.weft.vswitch.translate.ActionFrame}s, used again and again), not on Java's: 4096 nested ones are legal and must not depend
 * on the stack of the thread.
 *
 * <p>Every family of actions is a class over one {@link io.weft.vswitch.translate.Run}: what they share. Actions on a copy of the packet (clones,
 * buckets, patch ports) are lists on that stack, too: the packet is saved when such a list begins and restored when it ends, in the program
 * by CLONE_BEGIN and CLONE_END. Where the length of the packet matters there is a pass for each range of lengths ({@link
 * io.weft.vswitch.translate.LengthPasses}). ADR 10 says why.
 *
 * <p>A translation may stop and another one go on there: {@link io.weft.vswitch.translate.Run#freeze} when a packet pauses for a controller, {@link
 * io.weft.vswitch.translate.Run#fork} when a copy goes to the connection tracker, {@link io.weft.vswitch.translate.Translator#resume} (ADR 21).
 *
 * <p>Mirrors copy on the way: {@link io.weft.vswitch.translate.MirrorCopies} is asked when a packet arrives and behind every output. A
 * fragment shows the tables what the bridge's fragment mode says; what was looked up is told to the revalidator as the lookup saw it.
 *
 * <p>Where ovs-actions(7) leaves something open, this is what happens here:
 *
 * <ul>
 *   <li>{@code drop} and an expired {@code dec_ttl} end the actions of their entry; whoever resubmitted goes on. {@code exit} ends all.
 *   <li>{@code resubmit(port,...)} looks up with that input port; the actions that it finds see the old one.
 *   <li>A table's miss policy holds for table 0 and goto_table; a resubmit that misses does nothing.
 *   <li>Two VLAN tags are known. Pushing a third drops the packet; when one of three is popped, the third still is payload.
 *   <li>The layers of a packet are those it arrived with: setting {@code icmp_type} makes no neighbour discovery fields appear.
 * </ul>
 *
 * <p>Groups: {@link io.weft.vswitch.translate.GroupActions} puts the buckets that a packet passes on the stack, each as a list that runs on a
 * copy; {@link io.weft.vswitch.translate.BucketChoice} says which. A {@link io.weft.vswitch.translate.TargetUse} among the credits of a translation
 * counts for the group, and has the translation done again when groups, meters or watched links change.
 *
 * <p>Threads: a {@link io.weft.vswitch.translate.Translator} and a {@link io.weft.vswitch.translate.Translation} belong to one thread;
 * what they read is immutable or made for many readers. Start at {@link io.weft.vswitch.translate.Translator}.
 */
package io.weft.vswitch.translate;

/**
 * Fragments that wait until their datagram is whole, so that the connection tracker can see it.
 *
 * <h2>What</h2>
 * Only the first fragment of a datagram has ports, and none has what a checksum covers. So a fragment that meets {@code ct()} waits in the
 * {@link io.weft.vswitch.fragment.FragmentTable} of the switch. When the last one has come, the tracker is shown the whole
 * ({@link io.weft.vswitch.fragment.WholeDatagram}), and all fragments go on, as they came, with what it said.
 *
 * <h2>Design</h2>
 * <pre>
 *  TRACK --fragment--&gt; Fragment: read --&gt; FragmentTable: Datagram (zone, addresses, id, protocol, what ct knew) -- waits
 *                          |                     |
 *                          | invalid             | the last one has come
 *                          v                     v
 *                  goes on with +inv     WholeDatagram --tracked--&gt; words --&gt; queue: each fragment, in order
 *                                                |                                  |
 *                                                +-- changed by nat: written back    +--&gt; goes on behind its own TRACK
 * </pre>
 * A fragment remembers the program it was in and the place in it. Fragments of one datagram may have come by different flows, ports and threads;
 * each goes on in its own program, with its own port, on the thread that made the datagram whole. What is tracked is by the {@code ct(...)} that the
 * first part met.
 *
 * <h2>Invariants</h2>
 * <ul>
 *   <li>At most {@code maxfrags} fragments, 16 MiB of frames, and a quarter of packet memory. The oldest datagram gives way to a new one; a port that
 *       has half of the room or more gives way itself.
 *   <li>A datagram never has two opinions about one byte: an exact duplicate is dropped, any other overlap spoils the datagram (RFC 5722). It
 *       stays known as spoiled until its time is over, so that what comes later of it is invalid, too.
 *   <li>Nothing waits longer than 15 seconds, even if nothing comes after it.
 *   <li>A frame has one owner: a fragment that waits is the table's, later the queue's.
 * </ul>
 *
 * <h2>Thread-safety</h2>
 * The table is locked as a whole, for some hundred nanoseconds a fragment; packets that are no fragments never come near it. Everything else belongs to one
 * thread.
 *
 * <h2>Cost</h2>
 * A packet that is tracked and is no fragment: one bit of its key is looked at. A datagram: its bytes are copied once, twice if it was changed. Allocation:
 * when more wait than ever before.
 *
 * <h2>Sources</h2>
 * RFC 791, RFC 815, RFC 1858 and 3128 (tiny fragments), RFC 5722 (overlaps), RFC 7112 (header chains), RFC 8200 section 4.5; ovs-vswitchd(8) and
 * ovs-dpctl(8) for {@code ipf-...}. ADR 22 tells why.
 */
package io.weft.vswitch.fragment;

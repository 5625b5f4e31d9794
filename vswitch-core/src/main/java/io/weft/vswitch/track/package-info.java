/**
 * Connection tracking: what {@code ct()} knows of the packets that came before.
 *
 * <h2>What</h2>
 * {@link io.weft.vswitch.track.ConnectionTracker} is the table of a switch with its verbs: limits, timeouts, dump, flush, sweep. Each packet thread has a
 * {@link io.weft.vswitch.track.PacketTracker}, which takes a packet and a {@link io.weft.vswitch.track.TrackOrder} (a {@code ct(...)}) and says what
 * {@code ct_state}, mark, label and original tuple the packet has now, and what addresses and ports NAT gives it ({@link io.weft.vswitch.track.NatResult}). It changes no packet: {@code NatRewriter} does;
 * {@link io.weft.vswitch.track.QuotedPacket} translates what an ICMP error quotes.
 *
 * <h2>Design</h2>
 * <pre>
 *  packet, key --PacketReader--&gt; tuple --hash--&gt; TupleIndex: buckets of a cache line,        memory of the process,
 *                                  |             7 x (hash, record number) | lock            built when the table is opened
 *                                  |                        |
 *                                  |                        v
 *                                  +--compare--&gt; records of two cache lines:                 mapped file,
 *                                                | tuples: never change | word | state |     outlives the process
 *                                                                          |
 *                                  TcpMachine, SctpMachine, PlainMachine --+-- under the record's lock
 * </pre>
 * The hash is the same for both directions of a packet, so a connection is in the index once, and a second time only if it is translated. A record is 128
 * bytes ({@code RecordDescriptor}) and its share of the index 30. Only one of a connection's addresses can be translated, which is what
 * {@code nat()} can say; both ports can.
 *
 * <p><b>Time.</b> A record has a deadline, which packets of known connections may leave 64 ms early, on the table's clock. What is past it does not exist for a packet; the sweep, a slice of records at each call, only makes
 * room, so it may be late. The header keeps the table's clock beside the wall clock: the next process goes on from there, plus the time between.
 *
 * <p><b>A full table.</b> A new connection takes the place of an expired one, or of one that nobody answered (or that is closed), found in the bucket
 * where it belongs itself, or among 64 records from where its hash points; or of none. A connection that both sides use is never ended by others.
 *
 * <p><b>Announced connections.</b> {@link io.weft.flow.action.CtHelper}s read control connections of FTP and requests of TFTP, under the record's lock:
 *
 * <pre>
 *   segment --FtpSession: numbers as both sides count--&gt; TcpMachine --&gt; Helpers: lines --FtpAnnouncement--&gt; Expectations (1,024, 5 min)
 *                                                                           |                                  |
 *                                          NatResult: numbers, text of the payload          a new packet: +rel, mark, label, nat
 * </pre>
 *
 * Sessions and expectations are memory of the process; a record has room for a bit of each only.
 *
 * <h2>Locks</h2>
 * <ol>
 *   <li><b>A record's word</b> holds its phase (free, filling, live, dying), a lock and a version. Whoever changes a live record has exchanged the word he
 *       compared it under for a locked one; so what he compared is what he locked, for the version changes with every unlocking and every freeing.
 *   <li><b>A bucket's lock</b> is held to enter and to remove entries that belong there, of both tuples in order of address when a connection is entered.
 *       Who holds one waits for nothing but the other one.
 * </ol>
 * <p>A record's lock may be held while waiting for a bucket's (an end), never the other way round (an entry only reads records): no circle, so no deadlock.
 *
 * <p>A lookup takes no lock. It sees an entry that is there all the while: entries do not move; one that is outside its bucket is counted at its bucket
 * before it is entered and until it is removed. What it finds it compares; a record that changes hands meanwhile is found by the exchange of
 * the word, and the lookup begins anew. What it does not find was absent at some moment in between.
 *
 * <p>Two connections never have packets of the same tuple: under both locks the entering thread looks for either tuple, and whoever would enter the same
 * tuple needs one of these locks. A record is entered while it is filling, and becomes live with one store, before the locks are released.
 *
 * <h2>When the process is killed</h2>
 * Index, bucket locks, free list and counts are memory of the process and gone. Of the file: a record that was filling or dying is free. A live one whose lock is held was
 * being changed: its state may be half new, so its windows are not checked any more, but it lives; if mark or label was being changed, it is
 * dropped. The tuples have a check; a record that does not agree with it is dropped. Header and length have a check; a file that does not agree is set aside. The
 * stores of a killed process are in the page cache in the order in which it made them; a crash of the machine is not covered: nothing is synced.
 *
 * <h2>Invariants</h2>
 * <ul>
 *   <li>A packet that does not fit a connection changes nothing of it.
 *   <li>A zone's count is that of its live records; a place is taken before, and given back after.
 *   <li>Every packet has one {@link io.weft.vswitch.track.TrackReason}.
 * </ul>
 *
 * <h2>Thread-safety</h2>
 * Any number of packet threads, dumps and flushes; one sweeper. A dump copies a record and believes the copy if the word did not change: it holds up nobody.
 * A thread that loses its processor while it holds a lock holds up those that want the same record or bucket; they sleep.
 *
 * <h2>Cost</h2>
 * A packet of a known connection: one bucket, one record, and one exchange if it changes something; {@link io.weft.vswitch.track.KnownConnections} asks for those of a whole burst before the first is
 * needed, and needs no bucket where the headers are known. Nothing allocates but announcements and control connections. Figures, and what lost, are in ADR 20 and 25.
 *
 * <h2>Sources</h2>
 * ovs-fields(7) for the bits, ovs-actions(7) for {@code ct}, ovs-vswitchd.conf.db(5) for timeouts; van Rooij, "Real Stateful TCP Packet Filtering in IP
 * Filter"; RFC 9260 (SCTP), RFC 5508 (ICMP behind NAT); Fan, Andersen, Kaminsky, "MemC3", NSDI 2013 (buckets of a cache line); Lameter, "Effective
 * synchronization on Linux/NUMA systems" (sequence locks).
 */
package io.weft.vswitch.track;

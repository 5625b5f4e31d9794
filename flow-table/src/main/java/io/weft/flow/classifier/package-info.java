/**
 * Finds the flow entry of highest priority that a key matches, and which bits of the key decided that.
 *
 * <h2>What</h2>
 *
 * {@link io.weft.flow.classifier.Classifier} holds the entries of one flow table, of every version that somebody may still look up in. The second
 * half of its answer, the mask, is what makes a megaflow: the fewer bits are looked at, the more packets one megaflow stands
 * for.
 *
 * <h2>Design</h2>
 *
 * <pre>
 *  Ranking (immutable, replaced as a whole)
 *  +--------------+--------------+--------------+
 *  | top 900      | top 900      | top 10       |     subtables by their highest priority
 *  +------|-------+------|-------+------|-------+
 *         v
 *  Subtable: entries whose masks are one when ports, protocol and odd bits of prefixes are left out (Coarseness)
 *     METADATA            L2                 L3
 *     hash of in_port --&gt; and of eth_type --&gt; and of nw_src/16, nw_dst/24 --&gt; Bucket: a few entries, the winner first,
 *       |                   |                   ^                                     or more than 64: a TupleSpace
 *     HashCounts          HashCounts          PrefixTries                             with finer masks
 *       "no entry begins like this": leave, later stages stay wildcarded
 * </pre>
 *
 * <p><b>Tuple space search</b>: entries with one mask share a hash table, so a lookup costs one probe for each mask rather than one for each
 * entry. <b>Merged tuples</b>: rule lists have hundreds of masks, most of them differing in lengths of prefixes and in ports, so a subtable
 * takes all masks that are one without those ({@code Coarseness}); few subtables remain, and in a bucket of one the entries are compared. A bucket that
 * fills gets a tuple space of its own with finer masks, and lastly exact ones; it is built and put in place while nobody waits, and goes
 * when it has shrunk to half. A whole table is such a bucket, too: up to eight entries are compared without hashing. So a table is what its entries make it, bucket by bucket: there is no kind of classifier to choose, and nothing
 * to convert at once.
 *
 * <p><b>Priority order</b>: once an entry is found, subtables that cannot beat it are not looked at. <b>Staged lookup</b>: the hash is
 * computed stage by stage, and after each stage but the last a small table says whether any entry begins like this;
 * {@code StageMasks} says which bits belong to which stage.
 *
 * <p><b>The mask</b> collects why each entry that would win does not match, not all that was read. A {@code PrefixTrie} for each address field
 * says which lengths of prefixes begin an address, and after how many bits that is clear: subtables with other lengths are left out for those
 * bits. An entry in a bucket that does not match is refuted by one place where it differs ({@code Difference}); that a full bucket has no entry
 * with the packet's ports is shown by a trie again, and that a subtable has no host of the packet's IPv6 network by an {@code AddressTree}. A trie of more than 16,384 nodes forgets the last bits.
 *
 * <p><b>Ties</b> of priority between overlapping entries are settled by {@link io.weft.flow.classifier.Precedence}, from the entries alone.
 *
 * <p><b>Conjunctive match</b> ({@code ConjunctiveMatch}): entries with {@code conjunction} actions are never found themselves; they have a
 * tuple space of their own, which a lookup visits after the other one, down to the priority found there. Tables without such entries pay
 * one read for it.
 *
 * <p><b>Versions</b>: entries of several versions stand in the same tables; {@code isVisibleIn} is asked of each candidate. Stage tables
 * and top priorities count the invisible ones too, which can only make a mask narrower than it need be, never wrong.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>The result is that of a linear scan with {@code Precedence}; with clauses of conjunctive matches, that of trying every combination of
 *       them.
 *   <li><b>Law of the mask</b>: a key that equals the given one in every bit of the result mask has the same result. (Its mask may be another
 *       one: of several reasons the cheapest is taken, and what is cheap depends on the key.)
 *   <li>{@code tops[i]} of a ranking is at least the priority of every entry in its subtable that a reader of this ranking may see.
 *   <li>The entries of a bucket stand in the order of {@code Precedence}, of equals the newest first.
 *   <li>Nothing stays behind: a removed entry is in no bucket, counted in no stage table and no trie, and a subtable without entries is gone.
 * </ul>
 *
 * <h2>Thread-safety</h2>
 *
 * One writer; readers without locks. A ranking is published by a volatile write, the content of a bucket likewise. Chains are linked by volatile references: an entry is
 * complete before it is linked, and one that was taken out still points on, so a reader who stands on it goes on. Tables that change size are
 * copied, nodes and all. What a reader may miss came or went while it was looking, and then its version does not show
 * it: an entry is inserted before its version is handed out, and taken out after every reader has left the versions that show it.
 *
 * <h2>Cost</h2>
 *
 * A lookup allocates nothing. It costs a walk down the tries, then a hash and a probe for each subtable that they leave and whose top priority is not
 * beaten: 0.4 to 0.6 us among 1,000 rules of an access list, 1 to 3 us among 100,000 (ADR 17). Inserting and removing cost the same however many
 * entries there are, 0.7 us for five-tuples and up to 5 us in full buckets, and O(subtables) when a subtable's highest priority
 * changes. Entries that differ in priority alone share a bucket and cost O(their number).
 * {@code find} is one probe; {@code forEachWithin} visits all entries of the subtables with some mask that is at least as narrow.
 *
 * <h2>Sources</h2>
 *
 * Srinivasan, Suri, Varghese, "Packet Classification using Tuple Space Search", SIGCOMM 1999; Daly et al., "TupleMerge: Fast Software Packet
 * Processing for Online Packet Classification", ToN 2019 (subtables for several masks; splitting what overflows); Pfaff et al., "The Design and Implementation of
 * Open vSwitch", NSDI 2015, section 5 (priority sorting, staged lookup, prefix
 * tracking).
 */
package io.weft.flow.classifier;

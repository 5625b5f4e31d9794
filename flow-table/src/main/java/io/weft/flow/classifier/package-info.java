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
 *  Subtable: all entries with one mask
 *     METADATA            L2                 L3                  L4
 *     hash of in_port --&gt; and of eth_type --&gt; and of nw_dst --&gt;  and of tp_dst --&gt; chains of entries
 *       |                   |                   |
 *     HashCounts          HashCounts          HashCounts         "no entry begins like this": leave,
 *                                                                 later stages stay wildcarded
 * </pre>
 *
 * <p><b>Tuple space search</b>: entries with one mask share a hash table, so a lookup costs one probe for each mask rather than one for each
 * entry. <b>Priority order</b>: once an entry is found, subtables that cannot beat it are not looked at. <b>Staged lookup</b>: the hash is
 * computed stage by stage, and after each stage but the last a small table says whether any entry begins like this;
 * {@code StageMasks} says which bits belong to which stage.
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
 *   <li><b>Law of the mask</b>: a key that equals the given one in every bit of the result mask has the same result, and the same
 *       mask.
 *   <li>{@code tops[i]} of a ranking is at least the priority of every entry in its subtable that a reader of this ranking may see.
 *   <li>Entries with one match stand in one chain by falling priority.
 *   <li>Nothing stays behind: a removed entry is in no chain, counted in no stage table, and a subtable without entries is gone.
 * </ul>
 *
 * <h2>Thread-safety</h2>
 *
 * One writer; readers without locks. A ranking is published by a volatile write. Chains are linked by volatile references: an entry is
 * complete before it is linked, and one that was taken out still points on, so a reader who stands on it goes on. Tables that change size are
 * copied, nodes and all. What a reader may miss came or went while it was looking, and then its version does not show
 * it: an entry is inserted before its version is handed out, and taken out after every reader has left the versions that show it.
 *
 * <h2>Cost</h2>
 *
 * A lookup allocates nothing. It costs a hash and a probe for each mask whose top priority is not beaten: about 160 ns over 13 masks with
 * 10,000 entries. Inserting and removing are O(1) in the number of entries and O(masks) when a subtable's highest priority
 * changes; 500,000 entries with few masks are added in about one second. Entries that differ in priority alone share a chain and cost O(their number).
 * {@code find} is one probe; {@code forEachWithin} visits all entries of the subtables whose mask is at least as narrow.
 *
 * <p>Not here: a prefix trie for addresses, which would let a miss among /32 entries look at a few leading bits only.
 *
 * <h2>Sources</h2>
 *
 * Srinivasan, Suri, Varghese, "Packet Classification using Tuple Space Search", SIGCOMM 1999; Pfaff et al., "The Design and Implementation of
 * Open vSwitch", NSDI 2015, section 5 (priority sorting, staged lookup).
 */
package io.weft.flow.classifier;

/**
 * The flow tables of a bridge, in versions.
 *
 * <h2>What</h2>
 *
 * {@link io.weft.flow.table.FlowTables} takes batches of changes ({@link io.weft.flow.table.FlowMod}), with the meaning of OpenFlow's flow_mod, and
 * shows each batch as one new version.
 *
 * <h2>Design</h2>
 *
 * <pre>
 *  List&lt;FlowMod&gt; --check all--&gt; refused: FlowModException, nothing happened
 *                     |
 *                     v
 *                 FlowBatch: each change sees what those before it did
 *                     |                      version  1   2   3   4   5
 *                     v                      entry a  [-----------)         removed in 4
 *                 FlowChanges                entry a'             [------   its successor
 *                 (added, removed)           entry b      [--)              collected once nobody looks up in 2
 * </pre>
 *
 * <p>An entry never changes. Its life is {@code [addedIn, removedIn)}: a change ends the lives of some entries and begins those of others,
 * and a lookup in a version sees the entries that live in it. So there is no moment of transition.
 *
 * <p>A modification makes a successor which shares the {@link io.weft.flow.table.FlowStatistics} of the entry it replaces. Packets that
 * a megaflow of the old version still counts arrive at the same numbers.
 *
 * <p>What only the state of the tables tells, a full table or an overlap, is found while the batch is carried out. Then all of it is taken
 * back: lives that it ended go on, what it began leaves the classifier. Nobody looks up in its version yet.
 *
 * <p>Entries with timeouts are in a heap by the moment at which they may end ({@code Deadlines}); traffic does not move them there, so an
 * entry that comes to the top is judged by its statistics and put back if it was used. Tables that evict keep the same kind of heap for each
 * group of entries ({@code EvictionGroups}): the largest group gives up its least important entry, of those the one with the least time
 * left.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>In no version are there two entries with the same table, match and priority.
 *   <li>What a version shows never changes once the version is handed out, until it is collected.
 *   <li>An entry that one batch adds and ends is in no version, in no table, and in no {@code FlowChanges}.
 * </ul>
 *
 * <h2>Thread-safety</h2>
 *
 * The conductor alone calls what changes something; it hands a version to readers after {@code apply} has returned, and collects
 * a version after they have left it. The revalidator alone adds to statistics. Everybody reads without locks.
 *
 * <h2>Cost</h2>
 *
 * Adding and everything strict: O(1) for each change, O(log n) with a timeout; {@code check_overlap}: the entries of the table. Not strict: the entries of all masks at least as narrow as the match.
 * {@code collect}: the entries it takes out.
 *
 * <h2>Sources</h2>
 *
 * OpenFlow 1.5.1 sections 5.2 and 6.4; ovs-ofctl(8) for what a modification of nothing does and for cookies; ovs-fields(7).
 */
package io.weft.flow.table;

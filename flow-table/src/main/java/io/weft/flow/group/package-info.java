/**
 * The groups of a bridge (OpenFlow 1.5.1 sections 5.10 and 7.3.4.3; ovs-ofctl(8), "Group Syntax").
 *
 * <pre>
 *   GroupMod --GroupChanges.apply: shape, existence, bucket ids, loops--> refused: GroupModException, nothing happened
 *                       |
 *                       v
 *   GroupTable (immutable, one a version): id --> GroupEntry = Group (immutable) + GroupStatistics
 *                                                   |
 *                                                   +-- Bucket, Bucket, ...: weight, what it watches, actions
 * </pre>
 *
 * A bridge has few groups and they change seldom, so a version is a map of its own, made by copying; flow entries, of which there are many, are
 * versioned one by one. A modification makes a new {@link io.weft.flow.group.GroupEntry}: whoever counted for the old one counts for nobody.
 *
 * <p>Groups may name groups that do not exist, and ports too; a chain that leads back to its beginning is refused, which Open vSwitch leaves
 * to the guard of translation.
 *
 * <p>Threads: everything is immutable but statistics, whose one writer is the revalidator, and {@link io.weft.flow.group.GroupChanges}, which
 * has one owner. Start at {@link io.weft.flow.group.GroupTable}.
 */
package io.weft.flow.group;

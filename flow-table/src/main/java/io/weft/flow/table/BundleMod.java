package io.weft.flow.table;

import io.weft.flow.group.GroupMod;

/** One change of a batch that changes entries and groups. */
public sealed interface BundleMod {
    /** A change of the flow tables. */
    record Flow(FlowMod mod) implements BundleMod {}

    /** A change of the groups; a deletion takes along the entries that use the group. */
    record Group(GroupMod mod) implements BundleMod {}
}

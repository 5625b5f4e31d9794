package io.weft.northbound.control;

import io.weft.flow.group.GroupMod;
import io.weft.flow.table.FlowMod;

/** One change of a bundle. */
public sealed interface BundleItem {
    /** A change of the flow tables. */
    record Flow(FlowMod mod) implements BundleItem {}

    /** A change of the groups. */
    record Group(GroupMod mod) implements BundleItem {}

    /** A packet to send when all changes are in effect. */
    record Packet(PacketOut packet) implements BundleItem {}
}

package io.weft.northbound.control;

import io.weft.flow.group.GroupMod;

/**
 * A change of the groups as text, as in ovs-ofctl(8), "Group Syntax". Port names of the bridge may stand where numbers do.
 *
 * @param text at most 65,536 bytes
 */
public record GroupModText(GroupMod.Kind kind, String text) implements BundleText {}

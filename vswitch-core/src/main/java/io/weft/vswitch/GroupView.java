package io.weft.vswitch;

import io.weft.flow.group.GroupEntry;

/**
 * A group of a bridge.
 *
 * @param entry what it is and what it counted
 * @param references flow entries that use it
 */
public record GroupView(GroupEntry entry, int references) {}

package io.weft.vswitch.frozen;

import io.weft.flow.action.Action;
import java.util.List;

/**
 * What was left of a list of actions. Immutable.
 *
 * @param actions at least one
 * @param table the table that holds the list, to which relative resubmits refer
 * @param cookie of the entry that holds it, for packet-ins; all ones without one
 */
public record FrozenList(List<Action> actions, int table, long cookie) {
    public FrozenList {
        actions = List.copyOf(actions);
    }
}

package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionList;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowLife;
import java.util.List;

/**
 * One line of dump-flows.
 *
 * @param durationNs how long the entry has existed
 * @param life timeouts, importance and flags
 * @param idleNs since a packet last matched, or since the entry was added
 * @param hardNs since the entry was last modified, or added
 */
public record FlowLine(
        int table,
        int priority,
        long cookie,
        long durationNs,
        long packets,
        long bytes,
        FlowLife life,
        long idleNs,
        long hardNs,
        Match match,
        List<Action> actions) {
    public FlowLine {
        actions = ActionList.copyOf(actions);
    }

    /** The line of {@code entry} when the switch's clock shows {@code nowNs}. */
    public static FlowLine of(FlowEntry entry, long nowNs) {
        return new FlowLine(
                entry.table(),
                entry.priority(),
                entry.cookie(),
                nowNs - entry.createdNs(),
                entry.packets(),
                entry.bytes(),
                entry.life(),
                nowNs - entry.usedNs(),
                nowNs - entry.modifiedNs(),
                entry.match(),
                entry.actions());
    }
}

package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.util.List;

/**
 * One line of dump-flows.
 *
 * @param durationNs how long the entry has existed
 */
public record FlowLine(
        int table,
        int priority,
        long cookie,
        long durationNs,
        long packets,
        long bytes,
        Match match,
        List<Action> actions) {
    public FlowLine {
        actions = List.copyOf(actions);
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
                entry.match(),
                entry.actions());
    }
}

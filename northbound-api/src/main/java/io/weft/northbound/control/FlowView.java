package io.weft.northbound.control;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowLife;
import java.util.List;

/**
 * A flow and its statistics at one moment.
 *
 * @param table 0 to 253
 * @param priority 0 to 65535
 * @param durationNs since it was added
 * @param idleNs since a packet last matched, or since it was added
 * @param hardNs since it was last modified, or added
 * @param life timeouts, importance and flags
 */
public record FlowView(
        int table,
        int priority,
        Match match,
        List<Action> actions,
        long cookie,
        long packets,
        long bytes,
        long durationNs,
        long idleNs,
        long hardNs,
        FlowLife life) {
    public FlowView {
        actions = List.copyOf(actions);
    }
}

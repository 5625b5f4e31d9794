package io.weft.vswitch.revalidate;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;

/**
 * An entry that came to a table: lookups may find it now, or be decided by it, as a clause.
 *
 * @param place the table of a bridge, in one number
 */
record Arrival(int place, Match match, int priority, boolean isClause) {
    static Arrival of(int place, FlowEntry entry) {
        return new Arrival(place, entry.match(), entry.priority(), isClause(entry));
    }

    /** Whether the entry is a clause of a conjunctive match: clauses decide together. */
    static boolean isClause(FlowEntry entry) {
        for (Action action : entry.actions()) {
            if (action instanceof Action.Conjunction) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code found} wins for certain. What was found by a conjunction says nothing about priorities. */
    boolean isBeatenBy(FlowEntry found) {
        return priority < found.priority() && !isClause && found.match().mask(Sight.CONJUNCTION_WORD) == 0;
    }
}

package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionList;
import io.weft.flow.action.Ports;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowLife;
import io.weft.flow.table.FlowMod;
import java.util.List;

/**
 * What a line of flow text says.
 *
 * @param table 0 to 253, or {@link #ALL_TABLES}
 * @param priority 0 to 65535
 * @param priorityGiven whether the text named a priority
 * @param cookie the cookie to set, or the value to compare with under {@code cookieMask}
 * @param cookieGiven whether the text named a cookie to set; modifying leaves cookies alone otherwise
 * @param cookieMask bits of the cookie to compare when modifying, deleting or dumping; 0: none
 * @param newCookie modifying with a {@code cookieMask}: the cookie to set, or {@link FlowMod#KEEP_COOKIE}
 * @param outPort only entries that send to this port (deleting and dumping), or {@link Ports#NONE}
 * @param outGroup only entries that use this group (deleting and dumping), or {@link FlowMod#ANY_GROUP}
 * @param life timeouts, importance and flags (adding and modifying)
 * @param actions empty where the use of the text has none
 */
public record FlowSpec(
        int table,
        int priority,
        boolean priorityGiven,
        long cookie,
        boolean cookieGiven,
        long cookieMask,
        long newCookie,
        int outPort,
        int outGroup,
        FlowLife life,
        Match match,
        List<Action> actions) {
    /** Every table. */
    public static final int ALL_TABLES = 255;

    /** The largest table number that flows may be in. */
    public static final int MAX_TABLE = 253;

    /** The priority of a flow whose text names none. */
    public static final int DEFAULT_PRIORITY = 32768;

    public FlowSpec {
        actions = ActionList.copyOf(actions);
    }

    /** A flow with a cookie, for ever. */
    public static FlowSpec of(int table, int priority, long cookie, Match match, List<Action> actions) {
        return new FlowSpec(
                table,
                priority,
                true,
                cookie,
                true,
                0,
                FlowMod.KEEP_COOKIE,
                Ports.NONE,
                FlowMod.ANY_GROUP,
                FlowLife.FOREVER,
                match,
                actions);
    }

    /** What the text means as a change of this kind. */
    public FlowMod toMod(FlowMod.Kind kind) {
        boolean keepsCookie = kind.isModify() && !cookieGiven && cookieMask == 0;
        return new FlowMod(
                kind,
                table,
                priority,
                match,
                keepsCookie ? FlowMod.KEEP_COOKIE : cookie,
                cookieMask,
                newCookie,
                outPort,
                outGroup,
                life,
                actions);
    }

    /** The flows that the text selects. */
    public FlowFilter toFilter() {
        return new FlowFilter(table, match, cookie, cookieMask, outPort, outGroup);
    }
}

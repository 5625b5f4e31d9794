package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
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
 * @param outPort only entries that send to this port (deleting and dumping), or {@link io.weft.flow.action.Ports#NONE}
 * @param actions empty where the use of the text has none
 */
public record FlowSpec(
        int table,
        int priority,
        boolean priorityGiven,
        long cookie,
        boolean cookieGiven,
        long cookieMask,
        int outPort,
        Match match,
        List<Action> actions) {
    /** Every table. */
    public static final int ALL_TABLES = 255;

    /** The largest table number that flows may be in. */
    public static final int MAX_TABLE = 253;

    /** The priority of a flow whose text names none. */
    public static final int DEFAULT_PRIORITY = 32768;

    public FlowSpec {
        actions = List.copyOf(actions);
    }
}

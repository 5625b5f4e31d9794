package io.weft.flow.table;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.match.Match;
import java.util.List;

/**
 * Chooses flow entries, for dumps and for changes that are not strict.
 *
 * @param table 0 to {@link FlowTables#LAST}, or {@link FlowMod#ALL_TABLES}
 * @param match entries at least as narrow as this
 * @param cookie compared under {@code cookieMask}
 * @param cookieMask 0 accepts every cookie
 * @param outPort entries that output to this port, or {@link Ports#NONE} for all entries
 * @param outGroup entries that use this group, or {@link FlowMod#ANY_GROUP} for all entries
 */
public record FlowFilter(int table, Match match, long cookie, long cookieMask, int outPort, int outGroup) {
    /** Every entry. */
    public static final FlowFilter ALL =
            new FlowFilter(FlowMod.ALL_TABLES, Match.ANY, 0, 0, Ports.NONE, FlowMod.ANY_GROUP);

    /** Every entry of a table, or of all tables. */
    public static FlowFilter ofTable(int table) {
        return within(table, Match.ANY);
    }

    /** Every entry of a table, or of all tables, at least as narrow as {@code match}. */
    public static FlowFilter within(int table, Match match) {
        return new FlowFilter(table, match, 0, 0, Ports.NONE, FlowMod.ANY_GROUP);
    }

    /** Whether {@code entry} is chosen; a hidden one never is. */
    public boolean accepts(FlowEntry entry) {
        return !entry.isHidden()
                && acceptsTable(entry.table())
                && entry.match().isSubsetOf(match)
                && acceptsCookie(entry.cookie())
                && acceptsOutputs(entry)
                && acceptsGroups(entry);
    }

    /** Whether entries of {@code id} can be chosen. */
    public boolean acceptsTable(int id) {
        return table == FlowMod.ALL_TABLES || table == id;
    }

    private boolean acceptsCookie(long other) {
        return ((cookie ^ other) & cookieMask) == 0;
    }

    private boolean acceptsGroups(FlowEntry entry) {
        return outGroup == FlowMod.ANY_GROUP || uses(entry.actions(), Integer.toUnsignedLong(outGroup));
    }

    private static boolean uses(List<Action> actions, long group) {
        for (Action action : actions) {
            boolean uses = switch (action) {
                case Action.Group used -> used.groupId() == group;
                case Action.Clone clone -> uses(clone.actions(), group);
                case Action.WriteActions write -> uses(write.actions(), group);
                default -> false; // no other action holds a group or actions
            };
            if (uses) {
                return true;
            }
        }
        return false;
    }

    private boolean acceptsOutputs(FlowEntry entry) {
        return outPort == Ports.NONE || sendsTo(entry.actions(), outPort);
    }

    private static boolean sendsTo(List<Action> actions, int port) {
        for (Action action : actions) {
            boolean sends = switch (action) {
                case Action.Clone clone -> sendsTo(clone.actions(), port);
                case Action.WriteActions write -> sendsTo(write.actions(), port);
                default -> portOf(action) == port;
            };
            if (sends) {
                return true;
            }
        }
        return false;
    }

    /** The port or reserved port that an action names as its destination, or NONE. */
    private static int portOf(Action action) {
        return switch (action) {
            case Action.Output output -> output.port();
            case Action.OutputTruncated output -> output.port();
            case Action.Enqueue enqueue -> enqueue.port();
            case Action.InPort _ -> Ports.IN_PORT;
            case Action.Normal _ -> Ports.NORMAL;
            case Action.Flood _ -> Ports.FLOOD;
            case Action.All _ -> Ports.ALL;
            case Action.Controller _ -> Ports.CONTROLLER;
            default -> Ports.NONE; // sends nowhere, or not to a port that it names
        };
    }
}

package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.util.List;

/** Flows as text: the grammar of ovs-ofctl(8), ovs-fields(7) and ovs-actions(7). */
public final class FlowText {
    private FlowText() {}

    /** A flow to add: {@code [table=N,][priority=N,][cookie=N,][match,]actions=...}. */
    public static FlowSpec parseAdd(String text, PortNames ports) {
        throw new UnsupportedOperationException();
    }

    /** Flows to modify: as to add, with {@code cookie=V/M} to select; without a table all tables are meant. */
    public static FlowSpec parseModify(String text, PortNames ports) {
        throw new UnsupportedOperationException();
    }

    /** Flows to delete or dump: no actions; without a table all tables are meant. */
    public static FlowSpec parseFilter(String text, PortNames ports) {
        throw new UnsupportedOperationException();
    }

    /** A match alone, such as {@code in_port=1,tcp,nw_src=10.0.0.0/8}; blank text matches everything. */
    public static Match parseMatch(String text, PortNames ports) {
        throw new UnsupportedOperationException();
    }

    /** The full key of the packet that a match describes, for trace; a field that is not named is 0. */
    public static long[] parseKey(String text, PortNames ports) {
        throw new UnsupportedOperationException();
    }

    /** A list of actions, such as {@code set_field:10.0.0.1->nw_src,output:2}. */
    public static List<Action> parseActions(String text, PortNames ports) {
        throw new UnsupportedOperationException();
    }

    /** The match in the order and shorthand of ovs-ofctl; empty for one that matches everything. */
    public static String print(Match match, PortNames ports) {
        throw new UnsupportedOperationException();
    }

    /** The actions; {@code drop} for none. */
    public static String print(List<Action> actions, PortNames ports) {
        throw new UnsupportedOperationException();
    }

    /** One line of dump-flows; {@code nowNs} is the switch's clock. */
    public static String print(FlowEntry entry, long nowNs, PortNames ports) {
        throw new UnsupportedOperationException();
    }
}

package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.NatSpec;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.MissPolicy;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.frozen.FrozenState;
import java.util.List;

/**
 * Watches a {@link Translator} at work. Calls nest as the tables do: what happens between {@link #table} and its {@link #leave} belongs
 * to that table.
 */
public interface TraceListener {
    /** Whether what the packet does besides being sent will be done, so that it is told as done. */
    default boolean hasEffects() {
        return false;
    }

    /** The packet enters a bridge. */
    void bridge(BridgeSnapshot bridge);

    /**
     * A table is looked up.
     *
     * @param entry what was found, or null on a miss
     * @param miss what a miss means here: DROP where it means nothing
     */
    void table(int table, FlowEntry entry, MissPolicy miss);

    /** The actions of a bucket of a group begin; a {@link #leave} follows. */
    void bucket(long id);

    /** The actions of the table or bucket entered last are done. */
    void leave();

    /** An action begins. */
    void action(Action action);

    /** The packet teaches a flow. */
    default void learns(FlowMod mod) {
        decision(LearnedFlowText.of(mod, PortNames.NUMBERS));
    }

    /** What the action set is after an action changed it, in the order of execution; nothing when nothing of it would be done. */
    default void actionSetIs(List<Action> actions) {}

    /** What the action set was that is cleared. */
    default void actionSetWas(List<Action> actions) {}

    /** The pipeline has ended and the action set is executed, up to a {@link #leave}. */
    default void actionSet() {}

    /**
     * A copy of the packet is sent to the connection tracker, to go on later.
     *
     * @param key the packet as it is then, with what is set on its connection
     * @param nat what is asked for its translation, or null
     */
    default void forks(FrozenState state, long[] key, int zone, NatSpec nat) {}

    /** A packet's addresses are to be translated so. */
    default void nat(NatSpec nat) {}

    /** The packet that was sent to the connection tracker goes on, with a lookup in a table. */
    default void thaws(int table) {}

    /** What an action decided, in words. */
    void decision(String text);

    /** Why something was not done, in words. */
    void warning(String text);

    /** What is wrong with the packet, the flow entries or the configuration, in words. */
    void error(String text);
}

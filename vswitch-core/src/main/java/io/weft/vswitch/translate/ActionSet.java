package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * The action set (OpenFlow 1.5.1 section 5.6): what {@code write_actions} leaves for the end of the pipeline. Of popping a tag,
 * pushing one and decrementing the TTL the last one written counts; then come all that set fields, in the order in which they were written,
 * so that the last one on a field wins; then one action that sends: a group beats an output, an output beats a resubmit, that beats a {@code ct}, later beats earlier.
 * A set that does not send does nothing at all. So it is in Open vSwitch.
 */
final class ActionSet {
    private final Run run;

    ActionSet(Run run) {
        this.run = run;
    }

    void write(List<Action> actions) {
        List<Action> all = new ArrayList<>(run.actionSet);
        all.addAll(actions);
        become(List.copyOf(all));
        if (run.trace != null) {
            run.trace.actionSetIs(inOrder(run.actionSet));
        }
    }

    void clear() {
        if (run.trace != null) {
            run.trace.actionSetWas(inOrder(run.actionSet));
        }
        become(List.of());
    }

    /** Becomes what it was when the packet stopped. */
    void thaw(List<Action> actions) {
        if (!actions.isEmpty()) {
            become(actions);
        }
    }

    private void become(List<Action> actions) {
        run.actionSet = actions;
        long port = Integer.toUnsignedLong(port(actions));
        run.packet.set(Fields.ACTSET_OUTPUT, 0, port, 0, -1L);
    }

    /** What the field actset_output says: the port of the set's output, unless a group beats it. */
    private static int port(List<Action> actions) {
        Action sends = sending(actions);
        return switch (sends) {
            case Action.Output output -> output.port();
            case Action.InPort _ -> Ports.IN_PORT;
            case Action.Normal _ -> Ports.NORMAL;
            case Action.Flood _ -> Ports.FLOOD;
            case Action.All _ -> Ports.ALL;
            case Action.Controller _ -> Ports.CONTROLLER;
            case null, default -> Ports.UNSET;
        };
    }

    /** When the pipeline ends with the list on top: begins the action set, if there is one, and forgets it; what is written meanwhile is not executed. Returns whether it did. */
    boolean isDue() {
        if (run.actionSet.isEmpty() || !run.stack.endsPipeline()) {
            return false;
        }
        List<Action> due = inOrder(run.actionSet);
        if (run.isExited()) {
            tellLeftOut(due);
            return false;
        }
        become(List.of());
        run.stack.pushSet(due);
        if (run.trace != null) {
            run.trace.actionSet();
        }
        return true;
    }

    /** A trace names the set that an exit leaves undone, as in Open vSwitch. */
    private void tellLeftOut(List<Action> undone) {
        if (run.trace != null && !undone.isEmpty()) {
            run.trace.actionSet();
            run.trace.leave();
        }
    }

    /** The actions of a set, or of a bucket, in the order of their execution; none when nothing sends. */
    static List<Action> inOrder(List<Action> written) {
        Action sends = sending(written);
        if (sends == null) {
            return List.of();
        }
        List<Action> ordered = new ArrayList<>();
        addLast(written, Action.StripVlan.class, ordered);
        addLast(written, Action.PushVlan.class, ordered);
        addLast(written, Action.DecTtl.class, ordered);
        for (Action action : written) {
            if (sets(action)) {
                ordered.add(action);
            }
        }
        ordered.add(sends);
        return ordered;
    }

    private static void addLast(List<Action> written, Class<? extends Action> kind, List<Action> ordered) {
        for (Action action : written.reversed()) {
            if (kind.isInstance(action)) {
                ordered.add(action);
                return;
            }
        }
    }

    /** The action that sends: the last group, else the last output, else the last resubmit, else the last {@code ct}, or null. */
    private static Action sending(List<Action> written) {
        Action sends = null;
        int best = 0;
        for (Action action : written) {
            int rank = rank(action);
            if (rank > 0 && rank >= best) {
                best = rank;
                sends = action;
            }
        }
        return sends;
    }

    private static int rank(Action action) {
        return switch (action) {
            case Action.Group _ -> 4;
            case Action.Output _,
                    Action.InPort _,
                    Action.Normal _,
                    Action.Flood _,
                    Action.All _,
                    Action.Controller _,
                    Action.OutputTruncated _,
                    Action.OutputField _ -> 3;
            case Action.Resubmit _ -> 2;
            case Action.Ct _ -> 1;
            default -> 0;
        };
    }

    /** Whether an action sets a field: of those a set may have many, in the order in which they were written. */
    private static boolean sets(Action action) {
        return switch (action) {
            case Action.SetField _,
                    Action.Modify _,
                    Action.Load _,
                    Action.Move _,
                    Action.SetTunnel _,
                    Action.SetQueue _,
                    Action.Meter _ -> true;
            default -> false;
        };
    }
}

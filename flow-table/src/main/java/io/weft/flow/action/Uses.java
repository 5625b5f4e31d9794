package io.weft.flow.action;

import java.util.List;
import java.util.function.LongConsumer;

/** Which groups and meters a list of actions names, wherever in it. Thread-safety: stateless. */
public final class Uses {
    private Uses() {}

    /** Calls {@code each} with the group of every {@link Action.Group}; a group that is named twice comes twice. */
    public static void groups(List<Action> actions, LongConsumer each) {
        if (ActionList.isPlain(actions)) {
            return;
        }
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            if (action instanceof Action.Group group) {
                each.accept(group.groupId());
            } else {
                groups(inner(action), each);
            }
        }
    }

    /** Calls {@code each} with the meter of every {@link Action.Meter}. */
    public static void meters(List<Action> actions, LongConsumer each) {
        if (ActionList.isPlain(actions)) {
            return;
        }
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            if (action instanceof Action.Meter meter) {
                each.accept(meter.meterId());
            } else {
                meters(inner(action), each);
            }
        }
    }

    /** Whether some action names the group. */
    public static boolean usesGroup(List<Action> actions, long groupId) {
        boolean[] found = new boolean[1];
        groups(actions, id -> found[0] |= id == groupId);
        return found[0];
    }

    /** Whether some action names the meter. */
    public static boolean usesMeter(List<Action> actions, long meterId) {
        boolean[] found = new boolean[1];
        meters(actions, id -> found[0] |= id == meterId);
        return found[0];
    }

    private static List<Action> inner(Action action) {
        if (action instanceof Action.Clone clone) {
            return clone.actions();
        }
        return action instanceof Action.WriteActions write ? write.actions() : List.of();
    }
}

package io.weft.flow.action;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Consumer;

/**
 * An immutable list of actions that knows whether there is anything special about it. Most lists only send and rewrite; whoever looks for groups,
 * clauses, lessons and the like in each of 500,000 entries asks {@link #isPlain} first.
 *
 * <p>Equal to any list of the same actions. Thread-safety: immutable.
 */
public final class ActionList extends AbstractList<Action> implements RandomAccess {
    private static final long MOST_OF_32_BITS = 0xFFFF_FFFFL;
    private static final long MOST_OF_48_BITS = 0xFFFF_FFFF_FFFFL;

    private final Action[] actions;
    private final boolean plain;

    private ActionList(Action[] actions) {
        this.actions = actions;
        plain = actions.length == 1 && actions[0] instanceof Action.Drop || areAllPlain(actions);
        for (Action action : actions) {
            Objects.requireNonNull(action);
        }
    }

    /** These actions, none of them null. */
    public static ActionList of(Action... actions) {
        return new ActionList(actions.clone());
    }

    /** A list of these actions, none of them null: {@code actions} itself if it is one. */
    public static ActionList copyOf(Collection<? extends Action> actions) {
        return actions instanceof ActionList list ? list : new ActionList(actions.toArray(new Action[0]));
    }

    /**
     * Whether the list is known to be allowed with every match and in every table, and to name no group, meter, table or tunnel option, to teach
     * nothing and to be no clause of a conjunctive match. False says nothing.
     */
    public static boolean isPlain(List<Action> actions) {
        return actions instanceof ActionList list && list.plain;
    }

    private static boolean areAllPlain(Action[] actions) {
        for (Action action : actions) {
            if (!isPlain(action)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(Action action) {
        if (action instanceof Action.Output output) {
            return output.port() >= 0 && output.port() <= Ports.MAX || output.port() == Ports.LOCAL;
        }
        if (action instanceof Action.Modify modify) {
            return isPlain(modify);
        }
        return action instanceof Action.StripVlan
                || Action.DecTtl.PLAIN.equals(action)
                || action instanceof Action.Normal;
    }

    private static boolean isPlain(Action.Modify modify) {
        long most = switch (modify.kind()) {
            case MOD_DL_SRC, MOD_DL_DST -> MOST_OF_48_BITS;
            case MOD_NW_SRC, MOD_NW_DST -> MOST_OF_32_BITS;
            default -> -1; // what they mean depends on the header, or on the actions before
        };
        return modify.value() >= 0 && modify.value() <= most;
    }

    @Override
    public Action get(int index) {
        return actions[index];
    }

    @Override
    public int size() {
        return actions.length;
    }

    @Override
    public void forEach(Consumer<? super Action> each) {
        for (Action action : actions) {
            each.accept(action);
        }
    }

    @Override
    public boolean equals(Object object) {
        if (!(object instanceof ActionList other)) {
            return super.equals(object);
        }
        return Arrays.equals(actions, other.actions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(actions);
    }
}

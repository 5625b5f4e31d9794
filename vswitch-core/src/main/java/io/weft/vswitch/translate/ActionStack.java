package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import java.util.Arrays;
import java.util.List;

/**
 * The action lists under execution: the innermost on top. What Java's stack would be if the number of frames were not the user's choice.
 *
 * <p>Depth counts resubmits to the same or an earlier table, since a resubmit to a later one cannot loop.
 */
final class ActionStack {
    private static final List<Action> NO_ACTIONS = List.of();

    private List<?>[] lists = new List<?>[64];
    private int[] next = new int[64];
    private int[] tables = new int[64];
    private int[] depths = new int[64];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * Begins a list.
     *
     * @param table the table that holds it, for {@link #table}
     * @param asked the table that was looked up first; the policy "continue" may have led on from there
     */
    void push(List<Action> actions, int table, int asked) {
        if (size == lists.length) {
            lists = Arrays.copyOf(lists, 2 * size);
            next = Arrays.copyOf(next, 2 * size);
            tables = Arrays.copyOf(tables, 2 * size);
            depths = Arrays.copyOf(depths, 2 * size);
        }
        depths[size] = size == 0 ? 0 : depths[size - 1] + (asked <= tables[size - 1] ? 1 : 0);
        lists[size] = actions;
        next[size] = 0;
        tables[size++] = table;
    }

    /** Ends the top list. */
    void pop() {
        lists[--size] = NO_ACTIONS;
    }

    boolean hasNext() {
        return next[size - 1] < lists[size - 1].size();
    }

    Action next() {
        return (Action) lists[size - 1].get(next[size - 1]++);
    }

    /** Leaves out what remains of the top list. */
    void skipRest() {
        next[size - 1] = lists[size - 1].size();
    }

    /** The table that holds the top list. */
    int table() {
        return tables[size - 1];
    }

    int depth() {
        return depths[size - 1];
    }
}

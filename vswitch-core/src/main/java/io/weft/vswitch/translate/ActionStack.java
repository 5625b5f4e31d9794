package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.PacketInReason;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.frozen.FrozenList;
import io.weft.vswitch.program.Upcall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The action lists under execution: the innermost on top. What Java's stack would be if the number of frames were not the user's choice.
 *
 * <p>A list is that of a flow entry, or one that another action holds. The latter may be executed on a copy of the packet: whoever runs
 * the stack saves the packet when such a list begins ({@link ActionFrame#awaitsCopy}) and restores it when the list ends ({@link
 * ActionFrame#runsOnCopy}).
 *
 * <p>Depth counts copies, passages through patch ports, and resubmits to the same or an earlier table, since a resubmit to a later one cannot
 * loop.
 */
final class ActionStack {
    private static final List<Action> NO_ACTIONS = List.of();

    private ActionFrame[] frames = new ActionFrame[64];
    private int size;

    ActionStack() {
        Arrays.setAll(frames, _ -> new ActionFrame());
    }

    void clear() {
        while (size > 0) {
            pop();
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The list under execution; there is one. */
    ActionFrame top() {
        return frames[size - 1];
    }

    /** Begins a list that comes from no table, as that of a packet-out. */
    void pushFirst(List<Action> actions) {
        push(actions, ActionFrame.ENTRY, 0, 0, null);
    }

    /**
     * Begins the list of an entry.
     *
     * @param asked the table that was looked up first; the policy "continue" may have led on from there
     */
    void pushEntry(FlowEntry entry, int asked) {
        boolean isAgain = size > 0 && top().kind() != ActionFrame.WIRE && asked <= top().table();
        int deeper = isAgain ? 1 : 0;
        push(entry.actions(), ActionFrame.ENTRY, entry.table(), depth() + deeper, entry);
    }

    /** Begins a list that is part of the top one, and executed before what remains of that. */
    void pushNested(List<Action> actions) {
        push(actions, ActionFrame.NESTED, table(), depth(), entry());
    }

    /** Begins a list that is executed on a copy of the packet, with the action set at the end. */
    void pushClone(List<Action> actions) {
        push(actions, ActionFrame.CLONE, table(), depth() + 1, entry());
    }

    /** Begins a passage through a patch port; what the other bridge does comes on top of it. */
    void pushWire(Wire wire) {
        push(NO_ACTIONS, ActionFrame.WIRE, table(), depth() + 1, null);
        top().carry(wire);
    }

    /**
     * Begins the list of a bucket of a group, on a copy; of several, the one that is pushed last comes first.
     *
     * @param groupDepth the depth of the list that names the group
     */
    void pushBucket(List<Action> actions, long id, int groupDepth) {
        push(actions, ActionFrame.BUCKET, table(), groupDepth + 1, entry());
        top().name(id);
    }

    /** Begins the action set. */
    void pushSet(List<Action> actions) {
        push(actions, ActionFrame.SET, table(), depth(), entry());
    }

    /** Begins lists that were frozen, as the first ones. */
    void pushFrozen(List<FrozenList> lists) {
        for (int i = lists.size() - 1; i >= 0; i--) {
            FrozenList list = lists.get(i);
            push(list.actions(), ActionFrame.ENTRY, list.table(), 0, null);
            top().remember(list.cookie());
        }
    }

    /** Begins an empty list where there is none, since the pipeline has an end to come. */
    void pushIfEmpty() {
        if (size == 0) {
            pushFirst(NO_ACTIONS);
        }
    }

    /** The place of the list with which the present copy of the packet began. */
    private int firstOfCopy() {
        int first = size - 1;
        while (first > 0 && frames[first].kind() < ActionFrame.COPY) {
            first--;
        }
        return first;
    }

    /** Whether the copy of the packet under way has an end of the pipeline to come: not a bucket. */
    boolean hasPipeline() {
        int kind = frames[firstOfCopy()].kind();
        return kind < ActionFrame.COPY || kind == ActionFrame.CLONE || kind == ActionFrame.WIRE;
    }

    /** What is left to do with the present copy of the packet, innermost list first. */
    List<FrozenList> rest() {
        List<FrozenList> lists = new ArrayList<>();
        for (int i = size - 1; i >= firstOfCopy(); i--) {
            if (frames[i].hasNext()) {
                lists.add(new FrozenList(frames[i].rest(), frames[i].table(), frames[i].cookie()));
            }
        }
        return lists;
    }

    /** Leaves out what is left to do with the present copy of the packet, and the end of its pipeline. */
    void endCopy() {
        int first = firstOfCopy();
        for (int i = size - 1; i >= first; i--) {
            frames[i].skipRest();
        }
        frames[first].endPipeline();
    }

    private void push(List<Action> actions, int kind, int table, int depth, FlowEntry entry) {
        if (size == frames.length) {
            frames = Arrays.copyOf(frames, 2 * size);
            for (int i = size; i < frames.length; i++) {
                frames[i] = new ActionFrame();
            }
        }
        long cookie = size == 0 || kind == ActionFrame.ENTRY || kind == ActionFrame.WIRE
                ? Upcall.NO_COOKIE
                : frames[size - 1].cookie();
        frames[size++].begin(actions, kind, table, depth, entry);
        if (entry == null && cookie != Upcall.NO_COOKIE) {
            top().remember(cookie);
        }
    }

    /** Ends the top list. */
    void pop() {
        frames[--size].end();
    }

    /** The place of the innermost bucket of a group that the top list is, or was called from, in this bridge; or -1. */
    private int innermostBucket() {
        for (int i = size - 1; i >= 0 && frames[i].kind() != ActionFrame.WIRE; i--) {
            if (frames[i].kind() == ActionFrame.BUCKET) {
                return i;
            }
        }
        return -1;
    }

    /** Leaves out what remains of the bucket under way and of the lists within it; false when there is none in this bridge. */
    boolean skipBucket() {
        int innermost = innermostBucket();
        for (int i = size - 1; i >= innermost && innermost >= 0; i--) {
            frames[i].skipRest();
        }
        return innermost >= 0;
    }

    /** Leaves out what remains of all lists of this bridge, down to the patch port through which the packet came. */
    void skipAll() {
        for (int i = size - 1; i >= 0 && frames[i].kind() != ActionFrame.WIRE; i--) {
            frames[i].skipRest();
        }
    }

    /** Leaves out what remains of the top list. */
    void skipRest() {
        top().skipRest();
    }

    /** Whether a pipeline ends with the top list: the first one, or that of a clone or of a packet in another bridge. True once. */
    boolean endsPipeline() {
        int kind = top().kind();
        return (size == 1 || kind == ActionFrame.CLONE || kind == ActionFrame.WIRE) && top().endPipeline();
    }

    /**
     * Why a packet goes to a controller from here if nothing else is said: the list that it is part of, nearest first. A table that a bucket
     * resubmits to is no part of the group; one that the action set does is part of that, be it of the bridge behind a patch port.
     */
    PacketInReason reason() {
        boolean isTable = false;
        for (int i = size - 1; i >= 0; i--) {
            int kind = frames[i].kind();
            if (kind == ActionFrame.SET) {
                return PacketInReason.ACTION_SET;
            }
            if (kind == ActionFrame.BUCKET && !isTable) {
                return PacketInReason.GROUP;
            }
            isTable |= kind == ActionFrame.ENTRY;
        }
        return PacketInReason.ACTION;
    }

    /** The table that holds the top list. */
    int table() {
        return size == 0 ? 0 : top().table();
    }

    /** The cookie of the entry that holds the top list. */
    long cookie() {
        return size == 0 ? Upcall.NO_COOKIE : top().cookie();
    }

    /** The entry that holds the top list, or null when no table does. */
    FlowEntry entry() {
        return size == 0 ? null : top().entry();
    }

    int depth() {
        return size == 0 ? 0 : top().depth();
    }
}

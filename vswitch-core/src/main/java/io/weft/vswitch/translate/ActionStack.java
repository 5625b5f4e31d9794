package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.PacketInReason;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.program.Upcall;
import java.util.Arrays;
import java.util.List;

/**
 * The action lists under execution: the innermost on top. What Java's stack would be if the number of frames were not the user's choice.
 *
 * <p>A list is that of a flow entry, or one that another action holds. The latter may be executed on a copy of the packet: whoever runs
 * the stack saves the packet when such a list begins ({@link #beginsCopy}) and restores it when the list ends ({@link #isCopy}).
 *
 * <p>Depth counts copies and resubmits to the same or an earlier table, since a resubmit to a later one cannot loop.
 */
final class ActionStack {
    /** The actions of a flow entry. */
    static final int ENTRY = 0;

    /** Actions that another action holds. */
    static final int NESTED = 1;

    /** The same, on a copy of the packet. */
    static final int COPY = 2;

    /** As {@link #COPY}, and the action set as it is there at the end of the list is executed on the copy, too. */
    static final int CLONE = 3;

    /** The action set. */
    static final int SET = 4;

    /** A packet that crosses a patch port: as a {@link #CLONE}, in the other bridge. */
    static final int WIRE = 5;

    /** As {@link #COPY}: the actions of a bucket of a group. */
    static final int BUCKET = 6;

    private static final long TOLD = -1;
    private static final List<Action> NO_ACTIONS = List.of();

    private List<?>[] lists = new List<?>[64];
    private int[] next = new int[64];
    private int[] tables = new int[64];
    private int[] depths = new int[64];
    private int[] kinds = new int[64];
    private boolean[] copied = new boolean[64];
    private boolean[] ended = new boolean[64];
    private Wire[] wires = new Wire[64];
    private long[] buckets = new long[64];
    private FlowEntry[] entries = new FlowEntry[64];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Begins a list that comes from no table, as that of a packet-out. */
    void pushFirst(List<Action> actions) {
        push(actions, ENTRY, 0, 0, null);
    }

    /**
     * Begins the list of an entry.
     *
     * @param asked the table that was looked up first; the policy "continue" may have led on from there
     */
    void pushEntry(FlowEntry entry, int asked) {
        int deeper = size > 0 && asked <= tables[size - 1] ? 1 : 0;
        push(entry.actions(), ENTRY, entry.table(), depth() + deeper, entry);
    }

    /** Begins a list that is part of the top one, and executed before what remains of that. */
    void pushNested(List<Action> actions) {
        push(actions, NESTED, table(), depth(), entry());
    }

    /** Begins a list that is executed on a copy of the packet; of several, the one that is pushed last comes first. */
    void pushCopy(List<Action> actions) {
        push(actions, COPY, table(), depth() + 1, entry());
    }

    /** As {@link #pushCopy}, with the action set executed at the end. */
    void pushClone(List<Action> actions) {
        push(actions, CLONE, table(), depth() + 1, entry());
    }

    /** Begins a passage through a patch port; what the other bridge does comes on top of it. */
    void pushWire(Wire wire) {
        push(NO_ACTIONS, WIRE, table(), depth() + 1, null);
        wires[size - 1] = wire;
    }

    /** The passage on top. */
    Wire wire() {
        return wires[size - 1];
    }

    /**
     * Begins the list of a bucket of a group, on a copy; of several, the one that is pushed last comes first.
     *
     * @param groupDepth the depth of the list that names the group
     */
    void pushBucket(List<Action> actions, long id, int groupDepth) {
        push(actions, BUCKET, table(), groupDepth + 1, entry());
        buckets[size - 1] = id;
    }

    /** The id of the bucket that the top list is, or -1; the second time -1 as well. */
    long nextBucket() {
        long id = kind() == BUCKET ? buckets[size - 1] : TOLD;
        buckets[size - 1] = TOLD;
        return id;
    }

    /** Whether the top list is a bucket of which {@link #nextBucket} has told. */
    boolean isTold() {
        return kind() == BUCKET && buckets[size - 1] == TOLD;
    }

    /** Whether some list under way in this bridge is, or was called from, a bucket of a group. */
    boolean isInGroup() {
        int innermost = size - 1;
        while (innermost >= 0 && kinds[innermost] != BUCKET && kinds[innermost] != WIRE) {
            innermost--;
        }
        return innermost >= 0 && kinds[innermost] == BUCKET;
    }

    /** Leaves out what remains of the bucket under way and of the lists within it; false when there is none in this bridge. */
    boolean skipBucket() {
        int innermost = size - 1;
        while (innermost >= 0 && kinds[innermost] != BUCKET && kinds[innermost] != WIRE) {
            innermost--;
        }
        if (innermost < 0 || kinds[innermost] == WIRE) {
            return false;
        }
        for (int i = size - 1; i >= innermost; i--) {
            next[i] = lists[i].size();
        }
        return true;
    }

    /** Begins the action set. */
    void pushSet(List<Action> actions) {
        push(actions, SET, table(), depth(), entry());
    }

    private void push(List<Action> actions, int kind, int table, int depth, FlowEntry entry) {
        if (size == lists.length) {
            lists = Arrays.copyOf(lists, 2 * size);
            next = Arrays.copyOf(next, 2 * size);
            tables = Arrays.copyOf(tables, 2 * size);
            depths = Arrays.copyOf(depths, 2 * size);
            kinds = Arrays.copyOf(kinds, 2 * size);
            copied = Arrays.copyOf(copied, 2 * size);
            ended = Arrays.copyOf(ended, 2 * size);
            wires = Arrays.copyOf(wires, 2 * size);
            buckets = Arrays.copyOf(buckets, 2 * size);
            entries = Arrays.copyOf(entries, 2 * size);
        }
        lists[size] = actions;
        next[size] = 0;
        tables[size] = table;
        depths[size] = depth;
        entries[size] = entry;
        copied[size] = false;
        ended[size] = false;
        kinds[size++] = kind;
    }

    /** Ends the top list. */
    void pop() {
        lists[--size] = NO_ACTIONS;
        wires[size] = null;
        entries[size] = null;
    }

    boolean hasNext() {
        return next[size - 1] < lists[size - 1].size();
    }

    /** Whether the top list runs on a copy that must be made now; true once. */
    boolean beginsCopy() {
        boolean begins = isCopied(kind()) && !copied[size - 1];
        copied[size - 1] |= begins;
        return begins;
    }

    private static boolean isCopied(int kind) {
        return kind == COPY || kind == CLONE || kind == WIRE || kind == BUCKET;
    }

    /** Whether a pipeline ends with the top list: the first one, or that of a clone or of a packet in another bridge. True once. */
    boolean endsPipeline() {
        boolean ends = (size == 1 || kind() == CLONE || kind() == WIRE) && !ended[size - 1];
        ended[size - 1] |= ends;
        return ends;
    }

    /** Why a packet goes to a controller from here if nothing else is said: the list that it is part of, nearest first. */
    PacketInReason reason() {
        for (int i = size - 1; i >= 0 && kinds[i] != WIRE; i--) {
            if (kinds[i] == BUCKET) {
                return PacketInReason.GROUP;
            }
            if (kinds[i] == SET) {
                return PacketInReason.ACTION_SET;
            }
        }
        return PacketInReason.ACTION;
    }

    /** Whether the top list runs on a copy that was made. */
    boolean isCopy() {
        return copied[size - 1];
    }

    Action next() {
        return (Action) lists[size - 1].get(next[size - 1]++);
    }

    /** Leaves out what remains of the top list. */
    void skipRest() {
        next[size - 1] = lists[size - 1].size();
    }

    /** Leaves out what remains of all lists of this bridge, down to the patch port through which the packet came. */
    void skipAll() {
        for (int i = size - 1; i >= 0 && kinds[i] != WIRE; i--) {
            next[i] = lists[i].size();
        }
    }

    /** What the top list is. */
    int kind() {
        return kinds[size - 1];
    }

    /** The table that holds the top list. */
    int table() {
        return size == 0 ? 0 : tables[size - 1];
    }

    /** The cookie of the entry that holds the top list. */
    long cookie() {
        FlowEntry entry = entry();
        return entry == null ? Upcall.NO_COOKIE : entry.cookie();
    }

    /** The entry that holds the top list, or null when no table does. */
    FlowEntry entry() {
        return size == 0 ? null : entries[size - 1];
    }

    int depth() {
        return size == 0 ? 0 : depths[size - 1];
    }
}

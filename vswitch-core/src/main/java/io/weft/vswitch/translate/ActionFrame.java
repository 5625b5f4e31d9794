package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.program.Upcall;
import java.util.List;

/** One list of actions under execution: a place of an {@link ActionStack}, used again and again. */
final class ActionFrame {
    /** The actions of a flow entry. */
    static final int ENTRY = 0;

    /** Actions that another action holds. */
    static final int NESTED = 1;

    /** The action set. */
    static final int SET = 2;

    /** As {@link #NESTED}, on a copy of the packet; so are all kinds from here on. */
    static final int COPY = 3;

    /** As {@link #COPY}, and the action set as it is there at the end of the list is executed on the copy, too. */
    static final int CLONE = 4;

    /** A packet that crosses a patch port: as a {@link #CLONE}, in the other bridge. */
    static final int WIRE = 5;

    /** As {@link #COPY}: the actions of a bucket of a group. */
    static final int BUCKET = 6;

    private List<Action> actions;
    private int next;
    private int kind;
    private int table;
    private int depth;
    private FlowEntry entry;
    private Wire wire;
    private int mirrored;
    private long bucket;
    private boolean awaitsCopy;
    private boolean runsOnCopy;
    private boolean endedPipeline;
    private long cookie;

    void begin(List<Action> list, int newKind, int fromTable, int newDepth, FlowEntry ofEntry) {
        actions = list;
        next = 0;
        kind = newKind;
        table = fromTable;
        depth = newDepth;
        entry = ofEntry;
        awaitsCopy = newKind >= COPY;
        runsOnCopy = false;
        endedPipeline = false;
        cookie = Upcall.NO_COOKIE;
    }

    /** The cookie of the entry that held the list, which is known no more. */
    void remember(long ofCookie) {
        cookie = ofCookie;
    }

    /** The cookie of the entry that holds the list, or {@link Upcall#NO_COOKIE}. */
    long cookie() {
        return entry == null ? cookie : entry.cookie();
    }

    void carry(Wire packet) {
        wire = packet;
    }

    /** Of a {@link #WIRE}: what mirrors of the bridge that it leaves have had. */
    void keep(int mirrors) {
        mirrored = mirrors;
    }

    int mirrored() {
        return mirrored;
    }

    void name(long bucketId) {
        bucket = bucketId;
    }

    /** Lets go of what it refers to. */
    void end() {
        actions = null;
        entry = null;
        if (kind == WIRE) {
            wire = null;
        }
    }

    boolean hasNext() {
        return next < actions.size();
    }

    Action next() {
        return actions.get(next++);
    }

    /** What remains. */
    List<Action> rest() {
        return actions.subList(next, actions.size());
    }

    /** Leaves out what remains. */
    void skipRest() {
        next = actions.size();
    }

    /** Whether the list has not begun and runs on a copy of the packet, if on anything. */
    boolean awaitsCopy() {
        return awaitsCopy;
    }

    /**
     * The list begins.
     *
     * @param onCopy whether a copy was made for it
     */
    void begun(boolean onCopy) {
        awaitsCopy = false;
        runsOnCopy = onCopy;
    }

    /** Whether a copy was made for the list. */
    boolean runsOnCopy() {
        return runsOnCopy;
    }

    /** Notes that the pipeline ends with this list; false when that was noted before. */
    boolean endPipeline() {
        boolean isFirst = !endedPipeline;
        endedPipeline = true;
        return isFirst;
    }

    int kind() {
        return kind;
    }

    /** The table that holds the list. */
    int table() {
        return table;
    }

    int depth() {
        return depth;
    }

    /** The entry that holds the list, or null when no table does. */
    FlowEntry entry() {
        return entry;
    }

    /** Of a {@link #WIRE}. */
    Wire wire() {
        return wire;
    }

    /** The id, of a {@link #BUCKET}. */
    long bucket() {
        return bucket;
    }
}

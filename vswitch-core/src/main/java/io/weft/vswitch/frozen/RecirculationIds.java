package io.weft.vswitch.frozen;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers of frozen states in which packets go round: equal states have one, for as long as somebody uses it. Packets do not need them, people do.
 *
 * <p>Thread-safety: any thread; not for the fast path.
 */
public final class RecirculationIds {
    /** States that may be in use at once. */
    public static final int MOST = 65_535;

    /** In place of an id: there are too many states. */
    public static final int NONE = 0;

    private static final class Entry {
        private final int id;
        private int users;

        Entry(int id) {
            this.id = id;
        }
    }

    private final Map<FrozenState, Entry> byState = new HashMap<>();
    private final BitSet used = new BitSet();

    /** The id of a state, 1 and up, with one more user; {@link #NONE} when there are too many states. */
    public synchronized int acquire(FrozenState state) {
        Entry entry = byState.get(state);
        if (entry == null) {
            if (byState.size() == MOST) {
                return NONE;
            }
            entry = new Entry(used.nextClearBit(1));
            used.set(entry.id);
            byState.put(state, entry);
        }
        entry.users++;
        return entry.id;
    }

    /** One user of a state less. */
    public synchronized void release(FrozenState state) {
        Entry entry = byState.get(state);
        if (--entry.users == 0) {
            byState.remove(state);
            used.clear(entry.id);
        }
    }

    /** The id of a state in use, or {@link #NONE}. */
    public synchronized int id(FrozenState state) {
        Entry entry = byState.get(state);
        return entry == null ? NONE : entry.id;
    }

    /** States in use. */
    public synchronized int size() {
        return byState.size();
    }

    /** As text: in hexadecimal. */
    public String text(FrozenState state) {
        return "0x" + Integer.toHexString(id(state));
    }
}

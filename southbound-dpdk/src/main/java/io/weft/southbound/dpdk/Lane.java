package io.weft.southbound.dpdk;

import io.weft.flow.memory.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread's number in DPDK ({@code lcore_id}), which gives it a cache of its own in every memory pool.
 *
 * <p>DPDK has {@value MempoolDescriptor#MAX_LCORES} numbers, and a thread can only return its own. So the number of a thread that has ended, with the buffers in its
 * caches, is handed on to the next one, by writing the thread-local variable that {@code rte_lcore_id()} reads.
 *
 * <p>Thread-safety: guarded by the class's monitor; a lane belongs to its thread.
 */
final class Lane {
    /** No number: all are taken by threads that live. */
    static final int NONE = -1;

    private static final List<Lane> LANES = new ArrayList<>();

    private final int lcore;
    private Thread owner;

    private Lane(int lcore, Thread owner) {
        this.lcore = lcore;
        this.owner = owner;
    }

    /** The calling thread's number, given to it on first use; {@link #NONE} when there is none left. */
    static synchronized int current(DpdkLibrary library) {
        Thread thread = Thread.currentThread();
        long variable = library.calls.address("per_lcore__lcore_id");
        int known = Memory.getInt(variable);
        if (known >= 0) { // LCORE_ID_ANY is all ones
            return known;
        }
        for (Lane lane : LANES) {
            if (!lane.owner.isAlive()) {
                lane.owner = thread;
                Memory.putInt(variable, lane.lcore);
                return lane.lcore;
            }
        }
        if (library.calls.callInt("rte_thread_register") != 0) {
            return NONE;
        }
        int lcore = Memory.getInt(variable);
        LANES.add(new Lane(lcore, thread));
        return lcore;
    }
}

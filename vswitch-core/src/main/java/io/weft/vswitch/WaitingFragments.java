package io.weft.vswitch;

import io.weft.vswitch.counters.SwitchCounters;
import io.weft.vswitch.fragment.FragmentSettings;
import io.weft.vswitch.fragment.FragmentStatus;
import io.weft.vswitch.fragment.FragmentTable;
import io.weft.vswitch.fragment.Owner;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.PacketMemory;
import java.security.SecureRandom;
import java.util.function.UnaryOperator;

/** The fragments of the switch that wait for the rest of their datagrams. Thread-safety: {@link #sweep} by one agent; the rest by any thread. */
public final class WaitingFragments {
    private final PacketMemory memory;
    private final FragmentTable table;
    private final Owner sweeper;

    WaitingFragments(PacketMemory memory, SwitchCounters counters) {
        this.memory = memory;
        table = new FragmentTable(memory, new SecureRandom().nextLong());
        sweeper = new Owner(new FrameCache(memory), counters.drops("fragments"));
    }

    FragmentTable table() {
        return table;
    }

    /** Ends what waits for too long. */
    void sweep(long nowMs) {
        if (!table.isEmpty()) {
            table.end(nowMs, sweeper);
            sweeper.frames().close(); // what it has freed is others' to use
        }
    }

    /** What there is now. */
    public FragmentStatus status() {
        return table.status();
    }

    /** Changes what is put together. Its drops are counted under the table's lock, as those of the sweeper. */
    public void change(UnaryOperator<FragmentSettings> change) {
        try (FrameCache frames = new FrameCache(memory)) {
            table.change(change, new Owner(frames, sweeper.drops()));
        }
    }
}

package io.weft.southbound.offload;

import io.weft.vswitch.packet.PacketMemory;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * How many open ports of a packet memory receive packets whose checksum may be partial: those with a kernel behind them that takes the port for
 * hardware. While there is none, an output need not look for such packets.
 *
 * <p>Thread-safety: any thread; a port is counted before its first packet.
 */
public final class PartialSources {
    private static final Map<PacketMemory, PartialSources> ALL = new WeakHashMap<>();

    private volatile int open;

    private PartialSources() {}

    /** The count of a packet memory. */
    public static PartialSources of(PacketMemory memory) {
        synchronized (ALL) {
            return ALL.computeIfAbsent(memory, _ -> new PartialSources());
        }
    }

    public boolean isAny() {
        return open > 0;
    }

    /** Counts a port that opens. */
    public synchronized void opened() {
        open++;
    }

    /** A port that was counted is closed. */
    public synchronized void closed() {
        open--;
    }
}

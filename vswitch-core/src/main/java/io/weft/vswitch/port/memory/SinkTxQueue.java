package io.weft.vswitch.port.memory;

import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.port.TxQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Accepts every packet and frees it at once: the cheapest possible device, for benchmarks. Thread-safety: its PMD. */
public final class SinkTxQueue implements TxQueue {
    private final AtomicLong packetCount = new AtomicLong();

    @Override
    public int transmit(FrameCache frames, long[] packets, int count) {
        for (int i = 0; i < count; i++) {
            frames.free(packets[i]);
        }
        packetCount.setRelease(packetCount.getPlain() + count);
        return count;
    }

    @Override
    public void flush(FrameCache frames) {
        // Nothing is outstanding.
    }

    /** Packets accepted so far; any thread. */
    public long packetCount() {
        return packetCount.getAcquire();
    }
}

package io.weft.vswitch.port.memory;

import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.port.RxQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Receives what the other end of a ring put there. Thread-safety: its PMD. */
public final class RingRxQueue implements RxQueue {
    private final PacketRing ring;
    private final AtomicLong missed;

    /** @param missed packets that found the ring full, counted by the other end */
    public RingRxQueue(PacketRing ring, AtomicLong missed) {
        this.ring = ring;
        this.missed = missed;
    }

    @Override
    public int receive(FrameCache frames, long[] packets, int limit) {
        return ring.poll(packets, limit);
    }

    @Override
    public long missed() {
        return missed.get();
    }
}

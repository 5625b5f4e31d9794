package io.weft.vswitch.port.memory;

import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.port.TxQueue;

/** Hands packets to the other end of a ring, whole and uncopied; those that find it full are freed. Thread-safety: its PMD. */
final class RingTxQueue implements TxQueue {
    private final PacketRing ring;

    RingTxQueue(PacketRing ring) {
        this.ring = ring;
    }

    @Override
    public int transmit(FrameCache frames, long[] packets, int count) {
        int accepted = 0;
        for (int i = 0; i < count; i++) {
            if (ring.offer(packets[i])) {
                accepted++;
            } else {
                frames.free(packets[i]);
            }
        }
        return accepted;
    }

    @Override
    public void flush(FrameCache frames) {
        // Nothing is outstanding: the frames belong to the other end.
    }
}

package io.weft.vswitch.port.memory;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.RxQueue;

/**
 * Receives the frames of a {@link LoopTraffic} for ever: each is copied into a fresh frame, as a NIC would, because the switch owns and may
 * rewrite what it receives. Thread-safety: its PMD.
 */
final class LoopRxQueue implements RxQueue {
    private final long base;
    private final int stride;
    private final int length;
    private final int flows;
    private int next;
    private long missed;

    LoopRxQueue(LoopTraffic traffic, int start) {
        base = traffic.address();
        stride = traffic.stride();
        length = traffic.frameLength();
        flows = traffic.flows();
        next = start % flows;
    }

    @Override
    public int receive(FrameCache frames, long[] packets, int limit) {
        int at = next;
        int count = 0;
        while (count < limit) {
            long frame = frames.allocate();
            if (frame == 0) {
                missed += limit - count;
                break;
            }
            long data = frame + PacketMemory.DATA_OFFSET;
            copy(base + (long) at * stride, data, stride);
            packets[count++] = Packet.of(data, length);
            at++;
            if (at == flows) {
                at = 0;
            }
        }
        next = at;
        return count;
    }

    /** In words: a call of the general copy costs more than 64 bytes do. Both areas are a whole number of words long. */
    private static void copy(long from, long to, int bytes) {
        for (int i = 0; i < bytes; i += 8) {
            Memory.putLong(to + i, Memory.getLong(from + i));
        }
    }

    @Override
    public long missed() {
        return missed;
    }
}

package io.weft.vswitch.port.memory;

import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.port.TxQueue;
import java.util.function.BooleanSupplier;

/** A transmit queue behind a link: while that is down, packets are freed and refused. Thread-safety: its PMD. */
public final class LinkTxQueue implements TxQueue {
    private final TxQueue queue;
    private final BooleanSupplier isUp;

    public LinkTxQueue(TxQueue queue, BooleanSupplier isUp) {
        this.queue = queue;
        this.isUp = isUp;
    }

    @Override
    public int transmit(FrameCache frames, long[] packets, int count) {
        if (isUp.getAsBoolean()) {
            return queue.transmit(frames, packets, count);
        }
        for (int i = 0; i < count; i++) {
            frames.free(packets[i]);
        }
        return 0;
    }

    @Override
    public void flush(FrameCache frames) {
        queue.flush(frames);
    }

    @Override
    public boolean isOutstanding() {
        return queue.isOutstanding();
    }
}

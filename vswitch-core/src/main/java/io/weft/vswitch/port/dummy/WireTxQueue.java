package io.weft.vswitch.port.dummy;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.port.TxQueue;

/** Sends every packet over each connection of the wire, and to the queue behind it. Thread-safety: its PMD. */
final class WireTxQueue implements TxQueue {
    private static final int MAX_FRAME = 0xFFFF;

    private final TxQueue behind;
    private final DummyLink link;
    private final Memory.Block gathered = Memory.allocate(MAX_FRAME + 1);
    private final byte[] frame = new byte[MAX_FRAME + 1];

    /** {@code behind} gets every packet too: a capture, or nothing. */
    WireTxQueue(TxQueue behind, DummyLink link) {
        this.behind = behind;
        this.link = link;
    }

    @Override
    public int transmit(FrameCache frames, long[] packets, int count) {
        DummyStream[] streams = link.streams();
        for (int i = 0; streams.length > 0 && i < count; i++) {
            int length = frames.memory().length(packets[i]);
            if (length <= MAX_FRAME) {
                frames.gather(packets[i], gathered.address());
                Memory.copyTo(gathered.address(), frame, 0, length);
                for (DummyStream stream : streams) {
                    stream.send(frame, length);
                }
            }
        }
        return behind.transmit(frames, packets, count);
    }

    @Override
    public void flush(FrameCache frames) {
        for (DummyStream stream : link.streams()) {
            stream.flush();
        }
        behind.flush(frames);
    }

    @Override
    public boolean isOutstanding() {
        for (DummyStream stream : link.streams()) {
            if (stream.isOutstanding()) {
                return true;
            }
        }
        return behind.isOutstanding();
    }

    void close() {
        gathered.close();
    }
}

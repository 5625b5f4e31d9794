package io.weft.vswitch.port.pcap;

import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.port.TxQueue;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;

/**
 * Writes what is transmitted to a capture file. When the file cannot be written any more, packets are dropped and {@link #fault} says why.
 *
 * <p>Thread-safety: its PMD; the accessors any thread. Writing blocks on the file system: this port is a tool, not a fast one.
 */
public final class PcapTxQueue implements TxQueue {
    private final PcapWriter writer;
    private final NanoClock clock;
    private final long epochOffsetNs;
    private final AtomicLong written = new AtomicLong();
    private volatile String fault;

    /** @param epochOffsetNs what to add to {@code clock} for nanoseconds since 1970 */
    public PcapTxQueue(PcapWriter writer, NanoClock clock, long epochOffsetNs) {
        this.writer = writer;
        this.clock = clock;
        this.epochOffsetNs = epochOffsetNs;
    }

    @Override
    public int transmit(FrameCache frames, long[] packets, int count) {
        int accepted = 0;
        long timeNs = clock.nanoTime() + epochOffsetNs;
        for (int i = 0; i < count; i++) {
            if (fault == null && write(frames, packets[i], timeNs)) {
                accepted++;
            }
            frames.free(packets[i]);
        }
        written.addAndGet(accepted);
        return accepted;
    }

    private boolean write(FrameCache frames, long packet, long timeNs) {
        try {
            writer.write(frames, packet, timeNs);
            return true;
        } catch (IOException e) {
            fault = e.getMessage();
            return false;
        }
    }

    @Override
    public void flush(FrameCache frames) {
        // Every frame is in the file already.
    }

    /** Why nothing is written any more, or null. */
    public String fault() {
        return fault;
    }

    /** Frames in the file. */
    public long written() {
        return written.get();
    }
}

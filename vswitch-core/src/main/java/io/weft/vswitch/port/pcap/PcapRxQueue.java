package io.weft.vswitch.port.pcap;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.RxQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;

/**
 * Replays a capture. Thread-safety: its PMD; the accessors any thread. Allocation: none.
 */
final class PcapRxQueue implements RxQueue {
    /** Loops without an end. */
    static final long INFINITE = Long.MAX_VALUE;

    private final PcapCapture capture;
    private final PcapPacing pacing;
    private final NanoClock clock;
    private final AtomicLong replayed = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private long loopsLeft;
    private int next;
    private boolean started;
    private long dueNs;

    PcapRxQueue(PcapCapture capture, PcapPacing pacing, long loops, NanoClock clock) {
        this.capture = capture;
        this.pacing = pacing;
        this.clock = clock;
        loopsLeft = capture.count() == 0 ? 0 : loops;
    }

    @Override
    public int receive(FrameCache frames, long[] packets, int limit) {
        long nowNs = pacing.kind() == PcapPacing.Kind.FAST ? 0 : clock.nanoTime();
        if (!started) {
            started = true;
            dueNs = nowNs;
        }
        int count = 0;
        while (count < limit && loopsLeft > 0 && dueNs - nowNs <= 0) {
            long packet = load(frames, next);
            if (packet == Packet.NONE) {
                break;
            }
            packets[count++] = packet;
            advance();
        }
        replayed.setRelease(replayed.getPlain() + count);
        return count;
    }

    /** A copy of frame {@code index}; none when memory is exhausted, and then the frame is tried again in the next round. */
    private long load(FrameCache frames, int index) {
        int length = capture.length(index);
        long frame = length <= frames.memory().frameCapacity() ? frames.allocate() : frames.allocateLarge();
        if (frame == 0) {
            missed.setRelease(missed.getPlain() + 1);
            return Packet.NONE;
        }
        Memory.copy(capture.address(index), frame + PacketMemory.DATA_OFFSET, length);
        return Packet.of(frame + PacketMemory.DATA_OFFSET, length);
    }

    private void advance() {
        dueNs += pacing.gapNs(capture, next);
        next++;
        if (next == capture.count()) {
            next = 0;
            loopsLeft = loopsLeft == INFINITE ? INFINITE : loopsLeft - 1;
        }
    }

    /** Times that no frame was free. */
    @Override
    public long missed() {
        return missed.getAcquire();
    }

    /** Frames replayed so far. */
    long replayed() {
        return replayed.getAcquire();
    }
}

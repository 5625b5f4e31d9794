package io.weft.vswitch.port.memory;

import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.port.RxQueue;
import org.agrona.concurrent.NanoClock;

/**
 * Receives the frames of a {@link LoopTraffic} at a steady rate, as from a NIC with a ring: what arrives while the ring is full is missed. No
 * thread sends them: how many have arrived follows from the time.
 *
 * <p>Thread-safety: its PMD; {@link BurstTimes} are for others, too.
 */
final class PacedRxQueue implements RxQueue {
    private static final double NS_PER_S = 1e9;

    private final LoopRxQueue frames;
    private final NanoClock clock;
    private final double packetsPerNs;
    private final int ring;
    private final BurstTimes times;
    private final LossLog losses;
    private long startNs;
    private long taken;
    private long missed;
    private long burstNs;

    /**
     * @param packetsPerSecond above 0
     * @param ring packets that wait at most
     * @param times of the bursts: from the moment when packets were received until the queue is polled again
     * @param losses when and how many packets found the ring full
     */
    PacedRxQueue(
            LoopRxQueue frames, int packetsPerSecond, int ring, NanoClock clock, BurstTimes times, LossLog losses) {
        this.frames = frames;
        this.clock = clock;
        this.ring = ring;
        this.times = times;
        this.losses = losses;
        packetsPerNs = packetsPerSecond / NS_PER_S;
    }

    @Override
    public int receive(FrameCache cache, long[] packets, int limit) {
        long nowNs = clock.nanoTime();
        if (startNs == 0) {
            startNs = nowNs;
        }
        if (burstNs != 0) {
            times.note(nowNs - burstNs);
            burstNs = 0;
        }
        long waiting = (long) ((nowNs - startNs) * packetsPerNs) - taken;
        if (waiting > ring) {
            losses.note(nowNs, waiting - ring);
            missed += waiting - ring;
            taken += waiting - ring;
            waiting = ring;
        }
        int count = waiting <= 0 ? 0 : frames.receive(cache, packets, (int) Math.min(limit, waiting));
        taken += count;
        if (count > 0) {
            burstNs = nowNs;
        }
        return count;
    }

    @Override
    public long missed() {
        return missed + frames.missed();
    }
}

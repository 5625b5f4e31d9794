package io.weft.vswitch.port;

import io.weft.vswitch.packet.FrameCache;
import java.util.Map;
import java.util.Random;

/**
 * Wraps a port and makes it misbehave, repeatably: loses packets both ways by a seed, stalls, vanishes and comes back. Frames of lost packets
 * are freed, so the switch above must still account for every one.
 */
public final class FaultyPort implements PortDevice {
    private final PortDevice device;
    private final Random random;
    private final int lossPermille;
    private boolean stalled;
    private boolean present = true;
    private boolean attached;
    private long lost;

    /** @param lossPermille packets lost in a thousand, each way */
    public FaultyPort(PortDevice device, long seed, int lossPermille) {
        this.device = device;
        this.random = new Random(seed);
        this.lossPermille = lossPermille;
    }

    public PortDevice device() {
        return device;
    }

    /** While stalled nothing is received, and transmit refuses everything. */
    public void stall(boolean on) {
        stalled = on;
    }

    /** The device goes away; {@link #maintain} tells. */
    public void vanish() {
        present = false;
    }

    public void comeBack() {
        present = true;
    }

    /** Packets lost on purpose. */
    public long lost() {
        return lost;
    }

    @Override
    public PortStatus status() {
        return present
                ? device.status()
                : new PortStatus(PortStatus.State.ABSENT, "vanished on purpose", 0, 0, Map.of());
    }

    @Override
    public boolean maintain(long nowNs) {
        boolean changed = device.maintain(nowNs);
        return changed || attached != present;
    }

    @Override
    public void attach() {
        attached = present;
        device.attach();
    }

    @Override
    public RxQueue[] rxQueues() {
        RxQueue[] queues = attached ? device.rxQueues() : new RxQueue[0];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new LossyRxQueue(queues[i]);
        }
        return queues;
    }

    @Override
    public TxQueue[] txQueues() {
        TxQueue[] queues = attached ? device.txQueues() : new TxQueue[0];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new LossyTxQueue(queues[i]);
        }
        return queues;
    }

    @Override
    public void close() {
        device.close();
    }

    private int lose(FrameCache frames, long[] packets, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (random.nextInt(1000) < lossPermille) {
                lost++;
                frames.free(packets[i]);
            } else {
                packets[kept++] = packets[i];
            }
        }
        return kept;
    }

    private final class LossyRxQueue implements RxQueue {
        private final RxQueue queue;

        LossyRxQueue(RxQueue queue) {
            this.queue = queue;
        }

        @Override
        public int receive(FrameCache frames, long[] packets, int limit) {
            return stalled || !present ? 0 : lose(frames, packets, queue.receive(frames, packets, limit));
        }

        @Override
        public long missed() {
            return queue.missed();
        }
    }

    private final class LossyTxQueue implements TxQueue {
        private final TxQueue queue;

        LossyTxQueue(TxQueue queue) {
            this.queue = queue;
        }

        @Override
        public int transmit(FrameCache frames, long[] packets, int count) {
            if (stalled || !present) {
                for (int i = 0; i < count; i++) {
                    frames.free(packets[i]);
                }
                return 0;
            }
            return queue.transmit(frames, packets, lose(frames, packets, count));
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
}

package io.weft.vswitch;

import io.weft.vswitch.datapath.PacketTracking;
import io.weft.vswitch.track.ConnectionTracker;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The connections of the switch: the tracker, made when the first packet wants it, and the agent that ends those that expired.
 *
 * <p>Thread-safety: {@link #newTracking} by any PMD; the rest by the agent's thread.
 */
final class Connections implements Agent {
    /** Some 45 MB, zeroed when the first packet is tracked: that packet waits for it. */
    private static final int CAPACITY = 1 << 18;

    private static final long SWEEP_NS = 10_000_000;

    /** Each record is looked at about once in as many sweeps: in 5 s. */
    private static final int SWEEPS = 500;

    private static final int FEWEST_RECORDS = 64;
    private static final long NS_PER_MS = 1_000_000;

    private final NanoClock clock;
    private volatile ConnectionTracker tracker;
    private long sweptNs;

    Connections(NanoClock clock) {
        this.clock = clock;
        sweptNs = clock.nanoTime();
    }

    private synchronized ConnectionTracker tracker() {
        if (tracker == null) {
            tracker = ConnectionTracker.inMemory(CAPACITY, clock.nanoTime() / NS_PER_MS);
        }
        return tracker;
    }

    /** One more PMD's way to the tracker. */
    PacketTracking newTracking() {
        return PacketTracking.of(tracker().newPacketTracker());
    }

    @Override
    public int doWork() {
        ConnectionTracker known = tracker;
        long nowNs = clock.nanoTime();
        if (known == null || nowNs - sweptNs < SWEEP_NS) {
            return 0;
        }
        sweptNs = nowNs;
        int records = Math.max(FEWEST_RECORDS, known.highWater() / SWEEPS);
        return known.sweep(nowNs / NS_PER_MS, System.currentTimeMillis(), records);
    }

    /** How long it may rest. */
    long restNs() {
        return SWEEP_NS;
    }

    @Override
    public String roleName() {
        return "connections";
    }

    /** After the last PMD. */
    void close() {
        if (tracker != null) {
            tracker.close();
        }
    }
}

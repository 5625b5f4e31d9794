package io.weft.vswitch;

import io.weft.vswitch.datapath.PacketTracking;
import io.weft.vswitch.track.ConnectionTracker;
import io.weft.vswitch.track.TrackerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The connections of the switch: the tracker, made when the first packet wants it or a process before left its file, and the agent that ends those that
 * expired.
 *
 * <p>Thread-safety: {@link #newTracking} by any PMD; {@link #restore} and {@link #forget} before there is one that may call it; the rest by the
 * agent's thread.
 */
final class Connections implements Agent {
    private static final String FILE = "connections.dat";
    private static final System.Logger LOG = System.getLogger(Connections.class.getName());
    private static final long SWEEP_NS = 10_000_000;

    /** Each record is looked at about once in as many sweeps: in 5 s. */
    private static final int SWEEPS = 500;

    private static final int FEWEST_RECORDS = 64;
    private static final long NS_PER_MS = 1_000_000;

    private final NanoClock clock;
    private final Path file;
    private final IntSupplier capacity;
    private volatile ConnectionTracker tracker;
    private long sweptNs;

    /**
     * @param runDirectory where the table is to outlive the process, or null for one that does not
     * @param capacity most connections, asked when the table is made: some 45 MB for 262,144 of them, zeroed when the first packet is tracked; that
     *     packet waits for it
     */
    Connections(NanoClock clock, Path runDirectory, IntSupplier capacity) {
        this.clock = clock;
        this.capacity = capacity;
        file = runDirectory == null ? null : runDirectory.resolve(FILE);
        sweptNs = clock.nanoTime();
    }

    /** Opens the table of the process before, if there is one, for {@code mostConnections}. */
    synchronized void restore(int mostConnections) {
        if (tracker == null && file != null && Files.exists(file)) {
            tracker = open(mostConnections);
        }
    }

    /** Begins without the connections of the process before. */
    synchronized void forget() throws IOException {
        if (tracker == null && file != null) {
            Files.deleteIfExists(file);
        }
    }

    private synchronized ConnectionTracker tracker() {
        if (tracker == null) {
            tracker = open(capacity.getAsInt());
        }
        return tracker;
    }

    /** A table that cannot be kept in a file is better than none. */
    private ConnectionTracker open(int mostConnections) {
        long nowMs = clock.nanoTime() / NS_PER_MS;
        if (file != null) {
            try {
                ConnectionTracker kept =
                        ConnectionTracker.open(file, mostConnections, nowMs, System.currentTimeMillis());
                kept.remarks().forEach(remark -> LOG.log(System.Logger.Level.WARNING, remark));
                return kept;
            } catch (TrackerException e) {
                LOG.log(System.Logger.Level.ERROR, "connections will not outlive this process: " + e.getMessage());
            }
        }
        return ConnectionTracker.inMemory(mostConnections, nowMs);
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

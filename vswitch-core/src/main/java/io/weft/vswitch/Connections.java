package io.weft.vswitch;

import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.conductor.TrackingConfig;
import io.weft.vswitch.conductor.ZoneConfig;
import io.weft.vswitch.counters.TrackerCounters;
import io.weft.vswitch.datapath.PacketTracking;
import io.weft.vswitch.track.ConnectionTracker;
import io.weft.vswitch.track.TrackOrder;
import io.weft.vswitch.track.TrackerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * The connections of the switch: the tracker, made when the first packet or setting wants it or a process before left its file, and the agent that ends those
 * that expired.
 *
 * <p>Thread-safety: {@link #newTracking} by any PMD; {@link #restore} and {@link #forget} before there is one that may call it; {@link #doWork} by the
 * agent's thread; the rest by any.
 */
public final class Connections implements Agent {
    private static final String FILE = "connections.dat";
    private static final System.Logger LOG = System.getLogger(Connections.class.getName());
    private static final int ALL_ZONES = -1;
    private static final long SWEEP_NS = 10_000_000;

    /** In this time each record is looked at once, unless somebody says otherwise. */
    private static final int DEFAULT_SWEEP_MS = 5000;

    /** The shortest and the longest such time. */
    public static final int LEAST_SWEEP_MS = 100;

    public static final int MOST_SWEEP_MS = 3_600_000;

    private static final int FEWEST_RECORDS = 64;
    private static final long NS_PER_MS = 1_000_000;

    private final NanoClock clock;
    private final EpochClock wallClock;
    private final Path file;
    private final IntSupplier capacity;
    private final WaitingFragments fragments;
    private final TrackerCounters counters;
    private volatile ConnectionTracker tracker;
    private TrackingConfig configured = TrackingConfig.DEFAULT;
    private volatile int sweepMs = DEFAULT_SWEEP_MS;
    private Map<Integer, Integer> limits = Map.of();
    private long sweptNs;

    /**
     * @param runDirectory where the table is to outlive the process, or null for one that does not
     * @param capacity most connections, asked when the table is made: some 45 MB for 262,144 of them, zeroed when the first packet is tracked; that
     *     packet waits for it
     * @param fragments swept as well
     * @param counters those of {@link TrackerEvent#ALL}
     */
    Connections(
            NanoClock clock,
            EpochClock wallClock,
            Path runDirectory,
            IntSupplier capacity,
            WaitingFragments fragments,
            TrackerCounters counters) {
        this.clock = clock;
        this.wallClock = wallClock;
        this.fragments = fragments;
        this.counters = counters;
        this.capacity = capacity;
        file = runDirectory == null ? null : runDirectory.resolve(FILE);
        sweptNs = clock.nanoTime();
    }

    /** Most connections by zone that has a limit of its own, and under -1 for those that have none; what is not there is not limited. */
    synchronized Map<Integer, Integer> limits() {
        if (tracker == null) {
            return limits;
        }
        Map<Integer, Integer> present = new TreeMap<>();
        if (tracker.defaultLimit() != 0) {
            present.put(ALL_ZONES, tracker.defaultLimit());
        }
        for (int zone = 0; zone <= TrackOrder.MOST_ZONE; zone++) {
            if (tracker.hasLimit(zone)) {
                present.put(zone, tracker.limit(zone));
            }
        }
        return present;
    }

    /** The tracker begins with these, as {@link #limits} told of them. */
    synchronized void limits(Map<Integer, Integer> byZone) {
        limits = Map.copyOf(byZone);
    }

    /** Opens the table of the process before, if there is one, for what {@code config} says. */
    synchronized void restore(SwitchConfig config) {
        int mostConnections = config.mostConnections();
        configure(config::tracking);
        if (tracker == null && file != null && Files.exists(file)) {
            tracker = configured(open(mostConnections));
        }
    }

    /** Begins without the connections of the process before. */
    synchronized void forget() throws IOException {
        if (tracker == null && file != null) {
            Files.deleteIfExists(file);
        }
    }

    /** The tracker, which is made if there is none. */
    public synchronized ConnectionTracker tracker() {
        if (tracker == null) {
            tracker = configured(open(capacity.getAsInt()));
        }
        return tracker;
    }

    /** Makes the zones what {@code wanted} says now. What was set by hand stays in zones whose configuration did not change. */
    synchronized void configure(Supplier<TrackingConfig> wanted) {
        TrackingConfig before = configured;
        configured = wanted.get();
        if (tracker != null) {
            apply(tracker, before, configured);
        }
    }

    private ConnectionTracker configured(ConnectionTracker made) {
        apply(made, TrackingConfig.DEFAULT, configured);
        return made;
    }

    private static void apply(ConnectionTracker tracker, TrackingConfig from, TrackingConfig to) {
        if (from.defaultLimit() != to.defaultLimit()) {
            tracker.defaultLimit(to.defaultLimit());
        }
        Map<Integer, ZoneConfig> before = from.byZone();
        to.zones().forEach(zone -> apply(tracker, zone.zone(), before.remove(zone.zone()), zone));
        before.forEach((zone, gone) -> apply(tracker, zone, gone, null));
    }

    private static void apply(ConnectionTracker tracker, int zone, ZoneConfig from, ZoneConfig to) {
        int before = from == null ? ZoneConfig.DEFAULT_LIMIT : from.limit();
        int limit = to == null ? ZoneConfig.DEFAULT_LIMIT : to.limit();
        if (before != limit && limit == ZoneConfig.DEFAULT_LIMIT) {
            tracker.inheritLimit(zone);
        } else if (before != limit) {
            tracker.limit(zone, limit);
        }
        tracker.timeouts(zone, to == null ? null : to.policy());
    }

    /** A table that cannot be kept in a file is better than none. */
    private ConnectionTracker open(int mostConnections) {
        ConnectionTracker opened = openTable(mostConnections);
        limits.forEach((zone, limit) -> {
            if (zone == ALL_ZONES) {
                opened.defaultLimit(limit);
            } else {
                opened.limit(zone, limit);
            }
        });
        return opened;
    }

    private ConnectionTracker openTable(int mostConnections) {
        long nowMs = clock.nanoTime() / NS_PER_MS;
        if (file != null) {
            try {
                ConnectionTracker kept = ConnectionTracker.open(file, mostConnections, nowMs, wallClock.time());
                kept.remarks().forEach(remark -> LOG.log(System.Logger.Level.WARNING, remark));
                return kept;
            } catch (TrackerException e) {
                LOG.log(System.Logger.Level.ERROR, "connections will not outlive this process: " + e.getMessage());
            }
        }
        return ConnectionTracker.inMemory(mostConnections, nowMs);
    }

    /** The tracker if there is one: if nothing was tracked and nothing set, there is none. */
    public Optional<ConnectionTracker> known() {
        return Optional.ofNullable(tracker);
    }

    /** The most connections there can be. */
    public int capacity() {
        return known().map(ConnectionTracker::capacity).orElseGet(capacity::getAsInt);
    }

    /** The clock of the tracker's calls, in ms. */
    public long nowMs() {
        return clock.nanoTime() / NS_PER_MS;
    }

    /** Expired connections make room within this time, in ms. */
    public int sweepMs() {
        return sweepMs;
    }

    /** Looks at every connection once in {@value #LEAST_SWEEP_MS} to {@value #MOST_SWEEP_MS} ms. */
    public void sweepMs(int everyMs) {
        if (everyMs < LEAST_SWEEP_MS || everyMs > MOST_SWEEP_MS) {
            throw new IllegalArgumentException(
                    "sweep interval " + everyMs + ": allowed are " + LEAST_SWEEP_MS + " to " + MOST_SWEEP_MS + " ms");
        }
        sweepMs = everyMs;
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
        fragments.sweep(nowNs / NS_PER_MS);
        count();
        int records = Math.max(FEWEST_RECORDS, (int) (known.highWater() * (SWEEP_NS / NS_PER_MS) / sweepMs));
        return known.sweep(nowNs / NS_PER_MS, wallClock.time(), records);
    }

    /** How often each of {@link TrackerEvent#ALL} happened, in this process and those before it. */
    public long[] events() {
        synchronized (counters) {
            count();
            return IntStream.range(0, TrackerEvent.ALL.size())
                    .mapToLong(counters::count)
                    .toArray();
        }
    }

    /** Copies what the packet threads counted to where tools find it. */
    private void count() {
        ConnectionTracker known = tracker;
        synchronized (counters) {
            counters.size(known == null ? 0 : known.size(), known == null ? capacity() : known.most());
            long[] totals = TrackerEvent.totals(known, fragments.table());
            for (int i = 0; i < totals.length; i++) {
                counters.total(i, totals[i]);
            }
        }
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
            count();
            tracker.close();
        }
    }
}

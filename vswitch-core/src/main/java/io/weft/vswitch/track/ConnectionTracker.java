package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * The connections that a switch knows, and what it does with them: one for a switch, shared by its packet threads.
 *
 * <p>Times are milliseconds of a clock of the caller, which never goes back; the table keeps a clock of its own that goes on over restarts.
 *
 * <p>Thread-safety: {@link #newPacketTracker} for each packet thread; {@link #sweep} by one thread at a time; everything else by any.
 */
public final class ConnectionTracker implements AutoCloseable {
    /** The most connections that a table can be made for. */
    public static final int MOST_CAPACITY = TableDescriptor.MOST_CAPACITY;

    private final ConnectionTable table;
    private final List<String> remarks;
    private final Expectations expectations;
    private final FtpSessions ftpSessions;
    private final long clockOffsetMs;
    private final List<PacketTracker> packetTrackers = new CopyOnWriteArrayList<>();
    private final TrackCounts sweepCounts = new TrackCounts();
    private final TrackCounts verbCounts = new TrackCounts();
    private final Tuple sweepScratch = new Tuple();
    private final TimeoutPolicy[] policies = new TimeoutPolicy[TrackOrder.MOST_ZONE + 1];
    private final ReentrantReadWriteLock mapping = new ReentrantReadWriteLock();
    private boolean closed;
    private volatile TimeoutPolicy defaultPolicy = TimeoutPolicy.DEFAULT;
    private volatile boolean checksWindows = true;
    private volatile boolean verifiesChecksums = true;

    private ConnectionTracker(ConnectionTable table, List<String> remarks, long clockOffsetMs) {
        this.table = table;
        expectations = new Expectations(table);
        ftpSessions = new FtpSessions(table);
        this.remarks = List.copyOf(remarks);
        this.clockOffsetMs = clockOffsetMs;
    }

    /**
     * A tracker for {@code capacity} connections that ends with the process.
     *
     * @param nowMs the caller's clock
     */
    public static ConnectionTracker inMemory(int capacity, long nowMs) {
        checkCapacity(capacity);
        ConnectionTable table = new ConnectionTable(TableMemory.anonymous(capacity), new SecureRandom().nextLong());
        return new ConnectionTracker(table, List.of(), -nowMs);
    }

    /**
     * Opens the table in {@code file}, or makes it. Connections that a process left go on with the time they had, less that in between. A damaged file is
     * renamed to end in {@code .damaged} and the table begins empty; the connections of one made for another capacity are copied over, those that both
     * sides use first: {@link #remarks} tells.
     *
     * @param capacity most connections, 1 to 16,777,183
     * @param nowMs the caller's clock
     * @param wallMs milliseconds since 1970
     * @throws TrackerException when another process uses the file, or it can be neither read nor made
     */
    public static ConnectionTracker open(Path file, int capacity, long nowMs, long wallMs) throws TrackerException {
        checkCapacity(capacity);
        List<String> remarks = new ArrayList<>();
        ConnectionTable table = Files.exists(file) ? takeOver(file, capacity, remarks) : null;
        if (table == null) {
            table = new ConnectionTable(TableMemory.create(file, capacity), new SecureRandom().nextLong());
        }
        long header = table.memory().address();
        long away = wallMs - Memory.getLong(header + TableDescriptor.WALL_MS);
        boolean fresh = Memory.getLong(header + TableDescriptor.WALL_MS) == 0;
        long clockMs = Memory.getLong(header + TableDescriptor.CLOCK_MS) + (fresh ? 0 : Math.max(0, away));
        ConnectionTracker tracker = new ConnectionTracker(table, remarks, clockMs - nowMs);
        tracker.keepTime(nowMs, wallMs);
        return tracker;
    }

    private static void checkCapacity(int capacity) {
        if (capacity < 1 || capacity > TableDescriptor.MOST_CAPACITY) {
            throw new IllegalArgumentException("connection table of " + capacity + " connections: allowed are 1 to "
                    + TableDescriptor.MOST_CAPACITY);
        }
    }

    private static ConnectionTable takeOver(Path file, int capacity, List<String> remarks) throws TrackerException {
        TableMemory memory;
        try {
            memory = TableMemory.open(file);
        } catch (DamagedTableException e) {
            setAside(file, e.getMessage(), remarks);
            return null;
        }
        if (memory.capacity() != capacity) {
            memory = new TableResize(file, memory, remarks).to(capacity);
        }
        ConnectionTable table = new ConnectionTable(memory, new SecureRandom().nextLong());
        TakeOver found = table.takeOver();
        if (found.isHopeless()) {
            table.close();
            setAside(file, "is damaged: " + found.dropped() + " of its records are no connections", remarks);
            return null;
        }
        if (found.remark() != null) {
            remarks.add("connection table " + file + ": " + found.remark());
        }
        return table;
    }

    private static void setAside(Path file, String fault, List<String> remarks) throws TrackerException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TrackerException(
                    "connection table " + file + " " + fault + ", and cannot be renamed: " + e.getMessage(), e);
        }
        remarks.add("connection table " + file + " " + fault + ": set aside as " + aside.getFileName()
                + ", and no connection is known now");
    }

    /** What an operator should know of the opening: sentences. */
    public List<String> remarks() {
        return remarks;
    }

    /** A way to the tracker for one more thread. */
    public PacketTracker newPacketTracker() {
        PacketTracker packets = new PacketTracker(this, table);
        packetTrackers.add(packets);
        return packets;
    }

    Expectations expectations() {
        return expectations;
    }

    FtpSessions ftpSessions() {
        return ftpSessions;
    }

    long clockOffsetMs() {
        return clockOffsetMs;
    }

    /**
     * Ends expired connections among the next {@code records} of the table, and notes the time for the next process. To an agent: call it every few
     * milliseconds with as many records as make a round of {@link #highWater()} in some seconds. A packet never meets an expired connection, so
     * this only makes room.
     *
     * @return how many it ended
     */
    public int sweep(long nowMs, long wallMs, int records) {
        keepTime(nowMs, wallMs);
        return table.sweep(nowMs + clockOffsetMs, records, sweepScratch, sweepCounts);
    }

    private void keepTime(long nowMs, long wallMs) {
        long header = table.memory().address();
        Memory.putLong(header + TableDescriptor.CLOCK_MS, nowMs + clockOffsetMs);
        Memory.putLong(header + TableDescriptor.WALL_MS, wallMs);
    }

    /** The most connections there may be. */
    public int capacity() {
        return table.records().capacity();
    }

    /** So many connections there may be now: {@link #capacity()} unless one said otherwise. */
    public int most() {
        return table.records().most();
    }

    /**
     * Lets there be so many connections and no more: what is beyond a lowered limit stays until it expires, or makes room for a new one.
     *
     * @param connections 1 to {@link #capacity()}
     */
    public void most(int connections) {
        if (connections < 1 || connections > capacity()) {
            throw new IllegalArgumentException("most connections " + connections + ": allowed are 1 to " + capacity());
        }
        table.records().most(connections);
    }

    /** Connections now, with expired ones that no sweep has met. */
    public int size() {
        return table.records().size();
    }

    /** Records that were ever used: a round of sweeps has so many. */
    public int highWater() {
        return table.records().highWater();
    }

    /** Memory of records and index. */
    public long bytes() {
        return table.bytes();
    }

    /** Whether TCP segments outside the windows are invalid; as with Open vSwitch, they are unless one says otherwise. */
    public void checkWindows(boolean check) {
        checksWindows = check;
    }

    public boolean checksWindows() {
        return checksWindows;
    }

    /** Whether packets with wrong checksums are invalid. */
    public void verifyChecksums(boolean verify) {
        verifiesChecksums = verify;
    }

    public boolean verifiesChecksums() {
        return verifiesChecksums;
    }

    /** Gives a zone timeouts of its own, or with null the default ones again. They hold from each connection's next packet on. */
    public void timeouts(int zone, TimeoutPolicy policy) {
        policies[checkZone(zone)] = policy;
    }

    /** The timeouts of zones that have none of their own. */
    public void defaultTimeouts(TimeoutPolicy policy) {
        defaultPolicy = policy;
    }

    TimeoutPolicy timeouts(int zone) {
        TimeoutPolicy own = policies[zone];
        return own == null ? defaultPolicy : own;
    }

    long timeoutMs(int zone, Timeout timeout) {
        return timeouts(zone).timeoutMs(timeout);
    }

    /** Limits the connections of a zone; 0: no limit. Those beyond a lowered limit stay. */
    public void limit(int zone, int connections) {
        table.zones().limit(checkZone(zone), checkLimit(connections));
    }

    /** Takes a zone's own limit away. */
    public void inheritLimit(int zone) {
        table.zones().inherit(checkZone(zone));
    }

    /** The limit of zones that have none of their own; 0: no limit. */
    public void defaultLimit(int connections) {
        table.zones().defaultLimit(checkLimit(connections));
    }

    public int defaultLimit() {
        return table.zones().defaultLimit();
    }

    /** The limit in force in a zone, 0 for none. */
    public int limit(int zone) {
        return table.zones().limit(checkZone(zone));
    }

    /** Whether a zone has a limit of its own. */
    public boolean hasLimit(int zone) {
        return table.zones().hasOwn(checkZone(zone));
    }

    /** Connections of a zone. */
    public int count(int zone) {
        return table.zones().count(checkZone(zone));
    }

    private static int checkZone(int zone) {
        if (zone < 0 || zone > TrackOrder.MOST_ZONE) {
            throw new IllegalArgumentException("ct zone " + zone + ": allowed are 0 to " + TrackOrder.MOST_ZONE);
        }
        return zone;
    }

    private static int checkLimit(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("ct limit " + connections + ": allowed are 0 (none) and above");
        }
        return connections;
    }

    /** Tells of every connection that the filter lets through and that has time left. Each is a state it had; packets go on meanwhile. */
    public void forEach(ConnectionFilter filter, long nowMs, Consumer<Connection> consumer) {
        whileOpen(reader -> {
            reader.forEach(nowMs + clockOffsetMs, connection -> {
                if (filter.matches(connection)) {
                    consumer.accept(connection);
                }
            });
            return 0;
        });
    }

    /**
     * The same at the caller's pace: a few hundred connections are in memory at a time. It ends early when the table is closed.
     *
     * @param nowMs asked again and again
     */
    public Iterator<Connection> connections(ConnectionFilter filter, LongSupplier nowMs) {
        return new ConnectionDump((from, sink) ->
                whileOpen(reader -> reader.forEachFrom(from, nowMs.getAsLong() + clockOffsetMs, connection -> {
                    return !filter.matches(connection) || sink.test(connection);
                })));
    }

    /** Counts the connections of a zone, or of {@link ConnectionFilter#ANY_ZONE}, that have time left. */
    public ConnectionCensus census(int zone, long nowMs) {
        ConnectionCensus census = new ConnectionCensus();
        whileOpen(reader -> {
            reader.count(zone, nowMs + clockOffsetMs, census);
            return 0;
        });
        return census;
    }

    /** Ends the connections that the filter lets through; returns how many. */
    public synchronized int flush(ConnectionFilter filter, long nowMs) {
        int flushed = Math.max(0, whileOpen(reader -> reader.remove(nowMs + clockOffsetMs, filter)));
        for (int i = 0; i < flushed; i++) {
            verbCounts.add(TableEvent.FLUSHED);
        }
        return flushed;
    }

    /** Reads the table while nobody can unmap it; -1 when it is closed. */
    private int whileOpen(ToIntFunction<TableReader> work) {
        mapping.readLock().lock();
        try {
            return closed ? -1 : work.applyAsInt(new TableReader(table));
        } finally {
            mapping.readLock().unlock();
        }
    }

    /** For tests, while no packet passes: whether each connection is found by both of its tuples. */
    boolean findsAll() {
        return new TableReader(table).findsAll();
    }

    /** Packets of all threads that were tracked with this reason. */
    public long packets(TrackReason reason) {
        return packetTrackers.stream()
                .mapToLong(t -> t.counts().packets(reason))
                .sum();
    }

    /** How often something happened to a connection. */
    public long connections(TableEvent event) {
        return verbCounts.connections(event)
                + sweepCounts.connections(event)
                + packetTrackers.stream()
                        .mapToLong(t -> t.counts().connections(event))
                        .sum();
    }

    /** Unmaps the table: no thread may be tracking packets any more. Dumps and flushes end by themselves. Idempotent. */
    @Override
    public void close() {
        mapping.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                Arrays.fill(policies, null);
                table.close();
            }
        } finally {
            mapping.writeLock().unlock();
        }
    }
}

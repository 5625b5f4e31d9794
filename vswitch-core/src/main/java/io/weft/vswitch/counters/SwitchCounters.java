package io.weft.vswitch.counters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.agrona.IoUtil;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * The writer's side of the counters: allocates counters and hands out the handles through which agents write them.
 *
 * <p>Counters of a file made anew continue from the file that was there before, gauges excepted. When the file is full, further handles
 * still count, but no tool sees them; {@link #unlisted} says how many counters that concerns.
 *
 * <p>Thread-safety: handles are made, looked up and freed by any thread (rare, under this object's monitor); each handle has one writer. Close
 * after the agents have stopped: the handles write into the mapped file.
 */
public final class SwitchCounters implements AutoCloseable {
    /** The file's name in the run directory. */
    public static final String FILE_NAME = "counters.dat";

    /** Counters in a file unless told otherwise: over 600 ports of 4 PMDs. */
    public static final int DEFAULT_CAPACITY = 16_384;

    private static final int UNLISTED_BYTES = CountersReader.COUNTER_LENGTH;

    /** A counter must not change its meaning under a tool that reads it. */
    private static final long REUSE_DELAY_MS = 1_000;

    private final MappedByteBuffer mapped;
    private final CountersManager manager;
    private final Map<String, Map<Integer, PortHandle>> ports = new HashMap<>();
    private final Map<Integer, PmdCounters> pmds = new LinkedHashMap<>();
    private final Map<String, DropCounters> drops = new LinkedHashMap<>();
    private final Map<CounterName, Long> earlier = new HashMap<>();

    /** Made before {@link #takePlace}, so without what was counted earlier. */
    private final Map<CounterName, AtomicCounter> early = new HashMap<>();

    /** Where the file is to be; null without one. */
    private final Path path;

    private boolean placed;
    private int unlisted;
    private boolean closed;

    private record CounterName(CounterKind kind, String owner, int pmd, String reason) {}

    private record PortHandle(PortCounters counters, List<AtomicCounter> listed) {}

    private SwitchCounters(MappedByteBuffer mapped, UnsafeBuffer file, int capacity, Path path) {
        this.mapped = mapped;
        this.path = path;
        placed = path == null;
        int metadata = CountersDescriptor.metadataLength(capacity);
        manager = new CountersManager(
                new UnsafeBuffer(file, CountersDescriptor.HEADER_LENGTH, metadata),
                new UnsafeBuffer(
                        file, CountersDescriptor.HEADER_LENGTH + metadata, CountersDescriptor.valuesLength(capacity)),
                StandardCharsets.UTF_8,
                SystemEpochClock.INSTANCE,
                REUSE_DELAY_MS);
    }

    /** Counters in {@code counters.dat} of the run directory, with {@link #DEFAULT_CAPACITY}. */
    public static SwitchCounters create(Path runDirectory) {
        return create(runDirectory.resolve(FILE_NAME), DEFAULT_CAPACITY);
    }

    /**
     * Counters in a new file that replaces {@code path} in one step.
     *
     * @param capacity counters, 1 to 1,048,576
     * @throws UncheckedIOException when the file cannot be made
     */
    public static SwitchCounters create(Path path, int capacity) {
        SwitchCounters counters = prepare(path, capacity);
        counters.takePlace();
        return counters;
    }

    /** As {@link #create(Path)}, but in a file that no tool finds, and without what an earlier switch counted, until {@link #takePlace}. */
    public static SwitchCounters prepare(Path runDirectory) {
        return prepare(runDirectory.resolve(FILE_NAME), DEFAULT_CAPACITY);
    }

    private static SwitchCounters prepare(Path path, int capacity) {
        checkCapacity(capacity);
        Path fresh = fresh(path);
        try {
            Files.deleteIfExists(fresh);
            MappedByteBuffer mapped = IoUtil.mapNewFile(fresh.toFile(), CountersDescriptor.fileLength(capacity), false);
            UnsafeBuffer file = new UnsafeBuffer(mapped);
            CountersDescriptor.writeHeader(
                    file, capacity, ProcessHandle.current().pid(), System.currentTimeMillis());
            SwitchCounters counters = new SwitchCounters(mapped, file, capacity, path);
            file.putLongRelease(CountersDescriptor.MAGIC_OFFSET, littleEndian(CountersDescriptor.MAGIC));
            return counters;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static Path fresh(Path path) {
        return path.resolveSibling(path.getFileName() + ".new");
    }

    private static UncheckedIOException unusable(Path path, IOException e) {
        return new UncheckedIOException("counters file " + path + ": " + e.getMessage(), e);
    }

    /**
     * Takes the place of the file of the switch before, and goes on from what that one counted. Before anybody counts, and once.
     *
     * @throws UncheckedIOException when that cannot be
     */
    public synchronized void takePlace() {
        if (placed) {
            return;
        }
        earlier.putAll(earlierValues(path));
        early.forEach(this::goOn);
        early.clear();
        try {
            Files.move(fresh(path), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(path, e);
        }
        placed = true;
    }

    private void goOn(CounterName name, AtomicCounter counter) {
        Long value = earlier.remove(name);
        if (value != null) {
            counter.setRelease(value);
        }
    }

    /** Counters without a file, for simulations and tests. */
    public static SwitchCounters inMemory() {
        int capacity = 4096;
        UnsafeBuffer file = new UnsafeBuffer(ByteBuffer.allocateDirect(CountersDescriptor.fileLength(capacity)));
        return new SwitchCounters(null, file, capacity, null);
    }

    private static void checkCapacity(int capacity) {
        if (capacity < 1 || capacity > CountersDescriptor.MAX_CAPACITY) {
            throw new IllegalArgumentException("counters: capacity " + capacity + " is not allowed; allowed: 1 to "
                    + CountersDescriptor.MAX_CAPACITY);
        }
    }

    private static long littleEndian(long value) {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }

    /** What an earlier switch counted; nothing when there was none or its file is of no use. */
    private static Map<CounterName, Long> earlierValues(Path path) {
        Map<CounterName, Long> values = new HashMap<>();
        if (!Files.exists(path)) {
            return values;
        }
        try (CountersFile file = CountersFile.open(path)) {
            for (Counter c : file.counters()) {
                if (!c.kind().isGauge()) {
                    values.put(new CounterName(c.kind(), c.owner(), c.pmd(), c.reason()), c.value());
                }
            }
        } catch (CountersException e) {
            // A damaged or foreign file is replaced: a switch must start, and what it held cannot be read anyway.
            values.clear();
        }
        return values;
    }

    /** The counters of {@code port} that PMD {@code pmd} (0 and above) writes; the same handle for the same arguments until freed. */
    public synchronized PortCounters port(String port, int pmd) {
        return ports.computeIfAbsent(port, p -> new LinkedHashMap<>())
                .computeIfAbsent(pmd, p -> {
                    List<AtomicCounter> listed = new ArrayList<>();
                    return new PortHandle(new PortCounters(source(port, pmd, listed)), listed);
                })
                .counters();
    }

    /** Frees the counters of a port on all PMDs, none of which may write them any more. */
    public synchronized void freePort(String port) {
        Map<Integer, PortHandle> handles = ports.remove(port);
        if (handles != null) {
            handles.values().forEach(handle -> handle.listed().forEach(AtomicCounter::close));
        }
    }

    /** The counters of PMD {@code pmd} (0 and above), which include its drops. */
    public synchronized PmdCounters pmd(int pmd) {
        return pmds.computeIfAbsent(pmd, p -> new PmdCounters(source("pmd" + p, p, new ArrayList<>())));
    }

    /** The drops of an agent that is no PMD. */
    public synchronized DropCounters drops(String agent) {
        return drops.computeIfAbsent(agent, a -> new DropCounters(source(a, -1, new ArrayList<>())));
    }

    /** The counters of the connection tracker, to be asked for once: an event for each of {@code names}, of at most 100 characters of ASCII. */
    public synchronized TrackerCounters tracker(List<String> names) {
        return new TrackerCounters(source("tracker", -1, new ArrayList<>()), names);
    }

    /** A port's figures, summed over its PMDs; zero for a port that has no counters. */
    public synchronized PortTotals totals(String port) {
        PortTotals sum = PortTotals.ZERO;
        for (PortHandle handle : ports.getOrDefault(port, Map.of()).values()) {
            sum = sum.plus(handle.counters().totals());
        }
        return sum;
    }

    /** Packets dropped for {@code reason} by all agents. */
    public synchronized long dropped(DropReason reason) {
        long sum = 0;
        for (PmdCounters pmd : pmds.values()) {
            sum += pmd.drops().count(reason);
        }
        for (DropCounters counters : drops.values()) {
            sum += counters.count(reason);
        }
        return sum;
    }

    /** The PMDs that have counters, in order. */
    public synchronized List<Integer> pmdIndexes() {
        return List.copyOf(new TreeSet<>(pmds.keySet()));
    }

    /** Counters that found no room in the file. */
    public synchronized int unlisted() {
        return unlisted;
    }

    private CounterSource source(String owner, int pmd, List<AtomicCounter> listed) {
        return (kind, reason) -> {
            if (manager.available() == 0) {
                unlisted++;
                return new AtomicCounter(new UnsafeBuffer(ByteBuffer.allocateDirect(UNLISTED_BYTES)), 0);
            }
            AtomicCounter counter = manager.newCounter(owner, kind.typeId(), key -> {
                key.putInt(CountersDescriptor.KEY_PMD_OFFSET, pmd, ByteOrder.LITTLE_ENDIAN);
                key.putStringWithoutLengthAscii(CountersDescriptor.KEY_REASON_OFFSET, reason);
            });
            CounterName name = new CounterName(kind, owner, pmd, reason);
            if (placed) {
                goOn(name, counter);
            } else {
                early.put(name, counter);
            }
            listed.add(counter);
            return counter;
        };
    }

    /** Unmaps the file, which stays for tools to read if it took its place. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (mapped != null) {
                IoUtil.unmap(mapped);
            }
            if (!placed) {
                IoUtil.delete(fresh(path).toFile(), true);
            }
        }
    }
}

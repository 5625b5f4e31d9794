package io.weft.vswitch.state;

import io.weft.flow.table.FlowEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Writes what is noted to the journal, ten times a second, and once a second what nobody notes. See the package essay.
 *
 * <p>A journal that cannot be written (a full disk) is told of once; the switch goes on, and whole state is tried again every ten seconds.
 *
 * <p>Thread-safety: {@link #note} by the conductor; the rest by the agent's thread.
 */
public final class StateKeeper implements Agent, StateLog {
    private static final System.Logger LOG = System.getLogger(StateKeeper.class.getName());
    private static final long PERIOD_NS = 100_000_000L;
    private static final long LOOK_NS = 1_000_000_000L;
    private static final long RETRY_NS = 10_000_000_000L;

    /** Changes that wait for the next round; when there are more, all is written anew. */
    private static final int MOST_WAITING = 1 << 16;

    /** Entries in the changes that wait: when there are more, to write all that there is anew costs less than to catch up. */
    private static final int MOST_ENTRIES = 1 << 18;

    /** A frame of about this length of a journal that is written whole. */
    private static final int FRAME_LENGTH = 1 << 20;

    /** A journal this much longer than twice what it began with is written anew. */
    private static final long SLACK = 4 << 20;

    private final Path file;
    private final NanoClock clock;
    private final EpochClock wallClock;
    private final Supplier<Map<Integer, Integer>> limits;
    private final Runnable wantWhole;
    private final OneToOneConcurrentArrayQueue<StateItem> queue = new OneToOneConcurrentArrayQueue<>(MOST_WAITING);
    private final Map<String, StateWriter> writers = new LinkedHashMap<>();
    private final Map<Integer, Integer> writtenLimits = new TreeMap<>();
    private volatile boolean lost;
    private volatile boolean begun;
    private volatile boolean ending;
    private final AtomicInteger waitingEntries = new AtomicInteger();
    private StateJournal journal;
    private long firstLength;
    private boolean wanted;
    private boolean failed;
    private long nextNs;
    private long nextLookNs;
    private long retryNs;

    /**
     * @param limits most connections by ct zone, -1 for those without their own
     * @param wantWhole has the conductor note all there is
     */
    public StateKeeper(
            Path file,
            NanoClock clock,
            EpochClock wallClock,
            Supplier<Map<Integer, Integer>> limits,
            Runnable wantWhole) {
        this.file = file;
        this.clock = clock;
        this.wallClock = wallClock;
        this.limits = limits;
        this.wantWhole = wantWhole;
        nextNs = clock.nanoTime();
        nextLookNs = nextNs;
        retryNs = nextNs;
    }

    /** What the process before left was read, or is not wanted: it may be overwritten. */
    public void begin() {
        begun = true;
    }

    @Override
    public void note(StateItem item) {
        int entries = entries(item);
        boolean fits = waitingEntries.get() <= MOST_ENTRIES || item instanceof StateItem.Whole;
        if (lost || !fits || !queue.offer(item)) {
            lost = true;
        } else {
            waitingEntries.addAndGet(entries);
        }
    }

    private static int entries(StateItem item) {
        return item instanceof StateItem.Changed changed
                ? changed.changes().added().size() + changed.changes().removed().size()
                : 0;
    }

    private StateItem next() {
        StateItem item = ending ? null : queue.poll();
        if (item != null) {
            waitingEntries.addAndGet(-entries(item));
        }
        return item;
    }

    /** The round that is under way may end early, for {@link #finish} is next. Any thread. */
    public void end() {
        ending = true;
    }

    @Override
    public String roleName() {
        return "state-keeper";
    }

    /** How long it may rest. */
    public long restNs() {
        return PERIOD_NS;
    }

    @Override
    public int doWork() {
        StateClock now = StateClock.now(clock, wallClock);
        if (!begun || now.nowNs() - nextNs < 0) {
            return 0;
        }
        nextNs = now.nowNs() + PERIOD_NS;
        try {
            write(now);
        } catch (IOException e) {
            fail(now, e);
        }
        return 0;
    }

    private void fail(StateClock now, IOException e) {
        if (!failed) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "state is not kept, a restart would find an old one: " + file + ": " + e);
        }
        failed = true;
        retryNs = now.nowNs() + RETRY_NS;
        close(journal);
        journal = null;
        wanted = false;
    }

    private void write(StateClock now) throws IOException {
        if (lost) {
            while (next() != null) {
                // What is lost makes the rest worthless.
            }
            lost = false;
            wanted = false;
            close(journal);
            journal = null;
        }
        StringBuilder text = new StringBuilder();
        for (StateItem item = next(); item != null; item = next()) {
            switch (item) {
                case StateItem.Whole whole -> {
                    text.setLength(0);
                    writeWhole(whole, now, true, () -> ending);
                }
                case StateItem.Changed changed -> {
                    if (journal != null) {
                        change(changed, text, now);
                    }
                }
                case StateItem.Shaped shaped -> {
                    if (journal != null) {
                        shape(shaped.bridges(), text, now);
                    }
                }
            }
        }
        if (journal != null && now.nowNs() - nextLookNs >= 0) {
            nextLookNs = now.nowNs() + LOOK_NS;
            look(text, now);
        }
        append(text);
        boolean isDue = journal == null ? now.nowNs() - retryNs >= 0 : journal.length() > 2 * firstLength + SLACK;
        if (isDue && !wanted) {
            wanted = true;
            wantWhole.run();
        }
    }

    private void append(StringBuilder text) throws IOException {
        if (journal != null && text.length() > 0) {
            journal.append(text);
            text.setLength(0);
        }
    }

    private void change(StateItem.Changed changed, StringBuilder text, StateClock now) {
        StateWriter writer = writers.computeIfAbsent(changed.bridge(), StateWriter::new);
        writer.into(text, now);
        changed.changes().removed().forEach(writer::removed);
        writer.targets(changed.groups(), changed.meters());
        changed.changes().added().forEach(writer::added);
    }

    private void shape(List<BridgeShape> bridges, StringBuilder text, StateClock now) {
        Map<String, StateWriter> before = new LinkedHashMap<>(writers);
        writers.clear();
        for (BridgeShape bridge : bridges) {
            StateWriter writer = before.remove(bridge.name());
            writer = writer == null ? new StateWriter(bridge.name()) : writer;
            writers.put(bridge.name(), writer);
            writer.into(text, now);
            writer.shape(bridge);
        }
        before.keySet().forEach(name -> text.append("gone\t").append(name).append('\n'));
    }

    /** What changes without a word. */
    private void look(StringBuilder text, StateClock now) throws IOException {
        journal.alive(now.wallMs());
        for (StateWriter writer : writers.values()) {
            writer.into(text, now);
            writer.macs();
            writer.used();
        }
        limits(text);
    }

    private void limits(StringBuilder text) {
        Map<Integer, Integer> present = limits.get();
        if (!present.equals(writtenLimits)) {
            writtenLimits.keySet().stream()
                    .filter(zone -> !present.containsKey(zone))
                    .forEach(zone -> text.append("unlimit\t").append(zone).append('\n'));
            present.forEach((zone, limit) -> text.append("limit\t")
                    .append(zone)
                    .append('\t')
                    .append(limit)
                    .append('\n'));
            writtenLimits.clear();
            writtenLimits.putAll(present);
        }
    }

    /** Writes all anew; when the agent is to end meanwhile, the old journal stays and {@link #finish} will do it. */
    private void writeWhole(StateItem.Whole whole, StateClock now, boolean isDurable, BooleanSupplier stop)
            throws IOException {
        StateJournal old = journal;
        journal = null;
        close(old);
        writers.clear();
        writtenLimits.clear();
        StateJournal next = StateJournal.createFor(file, now.wallMs());
        try {
            StringBuilder text = new StringBuilder();
            shape(whole.bridges(), text, now);
            for (BridgeShape bridge : whole.bridges()) {
                StateWriter writer = writers.get(bridge.name());
                writer.into(text, now);
                writer.macs();
                for (FlowEntry entry : whole.entries().getOrDefault(bridge.name(), List.of())) {
                    writer.added(entry);
                    if (text.length() >= FRAME_LENGTH) {
                        if (stop.getAsBoolean()) {
                            close(next);
                            return;
                        }
                        next.append(text);
                        text.setLength(0);
                        writer.into(text, now);
                    }
                }
            }
            limits(text);
            next.append(text);
            next.takePlace(isDurable);
        } catch (IOException e) {
            close(next);
            throw e;
        }
        journal = next;
        firstLength = next.length();
        wanted = false;
        failed = false;
    }

    /**
     * After the last round of every agent: writes all there is.
     *
     * @param isDurable false when another process reads it at once
     */
    public void finish(StateItem.Whole whole, boolean isDurable) {
        if (!begun) {
            return;
        }
        StateClock now = StateClock.now(clock, wallClock);
        try {
            writeWhole(whole, now, isDurable, () -> false);
        } catch (IOException e) {
            fail(now, e);
        }
        close(journal);
        journal = null;
    }

    private static void close(StateJournal journal) {
        if (journal != null) {
            try {
                journal.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package io.weft.vswitch.datapath;

import io.weft.flow.cache.HeaderCache;
import io.weft.flow.cache.MegaflowCache;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.counters.PmdCounters;
import io.weft.vswitch.packet.FrameCache;

/**
 * Finds the program of every packet of a burst: {@link CacheLookup} for all, translation for what is left, one by one. Counts, and leaves the packets in {@link Groups} by program.
 */
final class Classification implements AutoCloseable {
    private final Burst burst;
    private final Groups groups;
    private final CacheLookup lookup;
    private final MegaflowStore store;
    private final MegaflowCache megaflows;
    private final ProgramStore programs;
    private final PmdCounters counters;
    private final FrameCache frames;
    private final PmdSettings settings;
    private final Miss miss = new Miss();
    private final MissBudgets budgets;
    private final PreparedProgram[] borrowed = new PreparedProgram[Burst.SIZE];
    private int borrowedCount;
    private SwitchSnapshot snapshot = SwitchSnapshot.EMPTY;
    private RxSource source;

    Classification(
            Burst burst,
            Groups groups,
            MegaflowStore store,
            ProgramStore programs,
            PmdCounters counters,
            FrameCache frames,
            PmdSettings settings) {
        this.burst = burst;
        this.groups = groups;
        this.store = store;
        this.megaflows = store.cache();
        this.programs = programs;
        this.counters = counters;
        this.frames = frames;
        this.settings = settings;
        this.lookup = new CacheLookup(burst, megaflows, counters, settings.smcEntries());
        this.budgets = new MissBudgets(settings.translationBudget());
    }

    /** The queues whose bursts come from now on. */
    void sources(RxSource[] polled) {
        budgets.of(polled);
    }

    /** What misses may cost, those of packets that come round among them. */
    MissBudgets budgets() {
        return budgets;
    }

    /** Whether a queue is not to be polled now, since its misses have had their share of the time. */
    boolean waits(RxSource from) {
        return from.misses.isWatched() && budgets.waits(from, settings.clock().nanoTime());
    }

    /** What translation goes by from now on. */
    void snapshot(SwitchSnapshot now) {
        snapshot = now;
        miss.forget();
    }

    /** What a burst may ask before it parses, or null. */
    HeaderCache headers() {
        return lookup.headers();
    }

    SwitchSnapshot snapshot() {
        return snapshot;
    }

    /** Classifies the first {@code count} packets of the burst, which have references or keys. */
    void classify(RxSource from, int count, long nowNs) {
        source = from;
        int missing = lookup.find(count);
        groups.reserve(programs.limit() + count);
        if (missing == 0) {
            hits(count, nowNs);
        } else {
            hitsAndMisses(count, nowNs);
        }
    }

    /** A burst with one megaflow is counted and grouped at once. */
    private void hits(int count, long nowNs) {
        if (burst.isOfOne(count)) {
            int index = (int) burst.references[0];
            megaflows.count(index, count, burst.bytes(), nowNs);
            groups.addAll(megaflows.owner(index), count);
        } else {
            hitsOfSeveral(count, nowNs);
        }
    }

    /** Neighbours with one megaflow are counted together, and a burst with one program is grouped at once. */
    private void hitsOfSeveral(int count, long nowNs) {
        long[] references = burst.references;
        int index = (int) references[0];
        int program = megaflows.owner(index);
        int others = 0;
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            int next = (int) references[i];
            if (next != index) {
                megaflows.count(index, i - from, bytes, nowNs);
                index = next;
                from = i;
                bytes = 0;
                others |= megaflows.owner(index) ^ program;
            }
            bytes += burst.length(i);
        }
        megaflows.count(index, count - from, bytes, nowNs);
        if (others == 0) {
            groups.addAll(program, count);
        } else {
            group(count);
        }
    }

    private void group(int count) {
        for (int i = 0; i < count; i++) {
            groups.add(megaflows.owner((int) burst.references[i]), i);
        }
    }

    private void hit(int i, int index, long nowNs) {
        megaflows.count(index, 1, burst.length(i), nowNs);
        groups.add(megaflows.owner(index), i);
    }

    // ---- the slow path

    private void hitsAndMisses(int count, long nowNs) {
        int translated = 0;
        int refused = 0;
        int late = 0;
        int dropped = 0;
        int allowed = budgets.allowed(source, nowNs);
        long begin = settings.clock().nanoTime();
        megaflows.forgetNew();
        for (int i = 0; i < count; i++) {
            if (burst.references[i] != MegaflowCache.NONE) {
                hit(i, (int) burst.references[i], nowNs);
                continue;
            }
            int index = megaflows.lookupNew(burst.key(i));
            if (index >= 0) {
                burst.references[i] = megaflows.reference(index);
                hit(i, index, nowNs);
                late++; // an earlier packet of the burst made it known
            } else if (translated == allowed) {
                frames.free(burst.packets[i]);
                dropped++;
            } else {
                translated++;
                refused += translate(i, nowNs) ? 0 : 1;
            }
        }
        long end = settings.clock().nanoTime();
        long elapsedNs = end - begin;
        counters.megaflowHits(late);
        counters.translated(translated, elapsedNs);
        budgets.charge(source, translated, elapsedNs, dropped, end);
        if (dropped > 0) {
            counters.drops().add(DropReason.TRANSLATION_BUDGET, dropped);
            source.counters.missesDropped(dropped);
        }
        counters.cacheSize(megaflows.size(), megaflows.subtableCount());
        if (refused > 0) {
            counters.refused(refused);
        }
    }

    /** Translates packet {@code i} and keeps the result if there is room; returns whether there was. */
    private boolean translate(int i, long nowNs) {
        miss.translate(snapshot, burst.key(i), nowNs);
        PreparedProgram prepared = programs.acquire(miss.translation().program());
        borrowed[borrowedCount++] = prepared;
        groups.add(prepared.number, i);
        int index = store.install(miss, prepared, source.masks);
        if (index >= 0) {
            megaflows.count(index, 1, burst.length(i), nowNs);
            lookup.remember(i, index);
            return true;
        }
        if (!store.report(new Report.Uncached(miss.passage(), burst.length(i), nowNs))) {
            counters.reportLost();
        }
        return false;
    }

    /** After the burst was executed: translations that were not kept need their programs no more. */
    void finish() {
        for (int i = 0; i < borrowedCount; i++) {
            programs.release(borrowed[i]);
            borrowed[i] = null;
        }
        borrowedCount = 0;
    }

    @Override
    public void close() {
        lookup.close();
    }
}

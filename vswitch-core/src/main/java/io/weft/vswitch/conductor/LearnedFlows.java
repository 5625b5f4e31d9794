package io.weft.vswitch.conductor;

import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.FlowTable;
import io.weft.vswitch.revalidate.EffectQueue;
import io.weft.vswitch.revalidate.EffectRequest;
import io.weft.vswitch.translate.LearnedFlow;
import io.weft.vswitch.translate.ShortenedTimeouts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.NanoClock;

/**
 * Carries out what packets teach, in the order in which they taught it: entries are added, changed, or found to be there already; timeouts are
 * shortened. All that waits becomes one version for each run of requests of a bridge, so that thousands of entries a second cost tens of
 * publications.
 *
 * <p>The conductor's own.
 */
final class LearnedFlows {
    /** Requests of one round. */
    private static final int AT_ONCE = 4096;

    private final ConductorAgent conductor;
    private final EffectQueue queue;
    private final NanoClock clock;
    private final Set<FlowEntry> added = new LinkedHashSet<>();
    private final List<FlowEntry> removed = new ArrayList<>();
    private final Map<FlowEntry, FlowEntry> modified = new HashMap<>();
    private BridgeState bridge;

    LearnedFlows(ConductorAgent conductor, EffectQueue queue, NanoClock clock) {
        this.conductor = conductor;
        this.queue = queue;
        this.clock = clock;
    }

    /** Carries out what waits; returns the work done. */
    int work() {
        int work = 0;
        EffectRequest request;
        while (work < AT_ONCE && (request = queue.poll()) != null) {
            work++;
            switch (request.effect()) {
                case LearnedFlow flow -> learn(request, flow);
                case ShortenedTimeouts timeouts -> shorten(request, timeouts);
                default -> request.done(null); // not of the tables
            }
        }
        publish();
        bridge = null;
        return work;
    }

    private void learn(EffectRequest request, LearnedFlow flow) {
        if (!enter(flow.bridge())) {
            request.fail();
            return;
        }
        FlowTable table = bridge.tables.table(flow.mod().table());
        FlowEntry there = flow.taughtEntry(table);
        if (there != null) {
            request.done(there);
        } else if (!flow.hasRoom(table)) {
            request.refuse();
        } else {
            change(request, flow, table);
        }
    }

    private void change(EffectRequest request, LearnedFlow flow, FlowTable table) {
        try {
            note(bridge.tables.learn(flow.mod(), conductor.versions().next(), clock.nanoTime()));
        } catch (FlowModException refused) {
            request.fail(); // the table is full; packets go on and ask again
            return;
        }
        FlowEntry made = flow.taughtEntry(table);
        if (made == null) {
            request.fail(); // it took itself away again: it was the last that learned with delete_learned
        } else {
            request.done(made);
        }
    }

    private void shorten(EffectRequest request, ShortenedTimeouts timeouts) {
        if (enter(timeouts.bridge())) {
            bridge.tables.shorten(timeouts.entry(), timeouts.idleS(), timeouts.hardS());
            if (!timeouts.entry().isRemoved()) {
                conductor.notes().changed(bridge, timeouts.entry());
            }
        }
        request.done(null);
    }

    /** Makes the bridge the present one; false when it is gone. */
    private boolean enter(int id) {
        if (bridge == null || bridge.id != id) {
            publish();
            bridge = null;
            for (BridgeState candidate : conductor.bridges().values()) {
                bridge = candidate.id == id ? candidate : bridge;
            }
        }
        return bridge != null;
    }

    /** What was added and is changed again before anybody saw it was never there. */
    private void note(FlowChanges changes) {
        for (FlowEntry entry : changes.removed()) {
            if (!added.remove(entry)) {
                removed.add(entry);
            }
        }
        changes.modified().forEach((successor, old) -> {
            FlowEntry first = old.addedIn() == old.removedIn() ? modified.remove(old) : old;
            if (first != null) {
                modified.put(successor, first);
            }
        });
        added.addAll(changes.added());
    }

    private void publish() {
        if (added.isEmpty() && removed.isEmpty()) {
            return;
        }
        FlowChanges changes = new FlowChanges(List.copyOf(added), removed, new HashMap<>(modified));
        added.clear();
        removed.clear();
        modified.clear();
        var _ = conductor.versions().publishFlows(bridge, changes);
    }
}

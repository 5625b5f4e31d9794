package io.weft.vswitch.conductor;

import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.TableStatus;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.revalidate.Publication;
import io.weft.vswitch.revalidate.RevalidatorProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The versions of a switch: what changed becomes one, is published to the revalidator, and is reported to who listens when every PMD has reached
 * it.
 *
 * <pre>
 *   change made in {@link #next} --&gt; publish... --&gt; revalidator --&gt; PMDs
 *                                       |                            | reached
 *                                       +--&gt; StateNotes              +--&gt; FlowEvents, the caller's future
 *                                                                    +--&gt; {@link #collect}
 * </pre>
 *
 * <p>The conductor's own; {@link #snapshot} from any thread.
 */
final class Versions {
    private final ConductorAgent conductor;
    private final RevalidatorProxy revalidator;
    private final FlowEvents events;
    private volatile SwitchSnapshot snapshot = SwitchSnapshot.EMPTY;
    private long version;
    private long collected;

    Versions(ConductorAgent conductor, RevalidatorProxy revalidator, FlowEvents events) {
        this.conductor = conductor;
        this.revalidator = revalidator;
        this.events = events;
    }

    /** The newest version as translation sees it. */
    SwitchSnapshot snapshot() {
        return snapshot;
    }

    /** The number of the newest version. */
    long newest() {
        return version;
    }

    /** The version that the next publication makes. */
    long next() {
        return version + 1;
    }

    // ---- publications

    /** Publishes changes of a bridge's tables that were made in {@link #next}. */
    CompletableFuture<FlowChanges> publishFlows(BridgeState bridge, FlowChanges changes) {
        if (changes.isEmpty()) {
            return CompletableFuture.completedFuture(changes);
        }
        version++;
        snapshot = snapshot.withVersion(version);
        publish(new Publication(snapshot, bridge.id, touched(changes), false));
        return report(bridge, version, changes);
    }

    /** Publishes changes of a bridge's groups, meters or watched ports together with those of its tables. */
    CompletableFuture<FlowChanges> publishTargets(BridgeState bridge, FlowChanges changes) {
        bridge.targetsChanged();
        version++;
        snapshot = picture();
        publish(new Publication(snapshot, bridge.id, touched(changes), true));
        return report(bridge, version, changes);
    }

    private static List<FlowEntry> touched(FlowChanges changes) {
        List<FlowEntry> entries = new ArrayList<>(changes.added());
        entries.addAll(changes.removed());
        return entries;
    }

    /** Publishes that links of a bridge's ports went up or down. */
    void publishLinks(BridgeState bridge) {
        bridge.changed();
        publishEverything();
    }

    /** Publishes bridges and ports as they are now; returns the version that shows it. */
    long publishEverything() {
        version++;
        snapshot = picture();
        publish(Publication.ofEverything(snapshot));
        conductor.notes().shaped();
        return version;
    }

    private SwitchSnapshot picture() {
        return new SwitchSnapshot(
                version,
                conductor.bridges().values().stream().map(BridgeState::snapshot).toList(),
                ConfigLaws.vlanLimit(conductor.config().otherConfig()));
    }

    private void publish(Publication publication) {
        if (!revalidator.publish(publication)) {
            throw new IllegalStateException("the revalidator has too many versions waiting");
        }
    }

    // ---- when they are reached

    /** Tells of changes that the next publication of everything shows. */
    void report(BridgeState bridge, FlowChanges changes) {
        if (!changes.isEmpty()) {
            var _ = report(bridge, next(), changes);
        }
    }

    private CompletableFuture<FlowChanges> report(BridgeState bridge, long shownIn, FlowChanges changes) {
        CompletableFuture<FlowChanges> done = new CompletableFuture<>();
        List<TableStatus> news = TableVacancies.look(bridge, changes);
        conductor.notes().changed(bridge, changes);
        whenReached(shownIn, () -> {
            events.changed(bridge.name, changes);
            news.forEach(status -> events.filled(bridge.name, status));
            done.complete(changes);
        });
        return done;
    }

    /** Runs {@code then} when every PMD has adopted a version. */
    void whenReached(long wanted, Runnable then) {
        conductor.when(() -> conductor.proxy().reachedVersion() >= wanted, then);
    }

    /** Is {@code result} when every PMD has adopted a version. */
    <T> CompletableFuture<T> resultAt(long wanted, T result) {
        CompletableFuture<T> done = new CompletableFuture<>();
        whenReached(wanted, () -> done.complete(result));
        return done;
    }

    /** What no PMD can see any more leaves the tables. */
    void collect() {
        long reached = conductor.proxy().reachedVersion();
        if (reached > collected) {
            collected = reached;
            conductor.bridges().values().forEach(bridge -> bridge.tables.collect(reached));
        }
    }
}

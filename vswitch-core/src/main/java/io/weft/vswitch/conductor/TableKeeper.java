package io.weft.vswitch.conductor;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowTables;
import io.weft.flow.table.MissPolicy;
import io.weft.flow.table.RemovalReason;
import io.weft.flow.table.TableSettings;
import io.weft.vswitch.revalidate.RevalidatorAgent;
import io.weft.vswitch.revalidate.RevalidatorProxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.NanoClock;

/**
 * The life of flow entries besides what users change: the first entries of a bridge, limits, timeouts, and the entry that keeps a bridge
 * forwarding while its controller is away.
 *
 * <pre>
 *   a deadline is over --> the revalidator counts all traffic --> entries that were not used after all get a later deadline
 *                                                             --> the others end, at most {@value #AT_ONCE} in one version
 * </pre>
 *
 * The conductor's own; called on its thread.
 */
final class TableKeeper {
    /** Entries that may end in one round of the conductor. */
    private static final int AT_ONCE = 8192;

    /** How often deadlines are looked at. */
    private static final long CHECK_NS = 100_000_000L;

    /** Above every priority of a user: OVS's own number, so that it is known where it is seen. */
    private static final int FAIL_OPEN_PRIORITY = 0xf0f0f0;

    /** Three times OVS's inactivity probe of 5 s. */
    private static final long FAIL_OPEN_NS = 15_000_000_000L;

    private static final List<Action> NORMAL = List.of(new Action.Normal());

    private final ConductorAgent conductor;
    private final RevalidatorProxy revalidator;
    private final NanoClock clock;
    private final ControllerWatch controllers;
    private long nextCheckNs;
    private boolean counting;

    TableKeeper(ConductorAgent conductor, RevalidatorProxy revalidator, NanoClock clock, ControllerWatch controllers) {
        this.conductor = conductor;
        this.revalidator = revalidator;
        this.clock = clock;
        this.controllers = controllers;
        nextCheckNs = clock.nanoTime();
    }

    // ---- configuration

    /** A new bridge: nobody sees it before it is published. */
    void begin(BridgeState bridge, BridgeConfig config) {
        bridge.lastControllerNs = clock.nanoTime();
        if (!conductor.restoration().has(bridge.name)) {
            addDefault(bridge, config);
        }
    }

    /** Without a controller, a standalone bridge starts as a learning switch. */
    void addDefault(BridgeState bridge, BridgeConfig config) {
        boolean isSwitch = config.failMode() == BridgeConfig.FailMode.STANDALONE
                && config.controllers().isEmpty();
        if (isSwitch && bridge.settings(config, 0).flowLimit() > 0) {
            FlowMod normal = FlowMod.add(0, 0, Match.ANY, 0, NORMAL);
            conductor
                    .notes()
                    .changed(
                            bridge,
                            bridge.tables.apply(
                                    List.of(normal), conductor.versions().next(), clock.nanoTime()));
        }
    }

    /**
     * Makes the tables what {@code next} says. As in OVS, a bridge that gets its first controller or loses its last one starts with empty
     * tables, and so does one without controllers whose fail mode changes.
     */
    void configure(BridgeState bridge, BridgeConfig old, BridgeConfig next) {
        for (int table = 0; table < FlowTables.COUNT; table++) {
            TableSettings settings = bridge.settings(next, table);
            if (!settings.equals(bridge.tables.table(table).settings())) {
                conductor
                        .versions()
                        .report(
                                bridge,
                                bridge.tables.configure(
                                        table, settings, conductor.versions().next()));
            }
        }
        if (old == null) {
            return;
        }
        boolean had = !old.controllers().isEmpty();
        boolean has = !next.controllers().isEmpty();
        if (had != has || !has && old.failMode() != next.failMode()) {
            bridge.lastControllerNs = clock.nanoTime();
            flush(bridge);
            addDefault(bridge, next);
        }
    }

    /** What {@code mod-table} does to one table, or to all. */
    void modify(BridgeState bridge, BridgeConfig config, int wanted, TableModification change) {
        boolean all = wanted == FlowMod.ALL_TABLES;
        for (int table = all ? 0 : wanted; table <= (all ? FlowTables.LAST : wanted); table++) {
            switch (change) {
                case DROP ->
                    bridge.tables.setMissPolicy(
                            table, MissPolicy.DROP, conductor.versions().next());
                case CONTINUE ->
                    bridge.tables.setMissPolicy(
                            table, MissPolicy.CONTINUE, conductor.versions().next());
                case CONTROLLER ->
                    bridge.tables.setMissPolicy(
                            table, MissPolicy.CONTROLLER, conductor.versions().next());
                case EVICT, NOEVICT -> bridge.evictionWishes.put(table, change == TableModification.EVICT);
            }
            TableSettings settings = bridge.settings(config, table);
            conductor
                    .versions()
                    .report(
                            bridge,
                            bridge.tables.configure(
                                    table, settings, conductor.versions().next()));
        }
    }

    private void flush(BridgeState bridge) {
        bridge.isFailOpen = false;
        long version = conductor.versions().next();
        List<FlowEntry> all = bridge.tables.list(version, FlowFilter.ALL);
        conductor.versions().report(bridge, bridge.tables.remove(all, RemovalReason.DELETE, version));
        conductor
                .versions()
                .report(bridge, bridge.tables.remove(bridge.tables.hidden(version), RemovalReason.DELETE, version));
    }

    // ---- timeouts

    /** Ends what is due; returns the work done. */
    int expire(long nowNs) {
        if (counting || nowNs - nextCheckNs < 0 || !isDue(nowNs)) {
            return 0;
        }
        counting = true;
        nextCheckNs = nowNs + CHECK_NS;
        CompletableFuture<Boolean> counted = revalidator.ask(TableKeeper::count);
        conductor.when(counted::isDone, () -> {
            counting = false;
            if (!counted.isCompletedExceptionally()) {
                endDue(nowNs);
            }
        });
        return 1;
    }

    /** For how long nothing is due. */
    long restNs(long nowNs) {
        long deadlineNs = Long.MAX_VALUE;
        for (BridgeState bridge : conductor.bridges().values()) {
            deadlineNs = Math.min(deadlineNs, bridge.tables.nextDeadlineNs());
        }
        return Math.max(nextCheckNs, deadlineNs) - nowNs;
    }

    private static boolean count(RevalidatorAgent agent) {
        agent.countAll();
        return true;
    }

    private boolean isDue(long nowNs) {
        for (BridgeState bridge : conductor.bridges().values()) {
            if (bridge.tables.nextDeadlineNs() < nowNs) {
                return true;
            }
        }
        return false;
    }

    private void endDue(long nowNs) {
        for (BridgeState bridge : conductor.bridges().values()) {
            FlowChanges changes =
                    bridge.tables.expire(AT_ONCE, conductor.versions().next(), nowNs);
            if (!changes.isEmpty()) {
                var _ = conductor.versions().publishFlows(bridge, changes);
            }
        }
        if (isDue(nowNs)) {
            nextCheckNs = nowNs; // there were more than one round may end
        }
    }

    // ---- fail mode

    /** Lets bridges forward whose controller has been away for too long, and stops it when it is back. */
    int watchControllers(long nowNs) {
        int work = watchMisses();
        for (BridgeState bridge : conductor.bridges().values()) {
            BridgeConfig config = conductor.config().bridge(bridge.name).orElse(null);
            if (config == null || config.controllers().isEmpty()) {
                continue;
            }
            if (controllers.isAttached(bridge.name)) {
                bridge.lastControllerNs = nowNs;
            }
            boolean wanted = config.failMode() == BridgeConfig.FailMode.STANDALONE
                    && nowNs - bridge.lastControllerNs >= FAIL_OPEN_NS;
            if (wanted != bridge.isFailOpen) {
                bridge.isFailOpen = wanted;
                failOpen(bridge, wanted);
                work++;
            }
        }
        return work;
    }

    /** Has packets that match nothing go to who takes them; returns for how many bridges that changed. */
    int watchMisses() {
        int changed = 0;
        for (BridgeState bridge : conductor.bridges().values()) {
            boolean wanted = controllers.takesMisses(bridge.name);
            if (wanted != bridge.takesMisses) {
                bridge.takesMisses = wanted;
                bridge.changed();
                changed++;
            }
        }
        if (changed > 0) {
            conductor.versions().publishEverything();
        }
        return changed;
    }

    private void failOpen(BridgeState bridge, boolean open) {
        long version = conductor.versions().next();
        FlowChanges changes = open
                ? bridge.tables.addHidden(FAIL_OPEN_PRIORITY, Match.ANY, NORMAL, version, clock.nanoTime())
                : bridge.tables.remove(bridge.tables.hidden(version), RemovalReason.DELETE, version);
        var _ = conductor.versions().publishFlows(bridge, changes);
    }
}

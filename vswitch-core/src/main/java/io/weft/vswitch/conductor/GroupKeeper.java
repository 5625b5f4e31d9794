package io.weft.vswitch.conductor;

import io.weft.flow.action.Ports;
import io.weft.flow.group.Bucket;
import io.weft.flow.group.GroupChanges;
import io.weft.flow.group.GroupEntry;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupTable;
import io.weft.flow.meter.Meter;
import io.weft.flow.meter.MeterEntry;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.meter.MeterTable;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.RemovalReason;
import io.weft.vswitch.GroupView;
import io.weft.vswitch.MeterView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.NanoClock;

/**
 * Groups and meters of all bridges, and the ports that groups watch. The conductor's own; called on its thread.
 *
 * <pre>
 *   change --> tables of entries, groups, meters in version v+1 --> one publication: a packet sees all of it or nothing
 *   every round: the links of watched ports --changed--> a publication
 * </pre>
 */
public final class GroupKeeper {
    private final ConductorAgent conductor;
    private final NanoClock clock;
    private final BitSet meterNumbers = new BitSet();

    GroupKeeper(ConductorAgent conductor, NanoClock clock) {
        this.conductor = conductor;
        this.clock = clock;
    }

    /**
     * Changes entries and groups of a bridge in their order, all or nothing, in one version.
     *
     * @throws io.weft.flow.table.FlowModException when a change of entries is refused
     * @throws io.weft.flow.group.GroupModException when a change of groups is refused
     */
    public CompletableFuture<FlowChanges> modify(String bridgeName, List<BundleMod> mods) {
        BridgeState bridge = conductor.bridge(bridgeName);
        long nowNs = clock.nanoTime();
        GroupChanges groups = bridge.groups.change(nowNs);
        FlowChanges changes = bridge.tables.apply(
                mods, groups, bridge.meters, conductor.versions().next(), nowNs);
        GroupTable next = groups.table();
        if (next == bridge.groups) {
            return conductor.versions().publishFlows(bridge, changes);
        }
        bridge.groups = next;
        bridge.watchedPorts = watched(next);
        return conductor.versions().publishTargets(bridge, changes);
    }

    /** The groups of a bridge by id. */
    public List<GroupView> groups(String bridgeName) {
        BridgeState bridge = conductor.bridge(bridgeName);
        List<GroupView> views = new ArrayList<>();
        for (GroupEntry entry : bridge.groups.list()) {
            views.add(
                    new GroupView(entry, bridge.tables.usersOfGroup(entry.id()).size()));
        }
        return views;
    }

    // ---- meters

    /**
     * Changes meters of a bridge in their order, all or nothing.
     *
     * @throws io.weft.flow.meter.MeterModException when a change is refused
     */
    public CompletableFuture<FlowChanges> modifyMeters(String bridgeName, List<MeterMod> mods) {
        BridgeState bridge = conductor.bridge(bridgeName);
        BitSet numbers = (BitSet) meterNumbers.clone();
        MeterTable next = bridge.meters;
        for (MeterMod mod : mods) {
            next = next.apply(mod, numbers, clock.nanoTime());
        }
        List<MeterEntry> gone = gone(bridge.meters, next);
        Set<FlowEntry> users = new LinkedHashSet<>();
        gone.forEach(meter -> users.addAll(bridge.tables.usersOfMeter(meter.id())));
        meterNumbers.or(numbers);
        bridge.meters = next;
        FlowChanges changes = bridge.tables.remove(
                users, RemovalReason.METER_DELETE, conductor.versions().next());
        CompletableFuture<FlowChanges> done = conductor.versions().publishTargets(bridge, changes);
        conductor.when(done::isDone, () -> gone.forEach(meter -> meterNumbers.clear(meter.number())));
        return done;
    }

    private static List<MeterEntry> gone(MeterTable before, MeterTable after) {
        return before.list().stream()
                .filter(meter ->
                        after.get(meter.id()) == null || after.get(meter.id()).number() != meter.number())
                .toList();
    }

    /** The meters of a bridge by id. */
    public List<MeterView> meters(String bridgeName) {
        BridgeState bridge = conductor.bridge(bridgeName);
        List<MeterView> views = new ArrayList<>();
        for (MeterEntry entry : bridge.meters.list()) {
            int users = entry.id() <= Meter.MAX_ID
                    ? bridge.tables.usersOfMeter(entry.id()).size()
                    : 0;
            views.add(new MeterView(entry, users));
        }
        return views;
    }

    /** A bridge is gone: nobody runs its meters any more. */
    void release(BridgeState bridge) {
        bridge.meters.list().forEach(meter -> meterNumbers.clear(meter.number()));
    }

    /**
     * Gives a bridge that nobody sees yet these groups and meters.
     *
     * @throws io.weft.flow.group.GroupModException when one of the groups is refused
     * @throws io.weft.flow.meter.MeterModException when one of the meters is refused
     */
    void restore(BridgeState bridge, List<GroupMod> groupMods, List<MeterMod> meterMods) {
        long nowNs = clock.nanoTime();
        GroupChanges groups = GroupTable.EMPTY.change(nowNs);
        for (int i = 0; i < groupMods.size(); i++) {
            groups.apply(i, groupMods.get(i));
        }
        MeterTable meters = MeterTable.EMPTY;
        for (MeterMod mod : meterMods) {
            meters = meters.apply(mod, meterNumbers, nowNs);
            bridge.meters = meters;
        }
        bridge.groups = groups.table();
        bridge.watchedPorts = watched(bridge.groups);
    }

    /** Takes back what {@link #restore} gave. */
    void clear(BridgeState bridge) {
        release(bridge);
        bridge.groups = GroupTable.EMPTY;
        bridge.meters = MeterTable.EMPTY;
        bridge.watchedPorts = Set.of();
    }

    // ---- liveness

    private static Set<Integer> watched(GroupTable groups) {
        Set<Integer> ports = new HashSet<>();
        for (GroupEntry entry : groups.list()) {
            for (Bucket bucket : entry.group().buckets()) {
                if (bucket.watchPort() != Ports.NONE) {
                    ports.add(bucket.watchPort());
                }
            }
        }
        return ports;
    }

    /** Looks at the links of all ports that groups watch; returns the work done. */
    int watchPorts() {
        int work = 0;
        for (BridgeState bridge : conductor.bridges().values()) {
            if (!bridge.watchedPorts.isEmpty() && isLinkChanged(bridge)) {
                conductor.versions().publishLinks(bridge);
                work++;
            }
        }
        return work;
    }

    private static boolean isLinkChanged(BridgeState bridge) {
        boolean changed = false;
        for (PortState port : bridge.ports.values()) {
            changed |= bridge.watchedPorts.contains(port.ofPort) && port.watchLink();
        }
        return changed;
    }
}

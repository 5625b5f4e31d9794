package io.weft.vswitch.conductor;

import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowTables;
import io.weft.flow.table.MissPolicy;
import io.weft.vswitch.state.BridgeShape;
import io.weft.vswitch.state.SavedPort;
import io.weft.vswitch.state.StateItem;
import io.weft.vswitch.state.StateLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells the {@link StateLog} of what outlives the process. The conductor's own; called on its thread. */
public final class StateNotes {
    private final ConductorAgent conductor;
    private StateLog log = StateLog.NONE;
    private boolean isOn;

    StateNotes(ConductorAgent conductor) {
        this.conductor = conductor;
    }

    /** From now on {@code stateLog} hears of it. Before the first round. */
    public void into(StateLog stateLog) {
        log = stateLog;
        isOn = true;
    }

    /** Entries of a bridge came and went, or its groups and meters are others. */
    void changed(BridgeState bridge, FlowChanges changes) {
        if (isOn) {
            log.note(new StateItem.Changed(bridge.name, changes, bridge.groups, bridge.meters));
        }
    }

    /** An entry has other timeouts. */
    void changed(BridgeState bridge, FlowEntry entry) {
        changed(bridge, new FlowChanges(List.of(entry), List.of(), Map.of()));
    }

    /** Something else than entries changed. */
    void shaped() {
        if (isOn) {
            log.note(new StateItem.Shaped(shapes()));
        }
    }

    /** All there is. */
    public StateItem.Whole whole() {
        Map<String, List<FlowEntry>> entries = new HashMap<>();
        long version = conductor.versions().newest();
        conductor.bridges().values().forEach(bridge -> entries.put(bridge.name, bridge.tables.unordered(version)));
        return new StateItem.Whole(shapes(), entries);
    }

    /** Has the log hear of all there is. */
    public boolean noteWhole() {
        log.note(whole());
        return true;
    }

    private List<BridgeShape> shapes() {
        return conductor.bridges().values().stream().map(this::shape).toList();
    }

    private BridgeShape shape(BridgeState bridge) {
        Map<String, SavedPort> ports = new HashMap<>();
        bridge.ports.forEach((name, port) -> ports.put(name, new SavedPort(port.ofPort, port.flags)));
        Map<Integer, MissPolicy> misses = new TreeMap<>();
        for (int table = 0; table < FlowTables.COUNT; table++) {
            MissPolicy policy =
                    bridge.tables.table(table).missPolicy(conductor.versions().next());
            if (policy != MissPolicy.UNSET) {
                misses.put(table, policy);
            }
        }
        return new BridgeShape(
                bridge.name,
                ports,
                bridge.fragments,
                bridge.tlvMap,
                misses,
                bridge.evictionWishes,
                bridge.groups,
                bridge.meters,
                bridge.macs);
    }
}

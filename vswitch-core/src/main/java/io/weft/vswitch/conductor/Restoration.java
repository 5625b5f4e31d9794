package io.weft.vswitch.conductor;

import io.weft.flow.match.TlvMap;
import io.weft.flow.table.FlowTables;
import io.weft.flow.table.RemovalReason;
import io.weft.vswitch.mac.MacEntry;
import io.weft.vswitch.mac.MacTable;
import io.weft.vswitch.state.SavedBridge;
import io.weft.vswitch.state.SavedPort;
import io.weft.vswitch.state.SavedState;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Gives the bridges of a configuration what the process before left of them, before anybody sees them: numbers and flags of ports while they are made,
 * the rest when all are there. A bridge whose state is refused begins as a new one, whole.
 *
 * <p>The conductor's own; called on its thread.
 */
final class Restoration {
    /** Nothing is there. */
    static final Restoration NONE = new Restoration(SavedState.NONE, (bridge, fault) -> {});

    private final SavedState state;
    private final BiConsumer<String, String> refused;

    /** @param refused takes the bridge whose state cannot be used, and why */
    Restoration(SavedState state, BiConsumer<String, String> refused) {
        this.state = state;
        this.refused = refused;
    }

    /** Whether a bridge was there before. */
    boolean has(String bridge) {
        return state.bridge(bridge).isPresent();
    }

    /** The number that a port asks for, or else had; 0 for none. */
    int number(BridgeState bridge, PortSettings settings) {
        SavedPort saved = port(bridge, settings.name());
        return settings.ofportRequest() != 0 || saved == null ? settings.ofportRequest() : saved.number();
    }

    /** What is kept of a port, or null. */
    SavedPort port(BridgeState bridge, String name) {
        return state.bridge(bridge.name).map(saved -> saved.ports().get(name)).orElse(null);
    }

    /** All bridges and ports are there. */
    void carryOut(ConductorAgent conductor) {
        for (BridgeState bridge : conductor.bridges().values()) {
            SavedBridge saved = state.bridge(bridge.name).orElse(null);
            if (saved != null) {
                carryOut(conductor, bridge, saved);
            }
        }
    }

    private void carryOut(ConductorAgent conductor, BridgeState bridge, SavedBridge saved) {
        long version = conductor.versions().next();
        BridgeConfig config = conductor.config().bridge(bridge.name).orElseThrow();
        try {
            TlvMap tlvMap = TlvMap.EMPTY.with(saved.tlvMap());
            conductor.groups().restore(bridge, saved.groups(), saved.meters());
            bridge.tables.restore(saved.flows(), version);
            bridge.tlvMap = tlvMap;
        } catch (RuntimeException e) {
            bridge.tables.remove(bridge.tables.unordered(version), RemovalReason.DELETE, version);
            conductor.groups().clear(bridge);
            conductor.keeper().addDefault(bridge, config);
            refused.accept(bridge.name, e.getMessage());
            return;
        }
        bridge.fragments = saved.fragments();
        saved.misses().forEach((table, policy) -> bridge.tables.setMissPolicy(table, policy, version));
        bridge.evictionWishes.putAll(saved.evictions());
        for (int table = 0; table < FlowTables.COUNT; table++) {
            bridge.tables.configure(table, bridge.settings(config, table), version);
        }
        conductor.tellMacs(bridge.macs, macs -> learn(macs, saved.macs(), conductor.nowNs()));
        bridge.changed();
    }

    private static void learn(MacTable macs, List<MacEntry> entries, long nowNs) {
        for (MacEntry entry : entries) {
            if (entry.isStatic()) {
                macs.addStatic(entry.vlan(), entry.mac(), entry.port(), nowNs);
            } else {
                macs.learn(entry.vlan(), entry.mac(), entry.port(), nowNs);
            }
        }
    }
}

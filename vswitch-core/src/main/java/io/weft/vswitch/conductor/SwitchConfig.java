package io.weft.vswitch.conductor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All that a user wants of a switch: the rows {@code Open_vSwitch}, {@code Bridge}, {@code Port} and {@code Interface} in one immutable
 * value. It says what is desired; {@code ConfigLaws} says what is allowed, the conductor makes it so.
 *
 * @param bridges in the order in which they were made; names are unique
 * @param externalIds free for the user and for agents, such as {@code system-id}
 * @param otherConfig knobs of the whole switch
 * @param tracking zones of the connection tracker
 */
public record SwitchConfig(
        List<BridgeConfig> bridges,
        Map<String, String> externalIds,
        Map<String, String> otherConfig,
        TrackingConfig tracking) {
    /** No bridges, no knobs. */
    public static final SwitchConfig EMPTY = new SwitchConfig(List.of(), Map.of(), Map.of(), TrackingConfig.DEFAULT);

    public SwitchConfig {
        bridges = List.copyOf(bridges);
        externalIds = copy(externalIds);
        otherConfig = copy(otherConfig);
    }

    public Optional<BridgeConfig> bridge(String name) {
        return bridges.stream().filter(bridge -> bridge.name().equals(name)).findFirst();
    }

    /** With {@code bridge} added at the end, or in the place of the one of its name. */
    public SwitchConfig with(BridgeConfig bridge) {
        List<BridgeConfig> list = new ArrayList<>(bridges);
        int index = indexOf(bridge.name());
        if (index < 0) {
            list.add(bridge);
        } else {
            list.set(index, bridge);
        }
        return new SwitchConfig(list, externalIds, otherConfig, tracking);
    }

    /** With a bridge of this name added even if there is one already: for callers that want the duplicate refused. */
    public SwitchConfig plus(BridgeConfig bridge) {
        List<BridgeConfig> list = new ArrayList<>(bridges);
        list.add(bridge);
        return new SwitchConfig(list, externalIds, otherConfig, tracking);
    }

    /** Without the bridge of this name, if there is one. */
    public SwitchConfig without(String bridge) {
        return new SwitchConfig(
                bridges.stream().filter(b -> !b.name().equals(bridge)).toList(), externalIds, otherConfig, tracking);
    }

    /**
     * With one bridge changed.
     *
     * @throws ConfigException when there is no bridge of this name
     */
    public SwitchConfig withBridge(String name, UnaryOperator<BridgeConfig> change) {
        BridgeConfig bridge = bridge(name).orElseThrow(() -> ConfigException.unknown("bridge", name, bridgeNames()));
        return with(change.apply(bridge));
    }

    public SwitchConfig withExternalIds(Map<String, String> ids) {
        return new SwitchConfig(bridges, ids, otherConfig, tracking);
    }

    public SwitchConfig withOtherConfig(Map<String, String> config) {
        return new SwitchConfig(bridges, externalIds, config, tracking);
    }

    public SwitchConfig withTracking(TrackingConfig config) {
        return new SwitchConfig(bridges, externalIds, otherConfig, config);
    }

    /** The connections that the tracker's table is for when it is made: {@code other_config:ct-maxconns}. Of a configuration that was accepted. */
    public int mostConnections() {
        return ConfigLaws.mostConnections(otherConfig);
    }

    /** Answers to rejected packets that are sent a second: {@code other_config:reject-rate}. Of a configuration that was accepted. */
    public int rejectRatePps() {
        return ConfigLaws.rejectRatePps(otherConfig);
    }

    List<String> bridgeNames() {
        return bridges.stream().map(BridgeConfig::name).toList();
    }

    private int indexOf(String name) {
        return bridgeNames().indexOf(name);
    }

    /** An immutable copy that keeps the user's order. */
    static Map<String, String> copy(Map<String, String> map) {
        return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}

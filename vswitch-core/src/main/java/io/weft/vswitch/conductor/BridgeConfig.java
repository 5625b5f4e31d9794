package io.weft.vswitch.conductor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A bridge as the user wants it.
 *
 * @param name 1 to 15 characters of letters, digits, dot, dash, underscore
 * @param datapathType as the user wrote it: {@code netdev}, {@code system} or empty; every bridge runs in this process whatever it says
 * @param failMode {@code standalone} (with no flow entries and no controller: forward as a learning switch) or {@code secure} (drop)
 * @param otherConfig knobs such as {@code mac-aging-time} (seconds) and {@code mac-table-size} (addresses)
 * @param externalIds free for the user
 * @param ports in the order in which they were made; names are unique in the switch
 * @param mirrors what is copied where; at most {@link MirrorConfig#MAX_MIRRORS}
 * @param controllers who gets packets, and how many
 * @param floodVlans VLANs in which no address is learned, 0 to 4095: their packets are flooded
 * @param flowTables the flow tables that are configured, each at most once
 */
public record BridgeConfig(
        String name,
        String datapathType,
        FailMode failMode,
        Map<String, String> otherConfig,
        Map<String, String> externalIds,
        List<PortSettings> ports,
        List<MirrorConfig> mirrors,
        List<ControllerConfig> controllers,
        List<Integer> floodVlans,
        List<FlowTableConfig> flowTables) {

    /** What a bridge does when it has no controller and no flow entries of its own. */
    public enum FailMode {
        STANDALONE,
        SECURE
    }

    public BridgeConfig {
        datapathType = datapathType == null ? "" : datapathType;
        otherConfig = SwitchConfig.copy(otherConfig);
        externalIds = SwitchConfig.copy(externalIds);
        ports = List.copyOf(ports);
        mirrors = List.copyOf(mirrors);
        controllers = List.copyOf(controllers);
        floodVlans = List.copyOf(floodVlans);
        flowTables = List.copyOf(flowTables);
    }

    /** A bridge with no ports and every knob at its default. */
    public static BridgeConfig of(String name) {
        return new BridgeConfig(
                name,
                "",
                FailMode.STANDALONE,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    public Optional<PortSettings> port(String portName) {
        return ports.stream().filter(port -> port.name().equals(portName)).findFirst();
    }

    /** With {@code port} added at the end, or in the place of the one of its name. */
    public BridgeConfig with(PortSettings port) {
        List<PortSettings> list = new ArrayList<>(ports);
        int index = portNames().indexOf(port.name());
        if (index < 0) {
            list.add(port);
        } else {
            list.set(index, port);
        }
        return withPorts(list);
    }

    /** With a port added even if there is one of its name: for callers that want the duplicate refused. */
    public BridgeConfig plus(PortSettings port) {
        List<PortSettings> list = new ArrayList<>(ports);
        list.add(port);
        return withPorts(list);
    }

    public BridgeConfig without(String portName) {
        return withPorts(
                ports.stream().filter(port -> !port.name().equals(portName)).toList());
    }

    /**
     * With one port changed.
     *
     * @throws ConfigException when there is no port of this name
     */
    public BridgeConfig withPort(String portName, UnaryOperator<PortSettings> change) {
        PortSettings port = port(portName).orElseThrow(() -> ConfigException.unknown("port", portName, portNames()));
        return with(change.apply(port));
    }

    public BridgeConfig withPorts(List<PortSettings> newPorts) {
        return new BridgeConfig(
                name,
                datapathType,
                failMode,
                otherConfig,
                externalIds,
                newPorts,
                mirrors,
                controllers,
                floodVlans,
                flowTables);
    }

    public BridgeConfig withDatapathType(String type) {
        return new BridgeConfig(
                name, type, failMode, otherConfig, externalIds, ports, mirrors, controllers, floodVlans, flowTables);
    }

    public BridgeConfig withFailMode(FailMode mode) {
        return new BridgeConfig(
                name,
                datapathType,
                mode,
                otherConfig,
                externalIds,
                ports,
                mirrors,
                controllers,
                floodVlans,
                flowTables);
    }

    public BridgeConfig withOtherConfig(Map<String, String> config) {
        return new BridgeConfig(
                name, datapathType, failMode, config, externalIds, ports, mirrors, controllers, floodVlans, flowTables);
    }

    public BridgeConfig withExternalIds(Map<String, String> ids) {
        return new BridgeConfig(
                name, datapathType, failMode, otherConfig, ids, ports, mirrors, controllers, floodVlans, flowTables);
    }

    public BridgeConfig withMirrors(List<MirrorConfig> list) {
        return new BridgeConfig(
                name,
                datapathType,
                failMode,
                otherConfig,
                externalIds,
                ports,
                list,
                controllers,
                floodVlans,
                flowTables);
    }

    public BridgeConfig withControllers(List<ControllerConfig> list) {
        return new BridgeConfig(
                name, datapathType, failMode, otherConfig, externalIds, ports, mirrors, list, floodVlans, flowTables);
    }

    public BridgeConfig withFloodVlans(List<Integer> vlans) {
        return new BridgeConfig(
                name, datapathType, failMode, otherConfig, externalIds, ports, mirrors, controllers, vlans, flowTables);
    }

    public BridgeConfig withFlowTables(List<FlowTableConfig> tables) {
        return new BridgeConfig(
                name,
                datapathType,
                failMode,
                otherConfig,
                externalIds,
                ports,
                mirrors,
                controllers,
                floodVlans,
                tables);
    }

    /** With this table configured so, in place of what is configured for it. */
    public BridgeConfig with(FlowTableConfig table) {
        List<FlowTableConfig> list = new ArrayList<>(flowTables);
        list.removeIf(other -> other.table() == table.table());
        list.add(table);
        return withFlowTables(list);
    }

    /** What is configured for the table with this number. */
    public Optional<FlowTableConfig> flowTable(int table) {
        return flowTables.stream().filter(one -> one.table() == table).findFirst();
    }

    List<String> portNames() {
        return ports.stream().map(PortSettings::name).toList();
    }
}

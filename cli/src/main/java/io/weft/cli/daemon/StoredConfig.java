package io.weft.cli.daemon;

import io.weft.northbound.control.PortSpec;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.SwitchConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The configuration as it is written to the run directory. Every component may be absent (null) in a file.
 *
 * @param format {@value #FORMAT}; a file with another number is not read
 */
record StoredConfig(
        int format, List<StoredBridge> bridges, Map<String, String> externalIds, Map<String, String> otherConfig) {
    static final int FORMAT = 1;

    /** A bridge with its ports. */
    record StoredBridge(
            String name,
            String datapathType,
            BridgeConfig.FailMode failMode,
            Map<String, String> otherConfig,
            Map<String, String> externalIds,
            List<StoredPort> ports) {

        private static StoredBridge of(BridgeConfig bridge) {
            return new StoredBridge(
                    bridge.name(),
                    bridge.datapathType(),
                    bridge.failMode(),
                    bridge.otherConfig(),
                    bridge.externalIds(),
                    bridge.ports().stream().map(StoredPort::of).toList());
        }

        private BridgeConfig config() {
            return new BridgeConfig(
                    name,
                    datapathType,
                    Objects.requireNonNullElse(failMode, BridgeConfig.FailMode.STANDALONE),
                    orEmpty(otherConfig),
                    orEmpty(externalIds),
                    orEmpty(ports).stream().map(port -> port.settings(name)).toList(),
                    List.of(),
                    List.of(),
                    List.of());
        }
    }

    /** A port with its interface; {@code tag} is null on a trunk. */
    record StoredPort(
            String name,
            Integer tag,
            List<Integer> trunks,
            String vlanMode,
            String type,
            Map<String, String> options,
            int ofportRequest,
            int mtuRequest,
            Map<String, String> externalIds) {

        private static StoredPort of(PortSettings port) {
            PortSpec spec = PortRow.of("", port).spec();
            return new StoredPort(
                    spec.name(),
                    spec.tag().isPresent() ? spec.tag().getAsInt() : null,
                    spec.trunks(),
                    spec.vlanMode(),
                    spec.type(),
                    spec.options(),
                    spec.ofportRequest(),
                    spec.mtuRequest(),
                    spec.externalIds());
        }

        private PortSettings settings(String bridge) {
            PortSpec spec = new PortSpec(
                    name,
                    tag == null ? OptionalInt.empty() : OptionalInt.of(tag),
                    orEmpty(trunks),
                    Objects.requireNonNullElse(vlanMode, ""),
                    Objects.requireNonNullElse(type, ""),
                    orEmpty(options),
                    ofportRequest,
                    mtuRequest,
                    orEmpty(externalIds));
            return PortRow.of(bridge, spec).finished();
        }
    }

    static StoredConfig of(SwitchConfig config) {
        return new StoredConfig(
                FORMAT,
                config.bridges().stream().map(StoredBridge::of).toList(),
                config.externalIds(),
                config.otherConfig());
    }

    SwitchConfig config() {
        return new SwitchConfig(
                orEmpty(bridges).stream().map(StoredBridge::config).toList(),
                orEmpty(externalIds),
                orEmpty(otherConfig));
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}

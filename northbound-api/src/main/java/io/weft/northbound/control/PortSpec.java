package io.weft.northbound.control;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A port and its interface, as configured.
 *
 * @param name 1 to 255 bytes of printable ASCII without space and slash
 * @param tag access VLAN, 0 to 4095; empty: trunk
 * @param trunks VLANs of a trunk, each 0 to 4095; empty: all
 * @param vlanMode access, trunk, native-tagged or native-untagged; empty: derived from the tag
 * @param type interface type; empty: the best driver for an existing device
 * @param options interface options, validated by the driver
 * @param ofportRequest wanted port number, 1 to 65279; 0: any
 * @param mtuRequest wanted MTU in bytes, 68 to 65535; 0: the device's own
 * @param externalIds free for the caller
 */
public record PortSpec(
        String name,
        OptionalInt tag,
        List<Integer> trunks,
        String vlanMode,
        String type,
        Map<String, String> options,
        int ofportRequest,
        int mtuRequest,
        Map<String, String> externalIds) {
    public PortSpec {
        trunks = List.copyOf(trunks);
        options = Map.copyOf(options);
        externalIds = Map.copyOf(externalIds);
    }

    /** A trunk port of this type with defaults otherwise. */
    public static PortSpec of(String name, String type) {
        return new PortSpec(name, OptionalInt.empty(), List.of(), "", type, Map.of(), 0, 0, Map.of());
    }
}

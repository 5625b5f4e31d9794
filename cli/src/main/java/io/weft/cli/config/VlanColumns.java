package io.weft.cli.config;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.bridge.VlanSettings;
import java.util.List;
import java.util.OptionalInt;

/**
 * The columns {@code tag}, {@code trunks} and {@code vlan_mode} of a port, which may be set in any order; together they make
 * {@link VlanSettings} (ovs-vswitchd.conf.db(5), "VLAN Configuration").
 *
 * @param tag 0 to 4095
 * @param trunks each 0 to 4095; empty: all
 * @param mode empty: access where there is a tag, else trunk
 */
record VlanColumns(OptionalInt tag, List<Integer> trunks, String mode) {
    private static final List<String> MODES = List.of("access", "trunk", "native-tagged", "native-untagged");

    VlanColumns {
        trunks = List.copyOf(trunks);
        if (!mode.isEmpty() && !MODES.contains(mode)) {
            throw new ControlException(
                    Kind.INVALID, FieldViolation.notAllowed("vlan_mode", mode, String.join(", ", MODES)));
        }
    }

    /** Of a record of Port. */
    static VlanColumns of(Row port) {
        String tag = port.text("tag");
        return new VlanColumns(
                tag.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(tag)),
                PortRows.numbers(port, "trunks"),
                port.text("vlan_mode"));
    }

    VlanSettings settings() {
        int[] vlans = trunks.stream().mapToInt(Integer::intValue).toArray();
        return switch (mode.isEmpty() ? (tag.isPresent() ? "access" : "trunk") : mode) {
            case "access" -> VlanSettings.access(tag.orElse(0));
            case "native-tagged" -> VlanSettings.nativeTagged(tag.orElse(0), vlans);
            case "native-untagged" -> VlanSettings.nativeUntagged(tag.orElse(0), vlans);
            default -> VlanSettings.trunk(vlans);
        };
    }
}

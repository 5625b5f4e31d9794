package io.weft.cli.daemon;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.bridge.VlanSettings.Mode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

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

    /** The columns that make these settings. */
    static VlanColumns of(VlanSettings settings) {
        boolean trunk = settings.mode() == Mode.TRUNK;
        boolean plain = trunk || settings.mode() == Mode.ACCESS;
        List<Integer> carried = IntStream.range(0, 4096)
                .filter(vlan -> settings.carries(vlan) && (trunk || vlan != settings.tag()))
                .boxed()
                .toList();
        boolean all = carried.size() >= 4095 || settings.mode() == Mode.ACCESS;
        return new VlanColumns(
                trunk ? OptionalInt.empty() : OptionalInt.of(settings.tag()),
                all ? List.of() : carried,
                plain ? "" : settings.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    VlanColumns withTag(OptionalInt value) {
        return new VlanColumns(value, trunks, mode);
    }

    VlanColumns withTrunks(List<Integer> value) {
        return new VlanColumns(tag, value, mode);
    }

    VlanColumns withMode(String value) {
        return new VlanColumns(tag, trunks, value);
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

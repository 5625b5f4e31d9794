package io.weft.cli.daemon;

import io.weft.flow.match.TlvMap;
import io.weft.flow.match.TlvMapping;
import io.weft.northbound.control.FragmentMode;
import io.weft.northbound.control.PortFlag;
import io.weft.northbound.control.TlvChange;
import io.weft.vswitch.PortFlags;
import io.weft.vswitch.PortView;
import io.weft.vswitch.VirtualSwitch;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is set at run time on ports and bridges. Thread-safety: any thread; the switch serialises. */
final class LocalPorts {
    private final VirtualSwitch weft;
    private final LocalConfig config;

    LocalPorts(VirtualSwitch weft, LocalConfig config) {
        this.weft = weft;
        this.config = config;
    }

    void modify(String bridge, String wanted, Set<PortFlag> set, Set<PortFlag> clear) {
        config.requireBridge(bridge, false);
        PortView port = weft.ports().stream()
                .filter(view -> view.bridge().equals(bridge))
                .filter(view -> view.name().equals(wanted)
                        || Integer.toString(PortText.number(view)).equals(wanted))
                .findFirst()
                .orElseThrow(() -> Refusals.notFound("port", wanted));
        Refusals.translate(() -> {
            weft.portFlags(bridge, port.name(), flags -> {
                Set<PortFlag> changed = flags(flags);
                changed.addAll(set);
                changed.removeAll(clear);
                return flags(changed);
            });
            return null;
        });
    }

    void setFragmentMode(String bridge, FragmentMode mode) {
        config.requireBridge(bridge, false);
        Refusals.translate(() -> {
            weft.fragments(bridge, io.weft.vswitch.bridge.FragmentMode.valueOf(mode.name()));
            return null;
        });
    }

    List<TlvMapping> tlvMap(String bridge, TlvChange change) {
        config.requireBridge(bridge, false);
        List<TlvMapping> mappings = change.mappings();
        return Refusals.translate(() -> weft.tlvMap(bridge, map -> switch (change.kind()) {
                    case LIST -> map;
                    case ADD -> map.with(mappings);
                    case REMOVE -> mappings.isEmpty() ? TlvMap.EMPTY : map.without(mappings);
                })
                .mappings());
    }

    /** Those that are set. */
    static Set<PortFlag> flags(PortFlags flags) {
        Set<PortFlag> set = EnumSet.noneOf(PortFlag.class);
        for (PortFlag flag : PortFlag.values()) {
            if (isSet(flags, flag)) {
                set.add(flag);
            }
        }
        return set;
    }

    private static boolean isSet(PortFlags flags, PortFlag flag) {
        return switch (flag) {
            case PORT_DOWN -> !flags.up();
            case NO_STP -> flags.noStp();
            case NO_RECV -> flags.noReceive();
            case NO_FLOOD -> flags.noFlood();
            case NO_FWD -> flags.noForward();
            case NO_PACKET_IN -> flags.noPacketIn();
        };
    }

    private static PortFlags flags(Set<PortFlag> set) {
        return new PortFlags(
                set.contains(PortFlag.NO_FLOOD),
                set.contains(PortFlag.NO_FWD),
                set.contains(PortFlag.NO_RECV),
                !set.contains(PortFlag.PORT_DOWN),
                set.contains(PortFlag.NO_PACKET_IN),
                set.contains(PortFlag.NO_STP));
    }
}

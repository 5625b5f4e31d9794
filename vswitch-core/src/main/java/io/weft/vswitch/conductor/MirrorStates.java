package io.weft.vswitch.conductor;

import io.weft.flow.action.Ports;
import io.weft.vswitch.bridge.Mirror;
import io.weft.vswitch.bridge.MirrorAccount;
import io.weft.vswitch.bridge.Mirroring;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The mirrors of a bridge that exist, with what they counted. The conductor's own. */
final class MirrorStates {
    private final Map<String, MirrorAccount> accounts = new HashMap<>();
    private List<MirrorConfig> configs = List.of();

    /** Takes on the wanted mirrors; those that stay go on counting. Returns whether anything changed. */
    boolean configure(List<MirrorConfig> wanted) {
        if (wanted.equals(configs)) {
            return false;
        }
        configs = wanted;
        accounts.keySet().retainAll(wanted.stream().map(MirrorConfig::id).toList());
        wanted.forEach(config -> accounts.computeIfAbsent(config.id(), _ -> new MirrorAccount()));
        return true;
    }

    /** What each mirror counted, by its id. */
    Map<String, MirrorAccount> accounts() {
        return Map.copyOf(accounts);
    }

    /** For translation: those that have somewhere to send copies to. */
    Mirroring snapshot(Map<String, PortState> ports) {
        List<Mirror> mirrors = new ArrayList<>();
        for (MirrorConfig config : configs) {
            PortState output = ports.get(config.outputPort());
            if (output != null || config.outputPort().isEmpty() && config.outputVlan() != 0) {
                mirrors.add(mirror(config, output, ports));
            }
        }
        return mirrors.isEmpty() ? Mirroring.NONE : new Mirroring(mirrors);
    }

    private Mirror mirror(MirrorConfig config, PortState output, Map<String, PortState> ports) {
        BitSet vlans = new BitSet();
        config.selectVlans().forEach(vlans::set);
        return new Mirror(
                config.name(),
                config.selectAll(),
                numbers(config.selectSrcPorts(), ports),
                numbers(config.selectDstPorts(), ports),
                vlans,
                output == null ? Ports.NONE : output.ofPort,
                config.outputVlan(),
                config.snaplen() == MirrorConfig.MAX_SNAPLEN ? 0 : config.snaplen(),
                accounts.get(config.id()));
    }

    private static List<Integer> numbers(List<String> names, Map<String, PortState> ports) {
        return names.stream()
                .map(ports::get)
                .filter(Objects::nonNull)
                .map(port -> port.ofPort)
                .toList();
    }
}

package io.weft.vswitch.oracle;

import io.weft.vswitch.conductor.MirrorConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Random mirrors of one bridge. */
final class RandomMirrors {
    private final Choices choices;
    private final int bridge;

    RandomMirrors(Choices choices, int bridge) {
        this.choices = choices;
        this.bridge = bridge;
    }

    /** Of several outputs, a mirror copies the first, which in Open vSwitch is a matter of hashes: all copy what leaves by the same port. */
    List<MirrorConfig> next() {
        List<MirrorConfig> mirrors = new ArrayList<>();
        boolean isSpan = !choices.oneIn(3);
        List<String> destination = isSpan ? List.of(Bridges.port(bridge, 1 + choices.upTo(5))) : List.of();
        for (int i = choices.upTo(3); i >= 0; i--) {
            mirrors.add(new MirrorConfig(
                    "m" + i,
                    "m" + i,
                    false,
                    sources(),
                    destination,
                    choices.oneIn(4) ? List.of(10, 20) : List.of(),
                    isSpan ? Bridges.port(bridge, choices.pick(6, 7, 8)) : "",
                    isSpan ? 0 : choices.vlan(),
                    isSpan && choices.oneIn(3) ? choices.pick(64, 128) : 0));
        }
        return mirrors;
    }

    private List<String> sources() {
        List<String> ports = new ArrayList<>();
        for (int port = 1; port <= RandomWorld.PORTS; port++) {
            if (choices.oneIn(3)) {
                ports.add(Bridges.port(bridge, port));
            }
        }
        return ports;
    }

    /** The arguments of {@code ovs-vsctl} that add one mirror to a bridge. */
    static List<String> command(String bridge, MirrorConfig mirror) {
        Set<String> named = new LinkedHashSet<>(mirror.selectSrcPorts());
        named.addAll(mirror.selectDstPorts());
        boolean isSpan = !mirror.outputPort().isEmpty();
        if (isSpan) {
            named.add(mirror.outputPort());
        }
        List<String> words = new ArrayList<>();
        for (String port : named) {
            words.addAll(List.of("--", "--id=@" + port, "get", "port", port));
        }
        words.addAll(List.of("--", "--id=@m", "create", "mirror", "name=" + mirror.name()));
        words.add("select-all=" + mirror.selectAll());
        words.add("select-vlan=" + set("", mirror.selectVlans()));
        words.add("select-src-port=" + set("@", mirror.selectSrcPorts()));
        words.add("select-dst-port=" + set("@", mirror.selectDstPorts()));
        words.add(isSpan ? "output-port=@" + mirror.outputPort() : "output-vlan=" + mirror.outputVlan());
        if (mirror.snaplen() != 0) {
            words.add("snaplen=" + mirror.snaplen());
        }
        words.addAll(List.of("--", "add", "bridge", bridge, "mirrors", "@m"));
        return words;
    }

    private static String set(String prefix, List<?> members) {
        return members.stream().map(member -> prefix + member).collect(Collectors.joining(",", "[", "]"));
    }
}

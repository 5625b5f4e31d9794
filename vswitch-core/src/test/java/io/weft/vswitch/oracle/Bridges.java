package io.weft.vswitch.oracle;

import io.weft.vswitch.bridge.VlanSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * The bridges that both switches have: every VLAN mode, some of each, one bridge without VLANs, one with mirrors; and one
 * more for each of them, to which a patch port leads.
 *
 * <pre>
 *   br0: ports 1 to 8, and 9 ---- 9: br4, which has ports 1 to 8 of its own; br1 and br5, br2 and br6, br3 and br7 likewise
 * </pre>
 */
final class Bridges {
    static final List<String> NAMES = List.of("br0", "br1", "br2", "br3", "br4", "br5", "br6", "br7");

    /** Bridges that have worlds of their own: 0 to this, exclusive. */
    static final int WORLDS = 4;

    /** The bridge that gets mirrors. */
    static final int MIRRORED = 3;

    /** The bridge at the other end of the patch port of {@code bridge}. */
    static int beyond(int bridge) {
        return (bridge + WORLDS) % (2 * WORLDS);
    }

    private static final VlanSettings[][] VLANS = {
        {
            VlanSettings.ALL,
            VlanSettings.access(10),
            VlanSettings.trunk(10, 20),
            VlanSettings.nativeUntagged(20, 10, 30),
            VlanSettings.nativeTagged(10, 20, 30),
            VlanSettings.access(20),
            VlanSettings.ALL,
            VlanSettings.nativeUntagged(30)
        },
        {
            VlanSettings.trunk(20, 30, 40),
            VlanSettings.access(20),
            VlanSettings.access(20),
            VlanSettings.nativeTagged(40),
            VlanSettings.nativeUntagged(40),
            VlanSettings.trunk(0, 10),
            VlanSettings.access(0),
            VlanSettings.ALL
        },
        {
            VlanSettings.ALL,
            VlanSettings.ALL,
            VlanSettings.ALL,
            VlanSettings.ALL,
            VlanSettings.ALL,
            VlanSettings.ALL,
            VlanSettings.ALL,
            VlanSettings.ALL
        },
        {
            VlanSettings.ALL,
            VlanSettings.access(10),
            VlanSettings.trunk(10, 20),
            VlanSettings.nativeUntagged(20, 10, 40),
            VlanSettings.access(40),
            VlanSettings.ALL,
            VlanSettings.nativeTagged(10, 40),
            VlanSettings.trunk(10, 20, 40)
        },
        {
            VlanSettings.ALL,
            VlanSettings.ALL,
            VlanSettings.trunk(0, 10, 20),
            VlanSettings.ALL,
            VlanSettings.access(10),
            VlanSettings.ALL,
            VlanSettings.nativeUntagged(20, 10),
            VlanSettings.access(20)
        }
    };

    /** A learned or pinned address. */
    record Address(int port, int vlan, String mac) {}

    private static final List<Address> ADDRESSES = List.of(
            new Address(1, 0, "02:00:00:00:00:01"),
            new Address(2, 10, "02:00:00:00:00:01"),
            new Address(6, 20, "02:00:00:00:00:01"),
            new Address(3, 20, "02:00:00:00:00:02"),
            new Address(5, 30, "02:00:00:00:00:02"),
            new Address(1, 10, "02:00:00:00:00:02"),
            new Address(7, 0, "0a:11:22:33:44:55"),
            new Address(4, 40, "0a:11:22:33:44:55"),
            new Address(8, 30, "0a:11:22:33:44:55"));

    /** Tags that both read of a frame, at first. */
    static final int VLAN_LIMIT = 2;

    private Bridges() {}

    static VlanSettings vlan(int bridge, int port) {
        return port == RandomWorld.PATCH ? VlanSettings.ALL : VLANS[bridge % VLANS.length][port - 1];
    }

    /** The addresses of a bridge: each on a port that carries its VLAN. */
    static List<Address> addresses(int bridge) {
        return ADDRESSES.stream()
                .filter(address -> vlan(bridge, address.port()).carries(address.vlan()))
                .toList();
    }

    /** Names end in a number, which Open vSwitch's dummy datapath takes as the number of the port. */
    static String port(int bridge, int port) {
        return "p" + (bridge == 0 ? "" : bridge) + port;
    }

    /** The name of the other end when this is a patch port, or null. */
    static String peer(int bridge, int port) {
        return port == RandomWorld.PATCH ? port(beyond(bridge), port) : null;
    }

    /** The commands for {@code ovs-vsctl}, one transaction. */
    static List<String> commands() {
        List<String> words =
                new ArrayList<>(List.of("set", "Open_vSwitch", ".", "other_config:vlan-limit=" + VLAN_LIMIT));
        for (int bridge = 0; bridge < NAMES.size(); bridge++) {
            String name = NAMES.get(bridge);
            words.addAll(List.of("--", "add-br", name, "--", "set", "bridge", name, "datapath-type=dummy"));
            words.add("fail-mode=secure");
            words.add("protocols=[OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15]");
            for (int port = 1; port <= RandomWorld.PATCH; port++) {
                String peer = peer(bridge, port);
                String portName = port(bridge, port);
                words.addAll(List.of("--", "add-port", name, portName));
                words.addAll(columns(vlan(bridge, port)));
                words.addAll(List.of("--", "set", "interface", portName, "ofport_request=" + port));
                words.addAll(peer == null ? List.of("type=dummy") : List.of("type=patch", "options:peer=" + peer));
            }
        }
        return words;
    }

    private static List<String> columns(VlanSettings vlan) {
        List<String> columns = new ArrayList<>();
        switch (vlan.mode()) {
            case ACCESS -> columns.add("vlan_mode=access");
            case TRUNK -> columns.add("vlan_mode=trunk");
            case NATIVE_TAGGED -> columns.add("vlan_mode=native-tagged");
            case NATIVE_UNTAGGED -> columns.add("vlan_mode=native-untagged");
        }
        if (vlan.mode() != VlanSettings.Mode.TRUNK) {
            columns.add("tag=" + vlan.tag());
        }
        if (!vlan.trunks().isEmpty()) {
            columns.add("trunks=" + vlan.trunks().toString().replace(" ", ""));
        }
        return columns;
    }
}

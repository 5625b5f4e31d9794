package io.weft.cli.daemon;

import io.weft.cli.Weft;
import io.weft.cli.config.LiveColumns;
import io.weft.northbound.control.ColumnArgument;
import io.weft.vswitch.PortView;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.MirrorAccount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The columns that the running switch fills in. Made for one answer: it asks for all ports once. */
final class LiveRecords implements LiveColumns {
    private static final List<String> DATAPATH_TYPES = List.of("dummy", "netdev");

    private final VirtualSwitch weft;
    private final ToLongFunction<String> datapathIds;
    private final Function<String, String> bridgeOfController;
    private Map<String, PortView> ports;
    private Map<String, MirrorAccount> mirrors;

    /**
     * @param datapathIds of bridges, by name
     * @param bridgeOfController the name of the bridge that has a controller, by the controller's UUID
     */
    LiveRecords(VirtualSwitch weft, ToLongFunction<String> datapathIds, Function<String, String> bridgeOfController) {
        this.weft = weft;
        this.datapathIds = datapathIds;
        this.bridgeOfController = bridgeOfController;
    }

    @Override
    public Map<String, ColumnArgument> of(String table, String uuid, String name) {
        return switch (table) {
            case "Open_vSwitch" -> root();
            case "Bridge" ->
                Map.of(
                        "datapath_id",
                        ColumnArgument.of(String.format("%016x", datapathIds.applyAsLong(name))),
                        "datapath_version",
                        ColumnArgument.of("<built-in>"));
            case "Interface" -> iface(ports().get(name));
            case "Mirror" -> mirror(mirrors().get(uuid));
            case "Controller" -> controller(bridgeOfController.apply(uuid));
            default -> Map.of();
        };
    }

    private Map<String, ColumnArgument> root() {
        Map<String, Optional<String>> types = weft.portTypes();
        Optional<String> dpdk = types.getOrDefault("dpdk", Optional.empty());
        return Map.of(
                "datapath_types",
                new ColumnArgument(DATAPATH_TYPES, Map.of()),
                "dpdk_initialized",
                ColumnArgument.of(Boolean.toString(dpdk.isPresent())),
                "dpdk_version",
                optional(dpdk.orElse("")),
                "iface_types",
                new ColumnArgument(List.copyOf(types.keySet()), Map.of()),
                "ovs_version",
                ColumnArgument.of(Weft.NUMBER));
    }

    private Map<String, PortView> ports() {
        if (ports == null) {
            ports = new HashMap<>();
            weft.ports().forEach(port -> ports.put(port.name(), port));
        }
        return ports;
    }

    private Map<String, MirrorAccount> mirrors() {
        if (mirrors == null) {
            mirrors = weft.mirrors();
        }
        return mirrors;
    }

    private static Map<String, ColumnArgument> mirror(MirrorAccount account) {
        return account == null
                ? Map.of()
                : Map.of("statistics", numbers(Map.of("tx_packets", account.packets(), "tx_bytes", account.bytes())));
    }

    /** Whoever takes the packets of a bridge is its controller. */
    private Map<String, ColumnArgument> controller(String bridge) {
        boolean connected = !bridge.isEmpty() && weft.isWatched(bridge);
        return Map.of(
                "is_connected",
                ColumnArgument.of(Boolean.toString(connected)),
                "role",
                optional(connected ? "other" : ""),
                "status",
                ColumnArgument.of(Map.of("state", connected ? "ACTIVE" : "BACKOFF")));
    }

    private static Map<String, ColumnArgument> iface(PortView view) {
        if (view == null) {
            return Map.of();
        }
        Map<String, ColumnArgument> columns = new HashMap<>();
        columns.put("admin_state", ColumnArgument.of(view.flags().up() ? "up" : "down"));
        columns.put("link_state", ColumnArgument.of(view.status().isUp() ? "up" : "down"));
        columns.put("ofport", ColumnArgument.of(Integer.toString(PortText.number(view))));
        columns.put("error", optional(PortText.error(view)));
        columns.put(
                "mac_in_use",
                optional(
                        view.status().mac() == 0
                                ? ""
                                : PortText.macText(view.status().mac())));
        columns.put(
                "mtu",
                optional(
                        view.status().mtu() > 0 ? Integer.toString(view.status().mtu()) : ""));
        columns.put("status", ColumnArgument.of(PortText.status(view)));
        columns.put("statistics", numbers(PortText.statistics(view)));
        if (view.settings().type().isEmpty()) {
            columns.put("type", ColumnArgument.of(view.type()));
        }
        return columns;
    }

    static ColumnArgument numbers(Map<String, Long> counts) {
        Map<String, String> text = new TreeMap<>();
        counts.forEach((name, count) -> text.put(name, Long.toString(count)));
        return ColumnArgument.of(text);
    }

    private static ColumnArgument optional(String text) {
        return new ColumnArgument(text.isEmpty() ? List.of() : List.of(text), Map.of());
    }
}

package io.weft.cli.vsctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.PortSpec;
import io.weft.northbound.control.PortView;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code show}: the tree of ovs-vsctl, and one line for each interface that says how it is. */
final class ShowCommand implements VsctlCommand {
    private static final String INDENT = "    ";

    @Override
    public Syntax syntax() {
        return new Syntax("show", "", "Prints bridges, their ports, and how each port is.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        plan.question((client, output) -> {
            if (output.json()) {
                JsonText.print(output.out(), json(client));
            } else {
                tree(client, output.out());
            }
            return 0;
        });
    }

    private static void tree(SwitchClient client, PrintWriter out) {
        ConfigRecord root = Plan.find(client, "Open_vSwitch", ".");
        if (root != null) {
            out.println(root.uuid());
        }
        List<PortView> ports = client.ports().list("");
        for (BridgeView bridge : client.bridges().list()) {
            out.println(INDENT + "Bridge " + ColumnText.string(bridge.name()));
            ConfigRecord record = Plan.find(client, Bridges.TABLE, bridge.name());
            if (record != null) {
                settings(client, record, out);
            }
            ports.stream().filter(port -> port.bridge().equals(bridge.name())).forEach(port -> port(port, out));
        }
        if (root != null) {
            for (Column column : root.columns()) {
                if (column.name().equals("ovs_version") && !column.atoms().isEmpty()) {
                    out.println(INDENT + "ovs_version: " + ColumnText.of(column));
                }
            }
        }
    }

    /** The controllers, and the columns that say how the bridge forwards. */
    private static void settings(SwitchClient client, ConfigRecord bridge, PrintWriter out) {
        List<String> controllers =
                RecordColumns.of(bridge, "controller", Bridges.TABLE).atoms();
        for (ConfigRecord controller : controllers.isEmpty()
                ? List.<ConfigRecord>of()
                : client.config().records("Controller", "")) {
            if (controllers.contains(controller.uuid())) {
                Column target = RecordColumns.of(controller, "target", "Controller");
                Column connected = RecordColumns.of(controller, "is_connected", "Controller");
                out.println(INDENT.repeat(2) + "Controller " + ColumnText.of(target));
                if (connected.atoms().contains("true")) {
                    out.println(INDENT.repeat(3) + "is_connected: true");
                }
            }
        }
        for (String name : List.of("fail_mode", "datapath_type")) {
            Column column = RecordColumns.of(bridge, name, Bridges.TABLE);
            if (!column.atoms().isEmpty() && !column.atoms().getFirst().isEmpty()) {
                out.println(INDENT.repeat(2) + name + ": " + ColumnText.of(column));
            }
        }
    }

    private static void port(PortView port, PrintWriter out) {
        PortSpec config = port.config();
        String port2 = INDENT.repeat(2);
        String port3 = INDENT.repeat(3);
        String port4 = INDENT.repeat(4);
        out.println(port2 + "Port " + ColumnText.string(config.name()));
        config.tag().ifPresent(tag -> out.println(port3 + "tag: " + tag));
        if (!config.trunks().isEmpty()) {
            out.println(port3 + "trunks: " + config.trunks());
        }
        if (!config.vlanMode().isEmpty()) {
            out.println(port3 + "vlan_mode: " + ColumnText.string(config.vlanMode()));
        }
        out.println(port3 + "Interface " + ColumnText.string(config.name()));
        if (!config.type().isEmpty()) {
            out.println(port4 + "type: " + ColumnText.string(config.type()));
        }
        if (!config.options().isEmpty()) {
            out.println(port4 + "options: " + ColumnText.of(config.options()));
        }
        out.println(port4 + "status: " + status(port));
        if (!port.error().isEmpty()) {
            out.println(port4 + "error: " + ColumnText.quote(port.error()));
        }
    }

    /** {@code up, port 3, xdp-mode=native}. */
    private static String status(PortView port) {
        String state = port.adminUp() ? port.linkUp() ? "up" : "link down" : "down";
        String number = port.ofport() < 0 ? "no port number" : "port " + port.ofport();
        String facts = new TreeMap<>(port.status())
                .entrySet().stream()
                        .map(fact -> ", " + fact.getKey() + "=" + ColumnText.string(fact.getValue()))
                        .collect(Collectors.joining());
        return state + ", " + number + facts;
    }

    private static JsonArray json(SwitchClient client) {
        List<PortView> ports = client.ports().list("");
        JsonArray bridges = new JsonArray();
        for (BridgeView bridge : client.bridges().list()) {
            JsonObject object = new JsonObject();
            object.addProperty("name", bridge.name());
            object.addProperty("flows", bridge.flows());
            JsonArray members = new JsonArray();
            ports.stream().filter(port -> port.bridge().equals(bridge.name())).forEach(port -> members.add(json(port)));
            object.add("ports", members);
            bridges.add(object);
        }
        return bridges;
    }

    private static JsonObject json(PortView port) {
        PortSpec config = port.config();
        JsonObject object = new JsonObject();
        object.addProperty("name", config.name());
        object.addProperty("ofport", port.ofport());
        object.addProperty("type", config.type());
        config.tag().ifPresent(tag -> object.addProperty("tag", tag));
        JsonArray trunks = new JsonArray();
        config.trunks().forEach(trunks::add);
        object.add("trunks", trunks);
        object.addProperty("admin_up", port.adminUp());
        object.addProperty("link_up", port.linkUp());
        object.addProperty("mtu", port.mtu());
        object.addProperty("error", port.error());
        object.add("options", json(config.options()));
        object.add("status", json(port.status()));
        JsonObject statistics = new JsonObject();
        new TreeMap<>(port.statistics()).forEach(statistics::addProperty);
        object.add("statistics", statistics);
        return object;
    }

    private static JsonObject json(Map<String, String> entries) {
        JsonObject object = new JsonObject();
        new TreeMap<>(entries).forEach(object::addProperty);
        return object;
    }
}

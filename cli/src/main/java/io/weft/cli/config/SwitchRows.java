package io.weft.cli.config;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.conductor.BridgeAddress;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.BridgeConfig.FailMode;
import io.weft.vswitch.conductor.ControllerConfig;
import io.weft.vswitch.conductor.FlowTableConfig;
import io.weft.vswitch.conductor.MirrorConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.conductor.TrackingConfig;
import io.weft.vswitch.conductor.ZoneConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the records ask of the switch. */
public final class SwitchRows {
    private static final String DUMMY = "dummy";
    private static final String INTERNAL = "internal";

    private final Rows rows;

    private SwitchRows(Rows rows) {
        this.rows = rows;
    }

    /**
     * @throws ControlException when a value is right in itself but not beside its neighbours
     */
    public static SwitchConfig config(Rows rows) {
        SwitchRows reader = new SwitchRows(rows);
        Row root = rows.root();
        return new SwitchConfig(
                rows.held(root, "bridges", Schema.BRIDGE).stream()
                        .map(reader::bridge)
                        .toList(),
                root.get("external_ids").entries(),
                root.get("other_config").entries(),
                reader.tracking(root));
    }

    /** All datapaths have one tracker; the later one, by name, wins. */
    private TrackingConfig tracking(Row root) {
        int defaultLimit = 0;
        Map<Integer, ZoneConfig> zones = new TreeMap<>();
        for (String uuid : new TreeMap<>(root.get("datapaths").entries()).values()) {
            Row datapath = rows.get(Schema.DATAPATH, uuid);
            defaultLimit = Math.max(defaultLimit, datapath.number("ct_zone_default_limit"));
            datapath.get("ct_zones").entries().forEach((number, zone) -> {
                int id = Integer.parseInt(number);
                zones.put(id, zone(id, rows.get(Schema.ZONE, zone)));
            });
        }
        return new TrackingConfig(defaultLimit, List.copyOf(zones.values()));
    }

    private ZoneConfig zone(int number, Row row) {
        Map<String, Long> timeouts = new TreeMap<>();
        rows.held(row, "timeout_policy", Schema.TIMEOUT_POLICY)
                .forEach(policy -> policy.get("timeouts")
                        .entries()
                        .forEach((key, seconds) -> timeouts.put(key, Long.parseLong(seconds))));
        int limit = row.text("limit").isEmpty() ? ZoneConfig.DEFAULT_LIMIT : row.number("limit");
        return new ZoneConfig(number, limit, timeouts);
    }

    private BridgeConfig bridge(Row row) {
        FailMode failMode = row.text("fail_mode").equals("secure") ? FailMode.SECURE : FailMode.STANDALONE;
        List<PortSettings> ports = new ArrayList<>(rows.held(row, "ports", Schema.PORT).stream()
                .map(port -> port(row, port))
                .toList());
        if (ports.stream().noneMatch(port -> port.name().equals(row.text("name")))) {
            ports.add(PortSettings.of(row.text("name"), driver(row, INTERNAL)));
        }
        return BridgeConfig.of(row.text("name"))
                .withDatapathType(row.text("datapath_type"))
                .withFailMode(failMode)
                .withOtherConfig(row.get("other_config").entries())
                .withExternalIds(row.get("external_ids").entries())
                .withPorts(ports)
                .withMirrors(rows.held(row, "mirrors", Schema.MIRROR).stream()
                        .map(mirror -> mirror(row, mirror))
                        .toList())
                .withControllers(rows.held(row, "controller", Schema.CONTROLLER).stream()
                        .map(SwitchRows::controller)
                        .toList())
                .withFloodVlans(PortRows.numbers(row, "flood_vlans"))
                .withFlowTables(flowTables(row));
    }

    /** On a bridge of datapath type dummy no device of the host is taken for an internal port. */
    private static String driver(Row bridge, String type) {
        boolean isSimulated = bridge.text("datapath_type").equals(DUMMY);
        return isSimulated && type.equals(INTERNAL) ? DUMMY : type;
    }

    private List<FlowTableConfig> flowTables(Row bridge) {
        List<FlowTableConfig> tables = new ArrayList<>();
        bridge.get("flow_tables").entries().forEach((number, uuid) -> {
            Row row = rows.get(Schema.FLOW_TABLE, uuid);
            tables.add(new FlowTableConfig(
                    Integer.parseInt(number),
                    row.text("name"),
                    row.text("flow_limit").isEmpty() ? FlowTableConfig.NO_LIMIT : row.number("flow_limit"),
                    row.text("overflow_policy"),
                    row.get("groups").atoms(),
                    row.get("prefixes").atoms(),
                    row.get("external_ids").entries()));
        });
        return tables;
    }

    private PortSettings port(Row bridge, Row port) {
        Row iface = rows.held(port, "interfaces", Schema.INTERFACE).getFirst();
        VlanColumns vlan = VlanColumns.of(port);
        return PortSettings.of(port.text("name"), driver(bridge, iface.text("type")))
                .withMac(PortRows.hasAddress(bridge, iface) ? BridgeAddress.parse(iface.text("mac")) : 0)
                .withOptions(iface.get("options").entries())
                .withOfportRequest(iface.number("ofport_request"))
                .withMtuRequest(iface.number("mtu_request"))
                .withOtherConfig(iface.get("other_config").entries())
                .withExternalIds(iface.get("external_ids").entries())
                .withVlan(vlan.settings())
                .withQos(new QosRows(rows).qos(port, iface));
    }

    private MirrorConfig mirror(Row bridge, Row row) {
        return new MirrorConfig(
                row.uuid(),
                row.text("name"),
                row.text("select_all").equals("true"),
                portNames(bridge, row, "select_src_port"),
                portNames(bridge, row, "select_dst_port"),
                PortRows.numbers(row, "select_vlan"),
                portNames(bridge, row, "output_port").stream().findFirst().orElse(""),
                row.number("output_vlan"),
                row.number("snaplen"));
    }

    private List<String> portNames(Row bridge, Row mirror, String column) {
        List<String> ofBridge = bridge.get("ports").atoms();
        for (Row port : rows.held(mirror, column, Schema.PORT)) {
            if (!ofBridge.contains(port.uuid())) {
                String sentence = "mirror " + mirror.name() + " " + column + ": port " + port.name()
                        + " is not on bridge " + bridge.name();
                throw new ControlException(
                        Kind.INVALID, new FieldViolation(column, port.name(), "ports of the bridge", sentence));
            }
        }
        return rows.held(mirror, column, Schema.PORT).stream()
                .map(port -> port.text("name"))
                .toList();
    }

    private static ControllerConfig controller(Row row) {
        return new ControllerConfig(
                row.text("target"), row.number("controller_rate_limit"), row.number("controller_burst_limit"));
    }
}

package io.weft.cli.config;

import static io.weft.cli.config.ColumnSchema.flag;
import static io.weft.cli.config.ColumnSchema.integer;
import static io.weft.cli.config.ColumnSchema.map;
import static io.weft.cli.config.ColumnSchema.references;
import static io.weft.cli.config.ColumnSchema.string;

import io.weft.northbound.control.Column;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.conductor.IngressPolicing;
import io.weft.vswitch.shape.ShaperSettings;
import io.weft.vswitch.track.Timeout;
import io.weft.vswitch.track.TimeoutPolicy;
import java.util.Arrays;
import java.util.List;

/** The tables, one line a column, by name: those columns of ovs-vswitchd.conf.db(5) that this switch acts on or reports. */
public final class Schema {
    static final String ROOT = "Open_vSwitch";
    static final String BRIDGE = "Bridge";
    static final String PORT = "Port";
    static final String INTERFACE = "Interface";
    static final String QOS = "QoS";
    static final String QUEUE = "Queue";
    static final String MIRROR = "Mirror";
    static final String CONTROLLER = "Controller";
    static final String FLOW_TABLE = "Flow_Table";
    static final String DATAPATH = "Datapath";
    static final String ZONE = "CT_Zone";
    static final String TIMEOUT_POLICY = "CT_Timeout_Policy";

    /** All datapaths of a switch share one connection tracker. */
    private static final String[] DATAPATHS = {"dummy", "netdev", "system"};

    private static final long MAX = Long.MAX_VALUE;

    static final List<TableSchema> TABLES = List.of(
            new TableSchema(
                    ROOT,
                    true,
                    false,
                    "",
                    List.of(
                            references("bridges", BRIDGE),
                            integer("cur_cfg").live(),
                            string("datapath_types").set().live(),
                            references("datapaths", DATAPATH).byName(DATAPATHS),
                            flag("dpdk_initialized").live(),
                            string("dpdk_version").optional().live(),
                            map("external_ids"),
                            string("iface_types").set().live(),
                            integer("next_cfg"),
                            map("other_config"),
                            string("ovs_version").optional().live())),
            new TableSchema(
                    BRIDGE,
                    false,
                    true,
                    "",
                    List.of(
                            references("controller", CONTROLLER),
                            string("datapath_id").optional().live(),
                            string("datapath_type"),
                            string("datapath_version").live(),
                            map("external_ids"),
                            string("fail_mode").optional().words("standalone", "secure"),
                            integer("flood_vlans").set().range(0, 4095),
                            references("flow_tables", FLOW_TABLE).byNumber(0, 253),
                            references("mirrors", MIRROR),
                            string("name").initial(),
                            map("other_config"),
                            references("ports", PORT),
                            string("protocols")
                                    .set()
                                    .words(
                                            "OpenFlow10",
                                            "OpenFlow11",
                                            "OpenFlow12",
                                            "OpenFlow13",
                                            "OpenFlow14",
                                            "OpenFlow15"))),
            new TableSchema(
                    PORT,
                    false,
                    true,
                    "",
                    List.of(
                            map("external_ids"),
                            references("interfaces", INTERFACE).required(),
                            string("name").initial(),
                            map("other_config"),
                            references("qos", QOS).optional(),
                            integer("tag").optional().range(0, 4095),
                            integer("trunks").set().range(0, 4095),
                            string("vlan_mode")
                                    .optional()
                                    .words("access", "trunk", "native-tagged", "native-untagged"))),
            new TableSchema(
                    INTERFACE,
                    false,
                    true,
                    "",
                    List.of(
                            string("admin_state").optional().live(),
                            string("error").optional().live(),
                            map("external_ids"),
                            integer("ingress_policing_burst").range(0, IngressPolicing.MOST_KBPS),
                            integer("ingress_policing_kpkts_burst").range(0, IngressPolicing.MOST_KPPS),
                            integer("ingress_policing_kpkts_rate").range(0, IngressPolicing.MOST_KPPS),
                            integer("ingress_policing_rate").range(0, IngressPolicing.MOST_KBPS),
                            string("link_state").optional().live(),
                            string("mac").optional(),
                            string("mac_in_use").optional().live(),
                            integer("mtu").optional().live(),
                            integer("mtu_request").optional().range(68, 65_535),
                            string("name").initial(),
                            integer("ofport").optional().live(),
                            integer("ofport_request").optional().range(1, 65_279),
                            map("options"),
                            map("other_config"),
                            map("statistics").of(Column.Type.INTEGER).live(),
                            map("status").live(),
                            string("type"))),
            new TableSchema(
                    QOS,
                    true,
                    false,
                    "",
                    List.of(
                            map("external_ids"),
                            map("other_config"),
                            references("queues", QUEUE).byNumber(0, ShaperSettings.MOST_QUEUE),
                            string("type").words(QosRows.SHAPING, QosRows.NO_SHAPING))),
            new TableSchema(
                    QUEUE,
                    true,
                    false,
                    "",
                    List.of(integer("dscp").optional().range(0, 63), map("external_ids"), map("other_config"))),
            new TableSchema(
                    MIRROR,
                    false,
                    false,
                    "",
                    List.of(
                            map("external_ids"),
                            string("name"),
                            references("output_port", PORT).optional().weakly(),
                            integer("output_vlan").optional().range(1, 4095),
                            flag("select_all"),
                            references("select_dst_port", PORT).weakly(),
                            references("select_src_port", PORT).weakly(),
                            integer("select_vlan").set().range(0, 4095),
                            integer("snaplen").optional().range(14, 65_535),
                            map("statistics").of(Column.Type.INTEGER).live())),
            new TableSchema(
                    CONTROLLER,
                    false,
                    false,
                    "controller",
                    List.of(
                            string("connection_mode").optional().words("in-band", "out-of-band"),
                            integer("controller_burst_limit").optional().range(25, MAX),
                            integer("controller_queue_size").optional().range(1, 512),
                            integer("controller_rate_limit").optional().range(100, MAX),
                            map("external_ids"),
                            integer("inactivity_probe").optional(),
                            flag("is_connected").live(),
                            integer("max_backoff").optional().range(1000, MAX),
                            map("other_config"),
                            string("role").optional().live(),
                            map("status").live(),
                            string("target"),
                            string("type").optional().words("primary", "service"))),
            new TableSchema(
                    FLOW_TABLE,
                    false,
                    false,
                    "",
                    List.of(
                            map("external_ids"),
                            integer("flow_limit").optional().range(0, Integer.MAX_VALUE),
                            string("groups").set(),
                            string("name").optional(),
                            string("overflow_policy").optional().words("refuse", "evict"),
                            string("prefixes").set().atMost(3))),
            new TableSchema(
                    DATAPATH,
                    false,
                    false,
                    "",
                    List.of(
                            integer("ct_zone_default_limit").optional().range(0, Integer.MAX_VALUE),
                            references("ct_zones", ZONE).byNumber(0, 65_535),
                            string("datapath_version"),
                            map("external_ids"))),
            new TableSchema(
                    ZONE,
                    false,
                    false,
                    "",
                    List.of(
                            map("external_ids"),
                            integer("limit").optional().range(0, Integer.MAX_VALUE),
                            references("timeout_policy", TIMEOUT_POLICY).optional())),
            new TableSchema(
                    TIMEOUT_POLICY,
                    false,
                    false,
                    "",
                    List.of(
                            map("external_ids"),
                            map("timeouts")
                                    .of(Column.Type.INTEGER)
                                    .range(0, TimeoutPolicy.MOST_SECONDS)
                                    .byName(Arrays.stream(Timeout.values())
                                            .map(Timeout::key)
                                            .toArray(String[]::new)))));

    private Schema() {}

    /** The names of the tables, as written in messages. */
    public static List<String> names() {
        return TABLES.stream().map(TableSchema::name).toList();
    }

    /** The table of that name in any case, a dash standing for an underscore, or the only one that begins so. */
    static TableSchema table(String wanted) {
        String known = wanted.replace('-', '_');
        List<TableSchema> found = TABLES.stream()
                .filter(table -> table.name().equalsIgnoreCase(known))
                .toList();
        if (found.isEmpty()) {
            found = TABLES.stream()
                    .filter(table -> table.name().regionMatches(true, 0, known, 0, known.length()))
                    .toList();
        }
        if (found.size() != 1) {
            throw new ControlException(
                    Kind.NOT_FOUND,
                    new FieldViolation(
                            "table", wanted, String.join(", ", names()), "unknown table \"" + wanted + "\""));
        }
        return found.getFirst();
    }
}

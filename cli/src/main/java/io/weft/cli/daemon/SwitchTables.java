package io.weft.cli.daemon;

import static io.weft.northbound.control.Column.Type.INTEGER;
import static io.weft.northbound.control.Column.Type.STRING;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.PortView;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.BridgeConfig.FailMode;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.counters.PortTotals;
import io.weft.vswitch.port.PortStatus;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The columns of the configuration tables, with the names of ovs-vswitchd.conf.db(5): one line a column. {@code get}, {@code list},
 * {@code find}, {@code set}, {@code add}, {@code remove} and {@code clear} are loops over these.
 */
final class SwitchTables {
    /** Table Open_vSwitch: one record, named ".". */
    static final List<ConfigColumn<SwitchConfig>> OPEN_VSWITCH = List.of(
            ConfigColumn.set("bridges", STRING, SwitchTables::bridgeNames, null),
            ConfigColumn.map("external_ids", STRING, SwitchConfig::externalIds, SwitchConfig::withExternalIds),
            ConfigColumn.map("other_config", STRING, SwitchConfig::otherConfig, SwitchConfig::withOtherConfig));

    static final List<ConfigColumn<BridgeConfig>> BRIDGE = List.of(
            ConfigColumn.scalar("datapath_type", STRING, BridgeConfig::datapathType, BridgeConfig::withDatapathType),
            ConfigColumn.map("external_ids", STRING, BridgeConfig::externalIds, BridgeConfig::withExternalIds),
            ConfigColumn.optional("fail_mode", STRING, SwitchTables::failMode, SwitchTables::withFailMode),
            ConfigColumn.scalar("name", STRING, BridgeConfig::name, null),
            ConfigColumn.map("other_config", STRING, BridgeConfig::otherConfig, BridgeConfig::withOtherConfig),
            ConfigColumn.set("ports", STRING, SwitchTables::portNames, null));

    static final List<ConfigColumn<PortRow>> PORT = List.of(
            ConfigColumn.set("interfaces", STRING, row -> List.of(row.settings().name()), null),
            ConfigColumn.scalar("name", STRING, row -> row.settings().name(), null),
            ConfigColumn.optional("tag", INTEGER, SwitchTables::tag, SwitchTables::withTag),
            ConfigColumn.set("trunks", INTEGER, SwitchTables::trunks, SwitchTables::withTrunks),
            ConfigColumn.optional(
                    "vlan_mode",
                    STRING,
                    row -> row.vlan().mode(),
                    (row, mode) -> row.with(row.vlan().withMode(mode))));

    static final List<ConfigColumn<PortRow>> INTERFACE = List.of(
            ConfigColumn.optional(
                    "admin_state", STRING, now(view -> view.flags().up() ? "up" : "down"), null),
            ConfigColumn.optional("error", STRING, now(SwitchTables::error), null),
            ConfigColumn.map(
                    "external_ids",
                    STRING,
                    row -> row.settings().externalIds(),
                    (row, ids) -> row.with(row.settings().withExternalIds(ids))),
            ConfigColumn.optional(
                    "link_state", STRING, now(view -> view.status().isUp() ? "up" : "down"), null),
            ConfigColumn.optional("mac_in_use", STRING, now(SwitchTables::mac), null),
            ConfigColumn.optional(
                    "mtu", INTEGER, now(view -> positive(view.status().mtu())), null),
            ConfigColumn.optional(
                    "mtu_request",
                    INTEGER,
                    row -> positive(row.settings().mtuRequest()),
                    (row, text) -> row.with(row.settings().withMtuRequest(number("mtu_request", text, 68, 65535)))),
            ConfigColumn.scalar("name", STRING, row -> row.settings().name(), null),
            ConfigColumn.optional("ofport", INTEGER, now(view -> Integer.toString(number(view))), null),
            ConfigColumn.optional(
                    "ofport_request",
                    INTEGER,
                    row -> positive(row.settings().ofportRequest()),
                    (row, text) ->
                            row.with(row.settings().withOfportRequest(number("ofport_request", text, 1, 65279)))),
            ConfigColumn.map(
                    "options",
                    STRING,
                    row -> row.settings().options(),
                    (row, options) -> row.with(row.settings().withOptions(options))),
            ConfigColumn.map(
                    "statistics",
                    INTEGER,
                    row -> row.view().map(SwitchTables::statisticsText).orElse(Map.of()),
                    null),
            ConfigColumn.map(
                    "status",
                    STRING,
                    row -> row.view().map(SwitchTables::status).orElse(Map.of()),
                    null),
            ConfigColumn.scalar(
                    "type",
                    STRING,
                    SwitchTables::type,
                    (row, type) -> row.with(row.settings().withType(type))));

    private SwitchTables() {}

    /** The names of the tables, as written in messages. */
    static final List<String> NAMES = List.of("Open_vSwitch", "Bridge", "Port", "Interface");

    /** The proper name of a table. */
    static String table(String name) {
        return NAMES.stream()
                .filter(known -> known.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ControlException(
                        Kind.NOT_FOUND,
                        new FieldViolation(
                                "table", name, String.join(", ", NAMES), "there is no table \"" + name + "\"")));
    }

    /** The column of that name. */
    static <R> ConfigColumn<R> column(String table, List<ConfigColumn<R>> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ControlException(
                        Kind.NOT_FOUND,
                        new FieldViolation(
                                "column",
                                name,
                                String.join(
                                        ", ",
                                        columns.stream().map(ConfigColumn::name).toList()),
                                "table " + table + " has no column \"" + name + "\"")));
    }

    /** Why a port does not work, a sentence; empty when it does. */
    static String error(PortView view) {
        return view.status().state() == PortStatus.State.UP ? "" : view.status().message();
    }

    static Map<String, Long> statistics(PortView view) {
        PortTotals totals = view.totals();
        return Map.of(
                "rx_packets", totals.rxPackets(),
                "rx_bytes", totals.rxBytes(),
                "rx_dropped", totals.rxMissed(),
                "tx_packets", totals.txPackets(),
                "tx_bytes", totals.txBytes(),
                "tx_dropped", totals.txDropped());
    }

    /** What the driver says, with its sentence under {@code message}. */
    static Map<String, String> status(PortView view) {
        Map<String, String> all = new TreeMap<>(view.status().details());
        all.put("message", view.status().message());
        return all;
    }

    /** The number of a port as OpenFlow 1.0 shows it. */
    static int number(PortView view) {
        return view.ofPort() == io.weft.flow.action.Ports.LOCAL
                ? io.weft.northbound.control.PortView.LOCAL
                : view.ofPort();
    }

    private static Function<PortRow, String> now(Function<PortView, String> read) {
        return row -> row.view().map(read).orElse("");
    }

    private static Map<String, String> statisticsText(PortView view) {
        Map<String, String> text = new TreeMap<>();
        statistics(view).forEach((name, count) -> text.put(name, Long.toString(count)));
        return text;
    }

    private static List<String> bridgeNames(SwitchConfig config) {
        return config.bridges().stream().map(BridgeConfig::name).toList();
    }

    private static List<String> portNames(BridgeConfig bridge) {
        return bridge.ports().stream().map(port -> port.name()).sorted().toList();
    }

    private static String failMode(BridgeConfig bridge) {
        return bridge.failMode() == FailMode.SECURE ? "secure" : "";
    }

    private static BridgeConfig withFailMode(BridgeConfig bridge, String mode) {
        return switch (mode) {
            case "", "standalone" -> bridge.withFailMode(FailMode.STANDALONE);
            case "secure" -> bridge.withFailMode(FailMode.SECURE);
            default ->
                throw new ControlException(
                        Kind.INVALID, FieldViolation.notAllowed("fail_mode", mode, "standalone, secure"));
        };
    }

    private static String tag(PortRow row) {
        OptionalInt tag = row.vlan().tag();
        return tag.isPresent() ? Integer.toString(tag.getAsInt()) : "";
    }

    private static PortRow withTag(PortRow row, String text) {
        OptionalInt tag =
                text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(ConfigColumn.integer("tag", text, 0, 4095));
        return row.with(row.vlan().withTag(tag));
    }

    private static List<String> trunks(PortRow row) {
        return row.vlan().trunks().stream().map(String::valueOf).toList();
    }

    private static PortRow withTrunks(PortRow row, List<String> atoms) {
        return row.with(row.vlan()
                .withTrunks(atoms.stream()
                        .map(atom -> ConfigColumn.integer("trunks", atom, 0, 4095))
                        .toList()));
    }

    private static String type(PortRow row) {
        return row.settings().type().isEmpty()
                ? row.view().map(PortView::type).orElse("")
                : row.settings().type();
    }

    private static String mac(PortView view) {
        long mac = view.status().mac();
        return mac == 0 ? "" : macText(mac);
    }

    /** {@code 00:11:22:33:44:55}. */
    static String macText(long mac) {
        return HexFormat.ofDelimiter(":")
                .formatHex(new byte[] {
                    (byte) (mac >>> 40),
                    (byte) (mac >>> 32),
                    (byte) (mac >>> 24),
                    (byte) (mac >>> 16),
                    (byte) (mac >>> 8),
                    (byte) mac
                })
                .toLowerCase(Locale.ROOT);
    }

    private static int number(String column, String text, int min, int max) {
        return text.isEmpty() ? 0 : ConfigColumn.integer(column, text, min, max);
    }

    private static String positive(int value) {
        return value > 0 ? Integer.toString(value) : "";
    }
}

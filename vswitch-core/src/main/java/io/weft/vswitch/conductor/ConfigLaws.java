package io.weft.vswitch.conductor;

import io.weft.flow.key.KeyExtractor;
import io.weft.flow.table.FlowTables;
import io.weft.vswitch.conductor.ConfigException.Violation;
import io.weft.vswitch.mac.MacTable;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortOption;
import io.weft.vswitch.shape.ClassSettings;
import io.weft.vswitch.shape.ShaperSettings;
import io.weft.vswitch.track.ConnectionTracker;
import io.weft.vswitch.track.TimeoutPolicy;
import io.weft.vswitch.track.TrackOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a {@link SwitchConfig} may say. Finds every violation, not just the first. */
final class ConfigLaws {
    static final String VLAN_LIMIT = "vlan-limit";
    static final String MAC_AGING_TIME = "mac-aging-time";
    static final String MAC_TABLE_SIZE = "mac-table-size";
    static final String MOST_CONNECTIONS = "ct-maxconns";
    static final String REJECT_RATE = "reject-rate";
    static final int DEFAULT_AGING_S = 300;
    static final int MAX_AGING_S = 3600;
    private static final int MIN_AGING_S = 1;
    private static final int DEFAULT_REJECT_PPS = 1000;
    private static final int MOST_REJECT_PPS = 100_000;
    private static final int DEFAULT_CONNECTIONS = 1 << 18;
    private static final int MAX_OFPORT = io.weft.flow.action.Ports.MAX;
    private static final Set<String> OVERFLOW_POLICIES = Set.of("", FlowTableConfig.REFUSE, FlowTableConfig.EVICT);
    private static final Set<String> BOOLEANS = Set.of("true", "false");
    private static final int MOST_DSCP = 63;
    private static final long MOST_PRIORITY = 0xffff_ffffL;
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65_535;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,15}");
    private static final String NAMES = "1 to 15 letters, digits, dots, dashes, underscores";

    private final Map<String, PortDriver> drivers;
    private final List<Violation> violations = new ArrayList<>();

    ConfigLaws(Map<String, PortDriver> drivers) {
        this.drivers = drivers;
    }

    /**
     * @throws ConfigException naming everything that is not allowed
     */
    void check(SwitchConfig config) {
        checkPmds(config.otherConfig());
        number("switch", config.otherConfig(), VLAN_LIMIT, 0, Integer.MAX_VALUE, "tags; 0: as many as can be, 2");
        number("switch", config.otherConfig(), MOST_CONNECTIONS, 1, ConnectionTracker.MOST_CAPACITY, "connections");
        number("switch", config.otherConfig(), REJECT_RATE, 0, MOST_REJECT_PPS, "answers a second; 0: none");
        checkTracking(config.tracking());
        Set<String> bridges = new HashSet<>();
        Map<String, String> ports = new HashMap<>();
        for (BridgeConfig bridge : config.bridges()) {
            String where = "bridge " + bridge.name();
            checkName(where, bridge.name());
            if (!bridges.add(bridge.name())) {
                violation("bridge", bridge.name(), "a name that no other bridge has");
            }
            number(where, bridge.otherConfig(), MAC_AGING_TIME, MIN_AGING_S, MAX_AGING_S, "s");
            number(
                    where,
                    bridge.otherConfig(),
                    MAC_TABLE_SIZE,
                    MacTable.MIN_CAPACITY,
                    MacTable.MAX_CAPACITY,
                    "entries");
            checkAddress(where, bridge);
            checkTables(where, bridge);
            if (bridge.mirrors().size() > MirrorConfig.MAX_MIRRORS) {
                violation(where + " mirrors", "" + bridge.mirrors().size(), "0 to " + MirrorConfig.MAX_MIRRORS);
            }
            for (PortSettings port : bridge.ports()) {
                check(config, bridge, port, ports);
            }
        }
        violations.addAll(TunnelLaws.check(config));
        if (!violations.isEmpty()) {
            throw new ConfigException(violations);
        }
    }

    private void check(SwitchConfig config, BridgeConfig bridge, PortSettings port, Map<String, String> ports) {
        String where = "bridge " + bridge.name() + " port " + port.name();
        checkName(where, port.name());
        String other = ports.put(port.name(), bridge.name());
        if (other != null) {
            violation(where, port.name(), "a name that no other port has; it is a port of bridge " + other);
        }
        boolean isLocal = config.bridge(port.name()).isPresent();
        if (isLocal && !port.name().equals(bridge.name())) {
            violation(where, port.name(), "a name that is not that of another bridge");
        }
        if (port.ofportRequest() < 0 || port.ofportRequest() > MAX_OFPORT) {
            violation(where + " ofport_request", "" + port.ofportRequest(), "1 to " + MAX_OFPORT + ", or none");
        }
        if (port.mtuRequest() != 0 && (port.mtuRequest() < MIN_MTU || port.mtuRequest() > MAX_MTU)) {
            violation(where + " mtu_request", "" + port.mtuRequest(), MIN_MTU + " to " + MAX_MTU + " bytes, or none");
        }
        String affinity = port.otherConfig().get(Affinity.KEY);
        if (affinity != null && Affinity.parse(affinity) == null) {
            violation(where + " other_config:" + Affinity.KEY, affinity, Affinity.ALLOWED);
        }
        checkType(where, port);
        check(where, port.qos().ingress());
        port.qos().egress().ifPresent(shaping -> check(where, shaping));
    }

    private void check(String where, ShaperSettings shaping) {
        rate(where + " qos max-rate", shaping.maxBps(), 1);
        rate(where + " qos burst", shaping.burstBits(), 0);
        if (shaping.classes().size() > ShaperSettings.MOST_CLASSES) {
            violation(where + " qos queues", "" + shaping.classes().size(), "1 to " + ShaperSettings.MOST_CLASSES);
        }
        shaping.classes().forEach((number, queue) -> {
            String row = where + " queue " + number;
            if (number < 0 || number > ShaperSettings.MOST_QUEUE) {
                violation(where + " qos queues", "" + number, "0 to " + ShaperSettings.MOST_QUEUE);
            }
            rate(row + " min-rate", queue.minBps(), 0);
            rate(row + " max-rate", queue.maxBps(), 0);
            rate(row + " burst", queue.burstBits(), 0);
            number(row + " priority", queue.priority(), MOST_PRIORITY, "");
            if (queue.dscp() < ClassSettings.UNMARKED || queue.dscp() > MOST_DSCP) {
                violation(row + " dscp", "" + queue.dscp(), "0 to " + MOST_DSCP + ", or none");
            }
            if (queue.maxBps() != 0 && queue.maxBps() < queue.minBps()) {
                violation(row + " max-rate", "" + queue.maxBps(), "at least min-rate, which is " + queue.minBps());
            }
        });
    }

    private void rate(String field, long value, long least) {
        if (value < least || value > ShaperSettings.MOST_BPS) {
            violation(field, "" + value, least + " to " + ShaperSettings.MOST_BPS + " bit/s or bit");
        }
    }

    private void check(String where, IngressPolicing policing) {
        String column = where + " ingress_policing_";
        number(column + "rate", policing.rateKbps(), IngressPolicing.MOST_KBPS, "kbit/s; 0: any");
        number(column + "burst", policing.burstKb(), IngressPolicing.MOST_KBPS, "kbit; 0: 8000");
        number(column + "kpkts_rate", policing.rateKpps(), IngressPolicing.MOST_KPPS, "1000 packets/s; 0: any");
        number(column + "kpkts_burst", policing.burstKpkts(), IngressPolicing.MOST_KPPS, "1000 packets; 0: 16");
    }

    private void number(String field, long value, long most, String unit) {
        if (value < 0 || value > most) {
            violation(field, "" + value, "0 to " + most + " " + unit);
        }
    }

    private void checkAddress(String where, BridgeConfig bridge) {
        String text = bridge.otherConfig().get(BridgeAddress.KEY);
        if (text != null && BridgeAddress.parse(text) == 0) {
            violation(where + " other_config:" + BridgeAddress.KEY, text, BridgeAddress.ALLOWED);
        }
    }

    private void checkTracking(TrackingConfig tracking) {
        if (tracking.defaultLimit() < 0) {
            violation("ct_zone_default_limit", "" + tracking.defaultLimit(), "0 or more connections");
        }
        for (ZoneConfig zone : tracking.zones()) {
            if (zone.zone() < 0 || zone.zone() > TrackOrder.MOST_ZONE) {
                violation("ct_zones", "" + zone.zone(), "0 to " + TrackOrder.MOST_ZONE);
            }
            if (zone.limit() < 0 && zone.limit() != ZoneConfig.DEFAULT_LIMIT) {
                violation("zone " + zone.zone() + " limit", "" + zone.limit(), "0 or more connections, or none");
            }
            try {
                TimeoutPolicy.of(zone.timeouts());
            } catch (IllegalArgumentException e) {
                violation("zone " + zone.zone() + " timeouts", "" + zone.timeouts(), e.getMessage());
            }
        }
    }

    private void checkPmds(Map<String, String> knobs) {
        number("switch", knobs, PmdKnobs.SLEEP_MAX, 0, PmdKnobs.LONGEST_SLEEP_US, "us");
        number("switch", knobs, PmdKnobs.LOAD, 0, 100, "percent");
        number("switch", knobs, PmdKnobs.IMPROVEMENT, 0, 100, "percent");
        number("switch", knobs, PmdKnobs.INTERVAL, 0, PmdKnobs.LONGEST_INTERVAL_MIN, "minutes");
        word("switch", knobs, PmdKnobs.ASSIGN, PmdKnobs.ALGORITHMS, "cycles, roundrobin or group");
        word("switch", knobs, PmdKnobs.ISOLATE, BOOLEANS, "true or false");
        word("switch", knobs, PmdKnobs.BALANCE, BOOLEANS, "true or false");
    }

    private void word(String where, Map<String, String> config, String key, Set<String> words, String allowed) {
        String text = config.get(key);
        if (text != null && !words.contains(text)) {
            violation(where + " other_config:" + key, text, allowed);
        }
    }

    private void checkTables(String where, BridgeConfig bridge) {
        Set<String> names = new HashSet<>();
        for (FlowTableConfig table : bridge.flowTables()) {
            String row = where + " flow table " + table.table();
            if (table.table() < 0 || table.table() > FlowTables.LAST) {
                violation(where + " flow_tables", "" + table.table(), "0 to " + FlowTables.LAST);
            }
            if (!table.name().isEmpty() && !names.add(table.name())) {
                violation(row + " name", table.name(), "a name that no other table of the bridge has");
            }
            if (table.flowLimit() != FlowTableConfig.NO_LIMIT && table.flowLimit() < 0) {
                violation(row + " flow_limit", "" + table.flowLimit(), "0 or more, or none");
            }
            if (!OVERFLOW_POLICIES.contains(table.overflowPolicy())) {
                violation(row + " overflow_policy", table.overflowPolicy(), "refuse, evict, or none");
            }
            for (String group : table.groups()) {
                if (FlowTableConfig.subfield(group) == null) {
                    violation(
                            row + " groups",
                            group,
                            "fields or bits of them, such as in_port or NXM_OF_VLAN_TCI[0..11]");
                }
            }
        }
    }

    private void checkType(String where, PortSettings port) {
        if (port.type().isEmpty() || port.type().equals("system")) {
            return;
        }
        PortDriver driver = drivers.get(port.type());
        if (driver == null) {
            violation(where + " type", port.type(), String.join(", ", new TreeSet<>(drivers.keySet())));
            return;
        }
        Set<String> known = new TreeSet<>();
        for (PortOption option : driver.options()) {
            known.add(option.name());
        }
        for (Map.Entry<String, String> option : port.options().entrySet()) {
            if (!known.contains(option.getKey())) {
                violation(
                        where + " options:" + option.getKey(),
                        option.getValue(),
                        known.isEmpty() ? "no options for type " + port.type() : String.join(", ", known));
            }
        }
    }

    private void checkName(String where, String name) {
        if (!NAME.matcher(name).matches()) {
            violation(where + " name", name, NAMES);
        }
    }

    private void number(String where, Map<String, String> config, String key, long min, long max, String unit) {
        String text = config.get(key);
        if (text == null) {
            return;
        }
        try {
            long value = Long.parseLong(text.trim());
            if (value >= min && value <= max) {
                return;
            }
        } catch (NumberFormatException e) {
            // named below, like a number out of range
        }
        violation(where + " other_config:" + key, text, min + " to " + max + " " + unit);
    }

    private void violation(String field, String value, String allowed) {
        violations.add(new Violation(field, value, allowed));
    }

    /** VLAN tags that are parsed, by the switch's {@code other_config} that {@link #check} has accepted: 1 or 2; 0 and more than 2 are 2. */
    static int vlanLimit(Map<String, String> otherConfig) {
        String text = otherConfig.get(VLAN_LIMIT);
        return text != null && Integer.parseInt(text.trim()) == 1 ? 1 : KeyExtractor.MOST_TAGS;
    }

    /** The connections that the tracker's table is for, by the switch's {@code other_config} that {@link #check} has accepted. */
    static int mostConnections(Map<String, String> otherConfig) {
        String text = otherConfig.get(MOST_CONNECTIONS);
        return text == null ? DEFAULT_CONNECTIONS : Integer.parseInt(text.trim());
    }

    /** Answers to rejected packets, by the switch's {@code other_config} that {@link #check} has accepted. */
    static int rejectRatePps(Map<String, String> otherConfig) {
        String text = otherConfig.get(REJECT_RATE);
        return text == null ? DEFAULT_REJECT_PPS : Integer.parseInt(text.trim());
    }

    /** A number that {@link #check} has accepted, or the default. */
    static int number(BridgeConfig bridge, String key, int defaultValue) {
        String text = bridge.otherConfig().get(key);
        return text == null ? defaultValue : Integer.parseInt(text.trim());
    }
}

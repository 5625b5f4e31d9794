package io.weft.vswitch.conductor;

import io.weft.flow.action.Ports;
import io.weft.flow.group.GroupTable;
import io.weft.flow.match.TlvMap;
import io.weft.flow.meter.MeterTable;
import io.weft.flow.table.FlowTables;
import io.weft.flow.table.TableSettings;
import io.weft.flow.table.VacancyWatch;
import io.weft.vswitch.bridge.BridgeSettings;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.mac.MacTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A bridge that exists: its tables, its ports and their numbers. The conductor's own. */
final class BridgeState {
    private static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;

    final int id;
    final String name;
    final long mac;
    final FlowTables tables = new FlowTables();
    final MacTable macs;
    final Map<String, PortState> ports = new LinkedHashMap<>();
    /** When a controller was last seen, or could first have come. */
    long lastControllerNs;

    /** Whether the bridge forwards by itself because its controller is away. */
    boolean isFailOpen;

    /** The tables that {@code mod-table} made evict, or not, whatever is configured. */
    final Map<Integer, Boolean> evictionWishes = new HashMap<>();

    /** The tables that tell how full they are. */
    final Map<Integer, VacancyWatch> vacancies = new TreeMap<>();

    final MirrorStates mirrors = new MirrorStates();
    List<Integer> floodVlans = List.of();
    FragmentMode fragments = FragmentMode.NORMAL;
    boolean takesMisses;
    TlvMap tlvMap = TlvMap.EMPTY;
    GroupTable groups = GroupTable.EMPTY;
    MeterTable meters = MeterTable.EMPTY;

    /** OpenFlow numbers of the ports that groups watch. */
    Set<Integer> watchedPorts = Set.of();

    private BridgeSnapshot ported;
    private BridgeSnapshot snapshot;

    BridgeState(int id, BridgeConfig config) {
        this.id = id;
        this.name = config.name();
        this.mac = LOCALLY_ADMINISTERED | Integer.toUnsignedLong(name.hashCode()) << 8 | id & 0xFF;
        this.macs = new MacTable(capacity(config), ageNs(config));
    }

    static int capacity(BridgeConfig config) {
        return ConfigLaws.number(config, ConfigLaws.MAC_TABLE_SIZE, MacTable.DEFAULT_CAPACITY);
    }

    static long ageNs(BridgeConfig config) {
        return ConfigLaws.number(config, ConfigLaws.MAC_AGING_TIME, ConfigLaws.DEFAULT_AGING_S) * 1_000_000_000L;
    }

    /** The picture of the bridge as it is now; the same object while nothing but flow entries changes. */
    BridgeSnapshot snapshot() {
        if (ported == null) {
            ported = new BridgeSnapshot(
                    id,
                    name,
                    mac,
                    ports.values().stream().map(PortState::snapshot).toList(),
                    tables,
                    macs,
                    BridgeSettings.of(fragments, takesMisses, mirrors.snapshot(ports), floodVlans, tlvMap));
            snapshot = null;
        }
        if (snapshot == null) {
            snapshot = ported.with(groups, meters);
        }
        return snapshot;
    }

    /** What {@code config} and {@code mod-table} together make of a table: either of them can make it evict. */
    TableSettings settings(BridgeConfig config, int table) {
        TableSettings configured =
                config.flowTable(table).map(FlowTableConfig::settings).orElse(TableSettings.DEFAULT);
        return evictionWishes.getOrDefault(table, false) ? configured.withEvicts(true) : configured;
    }

    /** Takes on what is copied where, and which VLANs learn nothing. */
    void mirror(List<MirrorConfig> wanted, List<Integer> wantedFloodVlans) {
        if (mirrors.configure(wanted) || !floodVlans.equals(wantedFloodVlans)) {
            floodVlans = wantedFloodVlans;
            changed();
        }
    }

    /** Something in the picture changed. */
    void changed() {
        ported = null;
    }

    /** Groups, meters or the ports that they watch changed. */
    void targetsChanged() {
        snapshot = null;
    }

    /** The number for a port: LOCAL for the bridge's own, the requested one when it is free, else the lowest free one. */
    int number(PortSettings settings) {
        if (settings.name().equals(name)) {
            return Ports.LOCAL;
        }
        if (settings.ofportRequest() != 0 && isFree(settings.ofportRequest())) {
            return settings.ofportRequest();
        }
        int number = 1;
        while (!isFree(number)) {
            number++;
        }
        return number;
    }

    private boolean isFree(int number) {
        return ports.values().stream().noneMatch(port -> port.ofPort == number);
    }

    /** Entries in each table. */
    int[] entryCounts() {
        int[] counts = new int[FlowTables.COUNT];
        for (int table = 0; table < counts.length; table++) {
            counts[table] = tables.table(table).entryCount();
        }
        return counts;
    }

    List<PortState> portList() {
        return List.copyOf(ports.values());
    }
}

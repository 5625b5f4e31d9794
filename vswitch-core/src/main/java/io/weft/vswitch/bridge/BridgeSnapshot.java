package io.weft.vswitch.bridge;

import io.weft.flow.action.Ports;
import io.weft.flow.group.GroupTable;
import io.weft.flow.meter.MeterTable;
import io.weft.flow.table.FlowTables;
import io.weft.vswitch.mac.MacTable;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * One bridge as of one version: its ports, and references to its flow tables and MAC table, which are shared between versions.
 *
 * <p>Thread-safety: immutable but for those two, which say themselves who writes them.
 */
public final class BridgeSnapshot {
    private static final int LOCAL_IN_OPENFLOW_10 = 0xFFFE;
    private static final int SMALL = 4096;

    private final int id;
    private final String name;
    private final long mac;
    private final List<BridgePort> ports;
    private final Int2ObjectHashMap<BridgePort> byNumber;

    /** Those with small numbers once more, at their numbers. */
    private final BridgePort[] small;

    private final BridgePort[] floodPorts;
    private final FlowTables tables;
    private final MacTable macs;
    private final BridgeSettings settings;
    private final GroupTable groups;
    private final MeterTable meters;

    /** A bridge with every setting at its default. */
    public BridgeSnapshot(int id, String name, long mac, List<BridgePort> ports, FlowTables tables, MacTable macs) {
        this(id, name, mac, ports, tables, macs, BridgeSettings.NONE);
    }

    /**
     * @param id unique among the bridges of the switch, for its life
     * @param mac 48-bit address of the bridge
     * @param ports in any order
     * @throws IllegalArgumentException when two ports share an OpenFlow number
     */
    public BridgeSnapshot(
            int id,
            String name,
            long mac,
            List<BridgePort> ports,
            FlowTables tables,
            MacTable macs,
            BridgeSettings settings) {
        this.id = id;
        this.name = name;
        this.mac = mac;
        this.ports = ports.stream()
                .sorted(Comparator.comparingLong(BridgePort::keyPort))
                .toList();
        this.tables = tables;
        this.macs = macs;
        this.settings = settings;
        groups = GroupTable.EMPTY;
        meters = MeterTable.EMPTY;
        byNumber = new Int2ObjectHashMap<>();
        for (BridgePort port : ports) {
            BridgePort other = byNumber.put(port.ofPort(), port);
            if (other != null) {
                throw new IllegalArgumentException("bridge " + name + ": " + other.name() + " and " + port.name()
                        + " are both port " + Integer.toUnsignedString(port.ofPort()));
            }
        }
        small = small(ports);
        floodPorts = this.ports.stream().filter(BridgePort::isOutput).toArray(BridgePort[]::new);
    }

    private BridgeSnapshot(BridgeSnapshot same, GroupTable groups, MeterTable meters) {
        id = same.id;
        name = same.name;
        mac = same.mac;
        ports = same.ports;
        byNumber = same.byNumber;
        small = same.small;
        floodPorts = same.floodPorts;
        tables = same.tables;
        macs = same.macs;
        settings = same.settings;
        this.groups = groups;
        this.meters = meters;
    }

    private static BridgePort[] small(List<BridgePort> ports) {
        int length = 0;
        for (BridgePort port : ports) {
            length = isSmall(port) ? Math.max(length, port.ofPort() + 1) : length;
        }
        BridgePort[] small = new BridgePort[length];
        for (BridgePort port : ports) {
            if (isSmall(port)) {
                small[port.ofPort()] = port;
            }
        }
        return small;
    }

    private static boolean isSmall(BridgePort port) {
        return port.ofPort() >= 0 && port.ofPort() < SMALL;
    }

    /** The same bridge with other groups and meters. */
    public BridgeSnapshot with(GroupTable newGroups, MeterTable newMeters) {
        return new BridgeSnapshot(this, newGroups, newMeters);
    }

    /** The groups of this version. */
    public GroupTable groups() {
        return groups;
    }

    /** The meters of this version. */
    public MeterTable meters() {
        return meters;
    }

    /** Whether a port exists, is up and has a link. */
    public boolean isLive(int ofPort) {
        BridgePort port = port(ofPort);
        return port != null && port.isLive();
    }

    public int id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** 48-bit address. */
    public long mac() {
        return mac;
    }

    /** All ports by ascending number, LOCAL last. */
    public List<BridgePort> ports() {
        return ports;
    }

    public FlowTables tables() {
        return tables;
    }

    public MacTable macs() {
        return macs;
    }

    public BridgeSettings settings() {
        return settings;
    }

    /** The port with this OpenFlow number, 65534 being LOCAL as in OpenFlow 1.0, or null. */
    public BridgePort port(int ofPort) {
        if (ofPort >= 0 && ofPort < small.length) {
            return small[ofPort];
        }
        return byNumber.get(ofPort == LOCAL_IN_OPENFLOW_10 ? Ports.LOCAL : ofPort);
    }

    /** The port with this name, or null. */
    public BridgePort port(String portName) {
        for (BridgePort port : ports) {
            if (port.name().equals(portName)) {
                return port;
            }
        }
        return null;
    }

    /** Number of ports that packets may be sent to: the flood list. */
    public int floodCount() {
        return floodPorts.length;
    }

    /** A port of the flood list by ascending port number; whether it is {@code noFlood} is the caller's question (ALL ignores it). */
    public BridgePort floodPort(int index) {
        return floodPorts[index];
    }
}

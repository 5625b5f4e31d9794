package io.weft.vswitch.bridge;

import io.weft.flow.key.KeyExtractor;
import io.weft.flow.meter.MeterEntry;
import io.weft.vswitch.tunnel.Arrivals;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All bridges of the switch as of one version. Immutable.
 *
 * <p>A flow entry is seen by translation with this snapshot when {@code entry.isVisibleIn(version())}.
 */
public final class SwitchSnapshot {
    /** Before the first publication: no bridges. */
    public static final SwitchSnapshot EMPTY = new SwitchSnapshot(0, List.of());

    private final long version;
    private final int vlanLimit;
    private final List<BridgeSnapshot> bridges;
    private final BridgePort[] ports;
    private final BridgeSnapshot[] bridgeOfPort;
    private final BridgePort[] peers;
    private final MeterEntry[] meters;

    /**
     * @param version of the flow tables and of everything here
     * @throws IllegalArgumentException when two ports share a datapath port or two bridges an id
     */
    public SwitchSnapshot(long version, List<BridgeSnapshot> bridges) {
        this(version, bridges, KeyExtractor.MOST_TAGS);
    }

    /**
     * As the other one.
     *
     * @param vlanLimit see {@link #vlanLimit()}
     */
    public SwitchSnapshot(long version, List<BridgeSnapshot> bridges, int vlanLimit) {
        this.version = version;
        this.vlanLimit = vlanLimit;
        this.bridges = List.copyOf(bridges);
        int size = 0;
        for (BridgeSnapshot bridge : bridges) {
            for (BridgePort port : bridge.ports()) {
                size = Math.max(size, port.datapathPort() + 1);
            }
        }
        ports = new BridgePort[size];
        bridgeOfPort = new BridgeSnapshot[size];
        for (BridgeSnapshot bridge : bridges) {
            add(bridge);
        }
        peers = peers(ports);
        meters = meters(bridges);
    }

    private SwitchSnapshot(long version, SwitchSnapshot same) {
        this.version = version;
        vlanLimit = same.vlanLimit;
        bridges = same.bridges;
        ports = same.ports;
        bridgeOfPort = same.bridgeOfPort;
        peers = same.peers;
        meters = same.meters;
    }

    private static MeterEntry[] meters(List<BridgeSnapshot> bridges) {
        MeterEntry[] meters = new MeterEntry[0];
        for (BridgeSnapshot bridge : bridges) {
            for (MeterEntry meter : bridge.meters().list()) {
                if (meter.number() >= meters.length) {
                    meters = Arrays.copyOf(meters, 2 * meter.number() + 1);
                }
                meters[meter.number()] = meter;
            }
        }
        return meters;
    }

    private static BridgePort[] peers(BridgePort[] ports) {
        Map<String, BridgePort> patches = new HashMap<>();
        for (BridgePort port : ports) {
            if (port != null && port.isPatch()) {
                patches.put(port.name(), port);
            }
        }
        BridgePort[] peers = new BridgePort[ports.length];
        for (BridgePort port : patches.values()) {
            BridgePort other = patches.get(port.patch().peer());
            peers[port.datapathPort()] = other != null && other.patch().peer().equals(port.name()) ? other : null;
        }
        return peers;
    }

    private void add(BridgeSnapshot bridge) {
        if (bridge(bridge.id()) != bridge) {
            throw new IllegalArgumentException("bridge id " + bridge.id() + " twice");
        }
        for (BridgePort port : bridge.ports()) {
            int index = port.datapathPort();
            if (ports[index] != null) {
                throw new IllegalArgumentException(
                        "datapath port " + index + " of both " + ports[index].name() + " and " + port.name());
            }
            ports[index] = port;
            bridgeOfPort[index] = bridge;
        }
    }

    public long version() {
        return version;
    }

    /** VLAN tags that are parsed of a packet that arrives: 1 or 2. */
    public int vlanLimit() {
        return vlanLimit;
    }

    public List<BridgeSnapshot> bridges() {
        return bridges;
    }

    /** The same picture under another version: what a change of flow entries alone publishes. */
    public SwitchSnapshot withVersion(long newVersion) {
        return new SwitchSnapshot(newVersion, this);
    }

    /** The bridge with this id, or null. */
    public BridgeSnapshot bridge(int id) {
        for (BridgeSnapshot bridge : bridges) {
            if (bridge.id() == id) {
                return bridge;
            }
        }
        return null;
    }

    /** The bridge with this name, or null. */
    public BridgeSnapshot bridge(String name) {
        for (BridgeSnapshot bridge : bridges) {
            if (bridge.name().equals(name)) {
                return bridge;
            }
        }
        return null;
    }

    /** The meter that programs know by this number (0 or more), or null. */
    public MeterEntry meter(int number) {
        return number < meters.length ? meters[number] : null;
    }

    /** The port at this datapath index, or the one of an {@code in_port} of a cache key; or null. */
    public BridgePort port(int inPort) {
        int datapathPort = Arrivals.port(inPort);
        return datapathPort >= 0 && datapathPort < ports.length ? ports[datapathPort] : null;
    }

    /** The other end of a patch port's wire: the patch port of its peer's name that names it in turn; or null. */
    public BridgePort peerOf(BridgePort patch) {
        return peers[patch.datapathPort()];
    }

    /** The bridge of {@link #port}, or null. */
    public BridgeSnapshot bridgeOf(int inPort) {
        int datapathPort = Arrivals.port(inPort);
        return datapathPort >= 0 && datapathPort < bridgeOfPort.length ? bridgeOfPort[datapathPort] : null;
    }
}

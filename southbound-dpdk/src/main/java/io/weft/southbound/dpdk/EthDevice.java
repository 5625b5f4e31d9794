package io.weft.southbound.dpdk;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network device of DPDK: probed, configured, started, asked, stopped, removed.
 *
 * <p>Thread-safety: the conductor. Allocation: as it comes.
 */
final class EthDevice {
    private static final int MBIT_UNKNOWN = -1;

    private final Eal eal;
    private final NativeCalls calls;
    private final Memory.Block scratch = Memory.allocate(4096);
    private final String name;
    private final int port;
    private boolean started;

    /** What the device says of itself. Capabilities are the bits of {@code RTE_ETH_RX_OFFLOAD_} and {@code RTE_ETH_TX_OFFLOAD_}. */
    record Facts(
            long device,
            String driver,
            int ifindex,
            int minMtu,
            int maxMtu,
            int maxRxQueues,
            int maxTxQueues,
            long rxCapabilities,
            long txCapabilities,
            long rssFields) {}

    private EthDevice(Eal eal, String name, int port) {
        this.eal = eal;
        this.calls = eal.library.calls;
        this.name = name;
        this.port = port;
    }

    /**
     * Makes or takes over the device that {@code devargs} describes.
     *
     * @throws NativeException saying why there is no such device
     */
    static EthDevice probe(Eal eal, String name, String devargs) throws NativeException {
        if (find(eal, name) >= 0) {
            throw new NativeException(
                    "rte_dev_probe",
                    name,
                    LinuxConstants.EEXIST,
                    "device " + name + " is in use already by another port of type dpdk");
        }
        eal.log.begin();
        boolean[] before = valid(eal);
        int result = eal.library.calls.callInt("rte_dev_probe", devargs);
        eal.check(result, "rte_dev_probe", name, "device \"" + devargs + "\" cannot be attached");
        int found = find(eal, name);
        int port = found >= 0 ? found : newPort(before, valid(eal));
        if (port < 0) {
            throw new NativeException(
                    "rte_eth_dev_get_port_by_name",
                    name,
                    LinuxConstants.ENODEV,
                    "device \"" + devargs + "\" was attached, but is no network device called " + name);
        }
        return known(eal, name, port);
    }

    /** A device that was probed before. */
    static EthDevice known(Eal eal, String name, int port) {
        return new EthDevice(eal, name, port);
    }

    /** A driver may name its network device otherwise than the device is called. */
    private static int newPort(boolean[] before, boolean[] after) {
        for (int port = 0; port < after.length; port++) {
            if (after[port] && !before[port]) {
                return port;
            }
        }
        return -1;
    }

    private static boolean[] valid(Eal eal) {
        boolean[] valid = new boolean[EthDescriptor.MAX_PORTS];
        for (int port = 0; port < valid.length; port++) {
            valid[port] = (eal.library.calls.callInt("rte_eth_dev_is_valid_port", port) & 0xFF) != 0;
        }
        return valid;
    }

    private static int find(Eal eal, String name) {
        try (Memory.Block id = Memory.allocate(8)) {
            int result = eal.library.calls.callInt("rte_eth_dev_get_port_by_name", name, id.address());
            return result == 0 ? Memory.getInt(id.address()) & 0xFFFF : -1;
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    Facts facts() throws NativeException {
        long at = scratch.address();
        Memory.zero(at, EthDescriptor.INFO_LENGTH);
        check(calls.callInt("rte_eth_dev_info_get", port, at), "rte_eth_dev_info_get", "facts of device " + name);
        int queues = Memory.getInt(at + eal.library.abi.maxQueues);
        int mtus = Memory.getInt(at + EthDescriptor.INFO_MIN_MTU);
        return new Facts(
                Memory.getLong(at + EthDescriptor.INFO_DEVICE),
                NativeCalls.text(Memory.getLong(at + EthDescriptor.INFO_DRIVER_NAME)),
                Memory.getInt(at + EthDescriptor.INFO_IF_INDEX),
                mtus & 0xFFFF,
                mtus >>> 16,
                queues & 0xFFFF,
                queues >>> 16,
                Memory.getLong(at + EthDescriptor.INFO_RX_CAPABILITIES),
                Memory.getLong(at + EthDescriptor.INFO_TX_CAPABILITIES),
                Memory.getLong(at + EthDescriptor.INFO_RSS_FIELDS));
    }

    /**
     * Sets queues and offloads of a stopped device.
     *
     * @param mtu in bytes, 0 for the device's own
     */
    void configure(Facts facts, int rxQueues, int txQueues, int mtu, long rxOffloads, long txOffloads)
            throws NativeException {
        long conf = scratch.address();
        Memory.zero(conf, eal.library.abi.confLength);
        Memory.putInt(conf + EthDescriptor.CONF_MTU, mtu);
        Memory.putLong(conf + EthDescriptor.CONF_RX_OFFLOADS, rxOffloads);
        Memory.putLong(conf + EthDescriptor.CONF_TX_OFFLOADS, txOffloads);
        if (rxQueues > 1) {
            Memory.putInt(conf + EthDescriptor.CONF_RX_MODE, EthDescriptor.RX_MODE_RSS);
            long fields = EthDescriptor.RSS_IP_TCP_UDP & facts.rssFields();
            Memory.putLong(conf + eal.library.abi.rssHashFields, fields);
        }
        check(
                calls.callInt("rte_eth_dev_configure", port, rxQueues, txQueues, conf),
                "rte_eth_dev_configure",
                "device " + name + " with " + rxQueues + " receive and " + txQueues + " transmit queues"
                        + (mtu == 0 ? "" : " and MTU " + mtu));
    }

    /** The numbers of descriptors that the device makes of {@code rx} and {@code tx}: {@code rx << 16 | tx}. */
    int adjust(int rx, int tx) throws NativeException {
        long at = scratch.address();
        Memory.putInt(at, rx);
        Memory.putInt(at + 8, tx);
        check(
                calls.callInt("rte_eth_dev_adjust_nb_rx_tx_desc", port, at, at + 8),
                "rte_eth_dev_adjust_nb_rx_tx_desc",
                "device " + name + " with queues of " + rx + " and " + tx + " descriptors");
        return Memory.getInt(at) << 16 | Memory.getInt(at + 8) & 0xFFFF;
    }

    void rxQueue(int queue, int depth, long mempool) throws NativeException {
        check(
                calls.callInt("rte_eth_rx_queue_setup", port, queue, depth, socket(), 0L, mempool),
                "rte_eth_rx_queue_setup",
                "receive queue " + queue + " of device " + name);
    }

    void txQueue(int queue, int depth) throws NativeException {
        check(
                calls.callInt("rte_eth_tx_queue_setup", port, queue, depth, socket(), 0L),
                "rte_eth_tx_queue_setup",
                "transmit queue " + queue + " of device " + name);
    }

    void start() throws NativeException {
        check(calls.callInt("rte_eth_dev_start", port), "rte_eth_dev_start", "device " + name + " does not start");
        started = true;
    }

    void stop() {
        if (started) {
            started = false;
            calls.callInt("rte_eth_dev_stop", port);
        }
    }

    /** Whether all frames are received, whoever they are for; some devices cannot say no. */
    boolean promiscuous() {
        calls.callInt("rte_eth_promiscuous_enable", port);
        calls.callInt("rte_eth_allmulticast_enable", port);
        return calls.callInt("rte_eth_promiscuous_get", port) == 1;
    }

    /** Link speed in Mbit/s, 0 where there is no link, {@value #MBIT_UNKNOWN} for a link that does not say. */
    int linkMbit() {
        long at = scratch.address();
        Memory.putLong(at, 0);
        calls.callInt("rte_eth_link_get_nowait", port, at);
        boolean up = (Memory.getInt(at + EthDescriptor.LINK_STATUS) & 4) != 0;
        int speed = Memory.getInt(at);
        return !up ? 0 : speed <= 0 ? MBIT_UNKNOWN : speed;
    }

    long mac() {
        long at = scratch.address();
        return calls.callInt("rte_eth_macaddr_get", port, at) < 0 ? 0 : Memory.getMacNetwork(at);
    }

    int mtu() {
        long at = scratch.address();
        return calls.callInt("rte_eth_dev_get_mtu", port, at) < 0 ? 0 : Memory.getInt(at) & 0xFFFF;
    }

    /** Asks for another MTU, where the device can have one; 0 asks for nothing. */
    void mtu(int bytes) {
        if (bytes != 0) {
            calls.callInt("rte_eth_dev_set_mtu", port, bytes);
        }
    }

    /** Whether the hardware is gone. */
    boolean isPulledOut() {
        return calls.callInt("rte_eth_dev_is_removed", port) == 1;
    }

    int socket() {
        return calls.callInt("rte_eth_dev_socket_id", port);
    }

    /** Frames that the device lost before we could receive them. */
    long missed() {
        long at = scratch.address();
        Memory.zero(at, EthDescriptor.STATS_LENGTH);
        return calls.callInt("rte_eth_stats_get", port, at) < 0 ? 0 : Memory.getLong(at + 32) + Memory.getLong(at + 56);
    }

    /** The device's own counters by name, those of zero left out. */
    Map<String, Long> counters() {
        int count = calls.callInt("rte_eth_xstats_get_names", port, 0L, 0);
        Map<String, Long> counters = new TreeMap<>();
        if (count <= 0) {
            return counters;
        }
        try (Memory.Block names = Memory.allocate((long) count * EthDescriptor.XSTAT_NAME_LENGTH);
                Memory.Block values = Memory.allocate((long) count * EthDescriptor.XSTAT_LENGTH)) {
            if (calls.callInt("rte_eth_xstats_get_names", port, names.address(), count) != count
                    || calls.callInt("rte_eth_xstats_get", port, values.address(), count) != count) {
                return counters;
            }
            for (int i = 0; i < count; i++) {
                long at = values.address() + (long) i * EthDescriptor.XSTAT_LENGTH;
                long value = Memory.getLong(at + 8);
                if (value != 0) {
                    long text = names.address() + Memory.getLong(at) * EthDescriptor.XSTAT_NAME_LENGTH;
                    counters.put(NativeCalls.text(text), value);
                }
            }
            return counters;
        }
    }

    /** The function that receives from a queue of the started device. */
    MemorySegment rxBurst() {
        return MemorySegment.ofAddress(Memory.getLong(fastPath() + eal.library.abi.rxBurst));
    }

    MemorySegment txBurst() {
        return MemorySegment.ofAddress(Memory.getLong(fastPath() + eal.library.abi.txBurst));
    }

    /** The first argument of {@link #rxBurst} for a queue. */
    long rxQueueData(int queue) {
        return Memory.getLong(Memory.getLong(fastPath() + eal.library.abi.rxQueues) + queue * 8L);
    }

    long txQueueData(int queue) {
        return Memory.getLong(Memory.getLong(fastPath() + eal.library.abi.txQueues) + queue * 8L);
    }

    private long fastPath() {
        return calls.address("rte_eth_fp_ops") + (long) port * EthDescriptor.FAST_PATH_LENGTH;
    }

    /** Stops, closes and removes the device, so that the same devargs may be probed again. */
    void remove() throws NativeException {
        long device = facts().device();
        stop();
        eal.log.begin();
        calls.callInt("rte_eth_dev_close", port);
        scratch.close();
        check(calls.callInt("rte_dev_remove", device), "rte_dev_remove", "device " + name + " cannot be removed");
    }

    private int check(int result, String function, String what) throws NativeException {
        return eal.check(result, function, name, what);
    }
}

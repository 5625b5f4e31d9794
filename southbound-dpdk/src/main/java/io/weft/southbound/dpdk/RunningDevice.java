package io.weft.southbound.dpdk;

import io.weft.southbound.linux.NativeException;
import io.weft.southbound.offload.PartialSources;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.port.PortStatus.State;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A started device with its queues, and what can be said of it.
 *
 * <p>Thread-safety: the conductor.
 */
final class RunningDevice {
    /** Drivers whose burst functions touch memory and registers only, so that they may be called without a change of the thread's state. */
    private static final Set<String> NEVER_IN_KERNEL =
            Set.of("net_null", "net_ring", "net_ixgbe", "net_i40e", "net_ice", "mlx5_pci", "net_ena");

    /** Drivers with a kernel at the other end that leaves checksums to the port. */
    private static final Set<String> PARTIAL_CHECKSUMS = Set.of("net_af_packet", "net_af_xdp");

    /** Drivers that send packets of several segments, though they do not say so. */
    private static final Set<String> SEND_CHAINS = Set.of("net_null", "net_pcap", "net_ring");

    /** Drivers that forget what waits in them when they are closed. */
    private static final String RINGS = "net_ring";

    private final Eal eal;
    private final MbufPool pool;
    private final PacketMemory memory;
    private final EthDevice device;
    private final EthDevice.Facts facts;
    private final DeviceSetup setup;
    private final DeviceSetup.Queues queues;
    private final boolean promiscuous;
    private final boolean critical;
    private DpdkRxQueue[] rx = {};
    private DpdkTxQueue[] tx = {};

    /** Configures and starts a probed device. */
    RunningDevice(Eal eal, MbufPool pool, PacketMemory memory, EthDevice device, DeviceSetup setup)
            throws NativeException {
        this.eal = eal;
        this.pool = pool;
        this.memory = memory;
        this.device = device;
        this.setup = setup;
        facts = device.facts();
        critical = NEVER_IN_KERNEL.contains(facts.driver());
        queues = setup.apply(eal, device, facts, pool, MbufPool.room(memory));
        promiscuous = device.promiscuous();
        makeQueues();
        if (isPartialSource()) {
            PartialSources.of(memory).opened();
        }
    }

    EthDevice device() {
        return device;
    }

    DpdkRxQueue[] rxQueues() {
        return rx;
    }

    DpdkTxQueue[] txQueues() {
        return tx;
    }

    boolean isPulledOut() {
        return device.isPulledOut();
    }

    /** New queues for the same device, which runs on. No PMD runs the old ones. */
    void renewQueues() {
        closeQueues();
        makeQueues();
    }

    /** Ends the queues; the device is the caller's to remove. */
    void close(FrameCache frames) {
        if (facts.driver().equals(RINGS)) {
            for (DpdkRxQueue queue : rx) {
                queue.drain(frames);
            }
        }
        device.stop();
        closeQueues();
        if (isPartialSource()) {
            PartialSources.of(memory).closed();
        }
    }

    PortStatus status() {
        int link = device.linkMbit();
        int mtu = device.mtu();
        for (DpdkTxQueue queue : tx) {
            queue.maxFrame(mtu + DeviceSetup.FRAME_OVERHEAD);
        }
        rx[0].missed(device.missed());
        String message = link == 0 ? "device " + device.name() + " has no link" : facts.driver() + " of DPDK";
        if (queues.rx() < setup.options().rxQueues()) {
            message += "; the device has " + queues.rx() + " of the "
                    + setup.options().rxQueues() + " receive queues asked for";
        }
        return new PortStatus(link == 0 ? State.LINK_DOWN : State.UP, message, device.mac(), mtu, details(link));
    }

    private Map<String, String> details(int link) {
        Map<String, String> details = new TreeMap<>();
        details.put("driver_name", facts.driver());
        details.put("if_type", "6");
        details.put("if_descr", eal.library.version + " " + facts.driver());
        details.put("port_no", Integer.toString(device.port()));
        details.put("numa_id", Integer.toString(Math.max(0, device.socket())));
        details.put("min_mtu", Integer.toString(facts.minMtu()));
        details.put("max_mtu", Integer.toString(facts.maxMtu()));
        details.put("max_rx_queues", Integer.toString(facts.maxRxQueues()));
        details.put("max_tx_queues", Integer.toString(facts.maxTxQueues()));
        details.put("n_rxq", Integer.toString(queues.rx()));
        details.put("n_txq", Integer.toString(queues.tx()));
        details.put("n_rxq_desc", Integer.toString(queues.rxDepth()));
        details.put("n_txq_desc", Integer.toString(queues.txDepth()));
        details.put("promiscuous", Boolean.toString(promiscuous));
        details.put("tx-checksum", isHardwareChecksum() ? "device" : "software");
        details.put("tx-multi-segment", Boolean.toString(isMultiSegment()));
        details.put("burst-call", critical ? "critical" : "plain");
        details.put("link_speed", link > 0 ? link + "Mbps" : "unknown");
        return details;
    }

    private void makeQueues() {
        rx = new DpdkRxQueue[queues.rx()];
        tx = new DpdkTxQueue[queues.tx()];
        for (int i = 0; i < rx.length; i++) {
            rx[i] = new DpdkRxQueue(eal, pool, memory, device, i, critical);
        }
        var offloads = new DpdkTxQueue.Offloads(critical, isMultiSegment(), isHardwareChecksum());
        int maxFrame = device.mtu() + DeviceSetup.FRAME_OVERHEAD;
        for (int i = 0; i < tx.length; i++) {
            tx[i] = new DpdkTxQueue(eal, pool, memory, device, i, offloads);
            tx[i].maxFrame(maxFrame);
        }
    }

    private void closeQueues() {
        for (DpdkRxQueue queue : rx) {
            queue.close();
        }
        for (DpdkTxQueue queue : tx) {
            queue.close();
        }
        rx = new DpdkRxQueue[0];
        tx = new DpdkTxQueue[0];
    }

    private boolean isMultiSegment() {
        return (facts.txCapabilities() & EthDescriptor.TX_MULTI_SEGMENT) != 0 || SEND_CHAINS.contains(facts.driver());
    }

    private boolean isHardwareChecksum() {
        long both = EthDescriptor.TX_TCP_CHECKSUM | EthDescriptor.TX_UDP_CHECKSUM;
        return (facts.txCapabilities() & both) == both;
    }

    private boolean isPartialSource() {
        return PARTIAL_CHECKSUMS.contains(facts.driver());
    }
}

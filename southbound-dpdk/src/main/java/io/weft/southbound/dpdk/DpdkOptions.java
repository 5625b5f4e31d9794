package io.weft.southbound.dpdk;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import java.util.List;

/**
 * The options of a port, validated.
 *
 * @param devargs the device and its arguments
 * @param rxQueues receive queues wanted
 * @param rxDepth descriptors of a receive queue, a power of two
 * @param txDepth descriptors of a transmit queue, a power of two
 */
record DpdkOptions(String devargs, int rxQueues, int rxDepth, int txDepth) {
    static final String DEVARGS = "dpdk-devargs";
    static final int MAX_QUEUES = 64;
    private static final int MIN_DEPTH = 1;
    private static final int MAX_DEPTH = 4096;
    private static final int DEFAULT_DEPTH = 2048;

    /** Slots in a block of a packet socket's ring: so many slots of so many bytes each are pages. */
    private static final int SLOTS = 64;

    private static final String DEPTHS = "a power of two from 1 to 4096";

    static final List<PortOption> ALL = List.of(
            new PortOption(
                    DEVARGS,
                    "a PCI address or a virtual device, with arguments after commas",
                    "",
                    "The device, such as 0000:01:00.0 or net_pcap0,iface=eth1; needed."),
            new PortOption("n_rxq", "1 to 64", "1", "Receive queues, as far as the device has as many."),
            new PortOption("n_rxq_desc", DEPTHS, "2048", "Descriptors of a receive queue."),
            new PortOption("n_txq_desc", DEPTHS, "2048", "Descriptors of a transmit queue."));

    static DpdkOptions parse(PortConfig config) throws PortException {
        config.requireKnown(ALL);
        int queues = config.intOption("n_rxq", 1, MAX_QUEUES, 1);
        int rxDepth = depth(config, "n_rxq_desc");
        int txDepth = depth(config, "n_txq_desc");
        String devargs = config.option(DEVARGS, "").strip();
        if (devargs.isEmpty() || devargs.startsWith(",")) {
            throw new PortException(
                    "options:" + DEVARGS,
                    devargs,
                    "a PCI address or a virtual device, such as 0000:01:00.0 or net_pcap0,iface=eth1");
        }
        return new DpdkOptions(devargs, queues, rxDepth, txDepth);
    }

    /** The device's name: what stands before the first comma. */
    String device() {
        int comma = devargs.indexOf(',');
        return comma < 0 ? devargs : devargs.substring(0, comma);
    }

    /**
     * Whether the device keeps all that it will ever receive in buffers, from its start: {@code net_pcap} with {@code infinite_rx}. It must get enough of them at its first try, since at a second
     * one it counts its packets from where the first one stopped, and keeps no more than so many.
     */
    boolean keepsAllInBuffers() {
        return device().startsWith("net_pcap") && devargs.contains(",infinite_rx=1");
    }

    /**
     * What DPDK is told: {@link #devargs}, and for packet sockets the slots and blocks of their ring unless the user chose them. A slot of
     * their own default is larger than the room of a frame, which their driver refuses; and since it takes the ring for one array of
     * slots, whole slots must fill a block, and a block whole pages.
     *
     * @param room bytes of a frame that a device may fill
     */
    String devargs(int room) {
        if (!device().startsWith("net_af_packet") || devargs.contains(",framesz=") || devargs.contains(",blocksz=")) {
            return devargs;
        }
        int slot = room / SLOTS * SLOTS;
        return devargs + ",framesz=" + slot + ",blocksz=" + slot * SLOTS;
    }

    private static int depth(PortConfig config, String key) throws PortException {
        int depth = config.intOption(key, MIN_DEPTH, MAX_DEPTH, DEFAULT_DEPTH);
        if (Integer.bitCount(depth) != 1) {
            throw new PortException("options:" + key, Integer.toString(depth), DEPTHS);
        }
        return depth;
    }
}

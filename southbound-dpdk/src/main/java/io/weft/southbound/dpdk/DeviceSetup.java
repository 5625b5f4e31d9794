package io.weft.southbound.dpdk;

import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import io.weft.vswitch.port.PortConfig;

/**
 * Brings a probed device to where its queues can be run: configured as the user and the device agree, with buffers to receive into, started.
 *
 * @param config what the user asked for
 * @param options of the driver, parsed
 * @param pmdCount transmit queues wanted
 */
record DeviceSetup(PortConfig config, DpdkOptions options, int pmdCount) {
    /** Ethernet header and two tags. */
    static final int FRAME_OVERHEAD = 14 + 8;

    private static final int RESERVE = 512;

    /** Queues and descriptors that the device got. */
    record Queues(int rx, int tx, int rxDepth, int txDepth) {}

    /** Configures and starts {@code device}. */
    Queues apply(Eal eal, EthDevice device, EthDevice.Facts facts, MbufPool pool, int frameRoom)
            throws NativeException {
        requireMtu(facts);
        int rx = Math.min(options.rxQueues(), facts.maxRxQueues());
        int tx = Math.clamp(pmdCount, 1, facts.maxTxQueues());
        Queues queues = configure(device, facts, rx, tx, frameRoom);
        device.mtu(config.mtu());
        int wanted = options.keepsAllInBuffers() ? Integer.MAX_VALUE : queues.rx * queues.rxDepth + RESERVE;
        try {
            start(device, queues, pool, wanted);
        } catch (NativeException e) {
            // A driver may want more than its descriptors. All that is free, once.
            device.stop();
            start(device, queues, pool, Integer.MAX_VALUE);
        }
        pool.takeBack();
        return queues;
    }

    private void requireMtu(EthDevice.Facts facts) throws NativeException {
        int mtu = config.mtu();
        if (mtu != 0 && (mtu > facts.maxMtu() || mtu < facts.minMtu())) {
            throw new NativeException(
                    "rte_eth_dev_configure",
                    options.device(),
                    LinuxConstants.EINVAL,
                    "mtu_request " + mtu + ": device " + options.device() + " takes " + facts.minMtu() + " to "
                            + facts.maxMtu() + " bytes");
        }
    }

    /** Some drivers want as many transmit as receive queues. */
    private Queues configure(EthDevice device, EthDevice.Facts facts, int rx, int tx, int frameRoom)
            throws NativeException {
        try {
            return configureExactly(device, facts, rx, tx, frameRoom);
        } catch (NativeException e) {
            int both = Math.min(Math.max(rx, tx), Math.min(facts.maxRxQueues(), facts.maxTxQueues()));
            if (rx == tx) {
                throw e;
            }
            return configureExactly(device, facts, both, both, frameRoom);
        }
    }

    private Queues configureExactly(EthDevice device, EthDevice.Facts facts, int rx, int tx, int frameRoom)
            throws NativeException {
        boolean scattered = config.mtu() + FRAME_OVERHEAD > frameRoom;
        long rxOffloads = scattered ? EthDescriptor.RX_SCATTER & facts.rxCapabilities() : 0;
        long wanted = EthDescriptor.TX_UDP_CHECKSUM | EthDescriptor.TX_TCP_CHECKSUM | EthDescriptor.TX_MULTI_SEGMENT;
        device.configure(facts, rx, tx, config.mtu(), rxOffloads, wanted & facts.txCapabilities());
        int depths = device.adjust(options.rxDepth(), options.txDepth());
        return new Queues(rx, tx, depths >>> 16, depths & 0xFFFF);
    }

    private static void start(EthDevice device, Queues queues, MbufPool pool, int buffers) throws NativeException {
        pool.lend(buffers);
        try {
            for (int i = 0; i < queues.rx; i++) {
                device.rxQueue(i, queues.rxDepth, pool.mempool());
            }
            for (int i = 0; i < queues.tx; i++) {
                device.txQueue(i, queues.txDepth);
            }
            device.start();
        } catch (NativeException e) {
            pool.takeBack();
            throw e;
        }
    }
}

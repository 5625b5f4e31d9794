package io.weft.southbound.dpdk;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A version of DPDK whose binary interface is known here: how its structures lie in memory.
 *
 * <p>Each constant was made by compiling {@code offsetof} of every field below against that version's headers. {@link AbiCheck} compares
 * them with the running libraries before the first packet. Fields that lie alike in all known versions are in {@link MbufDescriptor},
 * {@link MempoolDescriptor} and {@link EthDescriptor}.
 */
enum DpdkAbi {
    V22_11("22.11", 23, 0, 24, 64, 88, 44, 2272, 144),
    V23_11("23.11", 24, 16, 0, 80, 64, 48, 2280, 144),
    V24_11("24.11", 25, 16, 0, 80, 64, 48, 2280, 144);

    /** As {@code rte_version()} begins, such as 22.11. */
    final String version;

    /** The number at the end of the libraries' names. */
    final int soVersion;

    /** {@code rte_eth_fp_ops.rx_pkt_burst}, in 128 bytes a port. */
    final int rxBurst;

    /** {@code rte_eth_fp_ops.rxq.data}, the address of an array of one pointer a queue. */
    final int rxQueues;

    /** {@code rte_eth_fp_ops.tx_pkt_burst}. */
    final int txBurst;

    /** {@code rte_eth_fp_ops.txq.data}. */
    final int txQueues;

    /** {@code rte_eth_dev_info.max_rx_queues}, a u16 with {@code max_tx_queues} behind it. */
    final int maxQueues;

    /** {@code sizeof(struct rte_eth_conf)}. */
    final int confLength;

    /** {@code rte_eth_conf.rx_adv_conf.rss_conf.rss_hf}. */
    final int rssHashFields;

    DpdkAbi(
            String version,
            int soVersion,
            int rxBurst,
            int rxQueues,
            int txBurst,
            int txQueues,
            int maxQueues,
            int confLength,
            int rssHashFields) {
        this.version = version;
        this.soVersion = soVersion;
        this.rxBurst = rxBurst;
        this.rxQueues = rxQueues;
        this.txBurst = txBurst;
        this.txQueues = txQueues;
        this.maxQueues = maxQueues;
        this.confLength = confLength;
        this.rssHashFields = rssHashFields;
    }

    /** The one that a text such as {@code DPDK 22.11.11} names. */
    static Optional<DpdkAbi> of(String rteVersion) {
        return Arrays.stream(values())
                .filter(abi -> rteVersion.matches("DPDK " + abi.version.replace(".", "\\.") + "([.\\-].*)?"))
                .findFirst();
    }

    /** All of them in words: {@code 22.11, 23.11, 24.11}. */
    static String supported() {
        return Arrays.stream(values()).map(abi -> abi.version).collect(Collectors.joining(", "));
    }
}

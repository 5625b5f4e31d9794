package io.weft.southbound.dpdk;

/**
 * Structures of {@code rte_ethdev.h} as far as they lie alike in all known versions; {@link DpdkAbi} has the rest.
 *
 * <pre>
 *   rte_eth_dev_info, 376   0 u64 device   8 char* driver_name  16 u32 if_index  20 u16 min_mtu  22 u16 max_mtu
 *                          32 u32 min_rx_bufsize   72 u64 rx_offload_capa  80 u64 tx_offload_capa
 *                         112 u64 flow_type_rss_offloads   120 rte_eth_rxconf, 80   200 rte_eth_txconf, 56
 *                         262 rx_desc_lim  272 tx_desc_lim (u16 max, min, align)
 *   rte_eth_conf            8 rxmode: 8 u32 mq_mode  12 u32 mtu  24 u64 offloads    72 u64 txmode.offloads
 *   rte_eth_rxconf, rte_eth_txconf   16 u64 offloads
 *   rte_eth_stats, 704      0 ipackets 8 opackets 16 ibytes 24 obytes 32 imissed 40 ierrors 48 oerrors 56 rx_nombuf
 *   rte_eth_link, 8         0 u32 speed in Mbit/s    4 bits: duplex, autoneg, status
 *   rte_eth_xstat, 16       0 u64 id  8 u64 value    rte_eth_xstat_name, 64
 * </pre>
 */
final class EthDescriptor {
    static final int INFO_LENGTH = 376;
    static final int INFO_DEVICE = 0;
    static final int INFO_DRIVER_NAME = 8;
    static final int INFO_IF_INDEX = 16;
    static final int INFO_MIN_MTU = 20;
    static final int INFO_MAX_MTU = 22;
    static final int INFO_RX_CAPABILITIES = 72;
    static final int INFO_TX_CAPABILITIES = 80;
    static final int INFO_RSS_FIELDS = 112;
    static final int INFO_RX_CONF = 120;
    static final int INFO_TX_CONF = 200;

    static final int CONF_RX_MODE = 8;
    static final int CONF_MTU = 12;
    static final int CONF_RX_OFFLOADS = 24;
    static final int CONF_TX_OFFLOADS = 72;
    static final int RX_MODE_RSS = 1;

    static final int QUEUE_CONF_OFFLOADS = 16;

    static final int STATS_LENGTH = 704;
    static final int LINK_LENGTH = 8;
    static final int LINK_STATUS = 4;
    static final int XSTAT_LENGTH = 16;
    static final int XSTAT_NAME_LENGTH = 64;

    static final int FAST_PATH_LENGTH = 128;
    static final int MAX_PORTS = 32;

    static final long RX_SCATTER = 1L << 13;
    static final long TX_UDP_CHECKSUM = 1L << 2;
    static final long TX_TCP_CHECKSUM = 1L << 3;
    static final long TX_MULTI_SEGMENT = 1L << 15;
    static final long RSS_IP_TCP_UDP = 0x3AFBCL;

    private EthDescriptor() {}
}

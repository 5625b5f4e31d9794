package io.weft.southbound.dpdk;

/**
 * {@code struct rte_mbuf}, alike in all known versions.
 *
 * <pre>
 *     0 u64 buf_addr     8 u64 buf_iova    16 u16 data_off   18 u16 refcnt   20 u16 nb_segs   22 u16 port
 *    24 u64 ol_flags    32 u32 packet_type 36 u32 pkt_len    40 u16 data_len 42 u16 vlan_tci
 *    54 u16 buf_len     56 u64 pool
 *    64 u64 next        72 u64 tx_offload (l2_len 7 bits, l3_len 9 bits, ...)                 88 u16 priv_size
 * </pre>
 *
 * Bytes 16 to 23 are written and read as one word, the {@code rearm} word.
 */
final class MbufDescriptor {
    static final int LENGTH = 128;
    static final int BUF_ADDR = 0;
    static final int BUF_IOVA = 8;
    static final int REARM = 16;
    static final int OL_FLAGS = 24;
    static final int PKT_LEN = 36;
    static final int DATA_LEN = 40;
    static final int BUF_LEN = 54;
    static final int POOL = 56;
    static final int NEXT = 64;
    static final int TX_OFFLOAD = 72;
    static final int PRIV_SIZE = 88;

    /** {@code RTE_PKTMBUF_HEADROOM}: where drivers put the first byte they receive, from {@code buf_addr}. */
    static final int HEADROOM = 128;

    /** The rearm word of a packet of one segment, without its data offset: refcnt 1, nb_segs 1, port none. */
    static final long REARM_ONE = 0xFFFF_0001_0001_0000L;

    static final long TX_TCP_CHECKSUM = 1L << 52;
    static final long TX_UDP_CHECKSUM = 3L << 52;
    static final long TX_IPV4 = 1L << 55;
    static final long TX_IPV6 = 1L << 56;
    static final int L3_LENGTH_SHIFT = 7;

    private MbufDescriptor() {}

    static int dataOffset(long rearm) {
        return (int) rearm & 0xFFFF;
    }

    static int segments(long rearm) {
        return (int) (rearm >>> 32) & 0xFFFF;
    }

    /** The rearm word of the first of {@code segments} segments. */
    static long rearm(int dataOffset, int segments) {
        return 0xFFFF_0000_0001_0000L | (long) segments << 32 | dataOffset;
    }
}

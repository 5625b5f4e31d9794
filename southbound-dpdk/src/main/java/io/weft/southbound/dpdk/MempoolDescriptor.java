package io.weft.southbound.dpdk;

/**
 * {@code struct rte_mempool}, its per-thread caches and the table of its operations, alike in all known versions.
 *
 * <pre>
 *   rte_mempool, 192 bytes       64 u32 size   68 u32 cache_size   72 u32 elt_size   84 u32 private_data_size
 *                                88 u32 ops_index   96 u64 local_cache
 *   one rte_mempool_cache for each of 128 lcores, 8,256 bytes
 *                                 0 u32 size   4 u32 flush threshold   8 u32 length   64 u64 objects[]
 *   private data of an mbuf pool  0 u16 data room   2 u16 private size   4 u32 flags
 *   rte_mempool_ops_table        64 operations, 128 bytes each: 48 enqueue   56 dequeue   64 get_count
 * </pre>
 */
final class MempoolDescriptor {
    static final int LENGTH = 192;
    static final int SIZE = 64;
    static final int CACHE_SIZE = 68;
    static final int ELEMENT_SIZE = 72;
    static final int PRIVATE_SIZE = 84;
    static final int OPS_INDEX = 88;
    static final int LOCAL_CACHE = 96;

    static final int MAX_LCORES = 128;
    static final int CACHE_LENGTH = 8256;
    static final int CACHE_COUNT = 8;
    static final int CACHE_OBJECTS = 64;

    static final int PRIVATE_LENGTH = 8;
    static final int DATA_ROOM = 0;
    static final int MBUF_PRIVATE_SIZE = 2;

    static final int OPS_FIRST = 64;
    static final int OPS_LENGTH = 128;
    static final int OPS_ENQUEUE = 48;
    static final int OPS_DEQUEUE = 56;
    static final int OPS_COUNT = 64;

    static final int FLAG_NO_SPREAD = 0x1;
    static final int FLAG_NO_IOVA_CONTIGUOUS = 0x20;

    private MempoolDescriptor() {}

    /** The private data of a pool with caches. */
    static long privateData(long mempool) {
        return mempool + LENGTH + (long) MAX_LCORES * CACHE_LENGTH;
    }
}

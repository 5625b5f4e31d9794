package io.weft.southbound.dpdk;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import java.lang.foreign.MemorySegment;

/**
 * Compares the layouts that this package believes in with the running libraries, since a distribution may build DPDK otherwise: makes a pool of mbufs by
 * DPDK's own functions with numbers that occur nowhere else, and looks for them where they should be.
 *
 * <p>The place of the pool's private data says how long a cache is and how many there are; a fresh mbuf says where its fields are. What network
 * devices say of themselves is checked by {@link EthDevice} when one is opened.
 */
final class AbiCheck {
    private static final int MBUFS = 63;
    private static final int CACHE = 24;
    private static final int PRIVATE = 40;
    private static final int ROOM = 712;
    private static final int ANY_SOCKET = -1;

    /** DPDK rounds the private data of a pool up to a cache line. */
    private static final int ALIGNED_PRIVATE = 64;

    private final Eal eal;
    private final long pool;

    private AbiCheck(Eal eal, long pool) {
        this.eal = eal;
        this.pool = pool;
    }

    /**
     * @throws NativeException naming the first difference, and the versions that are supported
     */
    static void check(Eal eal) throws NativeException {
        NativeCalls calls = eal.library.calls;
        long pool = calls.callLong("rte_pktmbuf_pool_create", "weft-check", MBUFS, CACHE, PRIVATE, ROOM, ANY_SOCKET);
        if (pool == 0) {
            throw eal.failed(
                    "rte_pktmbuf_pool_create",
                    "dpdk",
                    "a first pool of packet buffers (is librte-mempool-ring" + eal.library.abi.soVersion
                            + " installed, and is there memory?)");
        }
        try {
            new AbiCheck(eal, pool).compare();
        } finally {
            calls.callInt("rte_mempool_free", pool);
        }
    }

    private void compare() throws NativeException {
        word("rte_mempool.size", pool + MempoolDescriptor.SIZE, MBUFS);
        word("rte_mempool.cache_size", pool + MempoolDescriptor.CACHE_SIZE, CACHE);
        int element = MbufDescriptor.LENGTH + PRIVATE + ROOM;
        word("rte_mempool.elt_size, which has sizeof(rte_mbuf)", pool + MempoolDescriptor.ELEMENT_SIZE, element);
        word("rte_mempool.private_data_size", pool + MempoolDescriptor.PRIVATE_SIZE, ALIGNED_PRIVATE);
        long caches = Memory.getLong(pool + MempoolDescriptor.LOCAL_CACHE);
        same("rte_mempool.local_cache", caches, pool + MempoolDescriptor.LENGTH);
        for (int lcore = 0; lcore < MempoolDescriptor.MAX_LCORES; lcore += 127) {
            word("rte_mempool_cache.size", caches + (long) lcore * MempoolDescriptor.CACHE_LENGTH, CACHE);
        }
        word("rte_pktmbuf_pool_private", MempoolDescriptor.privateData(pool), ROOM | PRIVATE << 16);
        mbuf();
    }

    private void mbuf() throws NativeException {
        long operations = eal.library.calls.address("rte_mempool_ops_table")
                + MempoolDescriptor.OPS_FIRST
                + (long) Memory.getInt(pool + MempoolDescriptor.OPS_INDEX) * MempoolDescriptor.OPS_LENGTH;
        same("rte_mempool_ops.name", "ring_mp_mc", NativeCalls.text(operations));
        try (Memory.Block objects = Memory.allocate(16)) {
            MemorySegment dequeue = MemorySegment.ofAddress(Memory.getLong(operations + MempoolDescriptor.OPS_DEQUEUE));
            same("rte_mempool_ops.dequeue", BurstCalls.mempool(dequeue, pool, objects.address(), 2), 0);
            long mbuf = Memory.getLong(objects.address());
            same("rte_mbuf.pool", Memory.getLong(mbuf + MbufDescriptor.POOL), pool);
            long buffer = Memory.getLong(mbuf + MbufDescriptor.BUF_ADDR);
            same("rte_mbuf.buf_addr", buffer, mbuf + MbufDescriptor.LENGTH + PRIVATE);
            word("rte_mbuf.buf_len", mbuf + MbufDescriptor.BUF_LEN - 2, ROOM << 16);
            same("rte_mbuf.priv_size", Memory.getInt(mbuf + MbufDescriptor.PRIV_SIZE) & 0xFFFF, PRIVATE);
            same("rte_mbuf.next", Memory.getLong(mbuf + MbufDescriptor.NEXT), 0);
            long rearm = Memory.getLong(mbuf + MbufDescriptor.REARM);
            same("rte_mbuf.rearm_data", rearm, MbufDescriptor.REARM_ONE | MbufDescriptor.HEADROOM);
            MemorySegment enqueue = MemorySegment.ofAddress(Memory.getLong(operations + MempoolDescriptor.OPS_ENQUEUE));
            same("rte_mempool_ops.enqueue", BurstCalls.mempool(enqueue, pool, objects.address(), 2), 0);
        }
    }

    private void word(String field, long address, int expected) throws NativeException {
        same(field, Memory.getInt(address), expected);
    }

    private void same(String field, Object found, Object expected) throws NativeException {
        if (found instanceof Number a && expected instanceof Number b
                ? a.longValue() != b.longValue()
                : !found.equals(expected)) {
            throw new NativeException(
                    "ABI check",
                    "dpdk",
                    LinuxConstants.EINVAL,
                    eal.library.version + " is built with other structures than those known here: " + field + " is "
                            + found + ", expected " + expected + "; supported are the usual builds of DPDK "
                            + DpdkAbi.supported());
        }
    }
}

package io.weft.southbound.dpdk;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.NativeException;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.PacketMemory;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * A packet memory as a DPDK memory pool: every frame has a mbuf, for ever, whose buffer is the frame. So a received packet is forwarded where it lies,
 * and a frame that another port received is sent by DPDK without a copy.
 *
 * <pre>
 *   mbufs, 192 bytes apart   | header | mbuf 0 | header | mbuf 1 | ...        (a block of ours, since drivers look at mbufs only)
 *                                         |                 |
 *                                      buf_addr          buf_addr
 *                                         v                 v
 *   PacketMemory             | frame 0 ............. | frame 1 ............. | ...
 * </pre>
 *
 * <p>A mbuf is in the pool (its ring, or a thread's cache) exactly while its frame is lent to DPDK to receive into; else the frame is in the books of the switch.
 * Drivers take from the pool to receive and give to it what was sent; between two ports of DPDK the two balance without us. What is
 * missing or too much in a thread's cache is moved by {@link MbufCache}, in plain Java.
 *
 * <p>Invariants of a mbuf whenever DPDK gets it: refcnt 1, nb_segs 1, next null, buf_addr, buf_len and pool as made here.
 *
 * <p>Thread-safety: {@link #acquire} and {@link #release} by the class's monitor, {@link #lend} and {@link #takeBack} by this object's; addresses are immutable.
 */
final class MbufPool {
    /** Bytes of a thread's cache in mbufs; DPDK moves them to the ring at one and a half of it. */
    static final int CACHE = 256;

    /** From the base of a frame to its mbuf's buffer: behind the frame's descriptor. */
    static final int BUFFER_OFFSET = 64;

    private static final int HEADER = 64;
    private static final int STRIDE = HEADER + MbufDescriptor.LENGTH;
    private static final int BATCH = 64;
    private static final int ANY_SOCKET = -1;
    private static final Map<PacketMemory, MbufPool> OPEN = new HashMap<>();
    private static int names;

    private final Eal eal;
    private final PacketMemory memory;
    private final FrameCache stock;
    private final Memory.Block block;
    private final Memory.Block batch = Memory.allocate(BATCH * 8L);
    private final int frameShift;
    private final long mempool;
    private final MemorySegment enqueue;
    private final MemorySegment dequeue;
    private final MemorySegment count;
    private int users = 1;

    /** Address of mbuf 0. */
    final long firstMbuf;

    /** Bytes from mbuf 0 to the end of the last. */
    final long mbufBytes;

    private MbufPool(Eal eal, PacketMemory memory) throws NativeException {
        this.eal = eal;
        this.memory = memory;
        stock = new FrameCache(memory);
        frameShift = Integer.numberOfTrailingZeros(memory.frameSize());
        int frames = frames();
        mbufBytes = (long) frames * STRIDE - HEADER;
        block = Memory.allocate((long) frames * STRIDE);
        firstMbuf = block.address() + HEADER;
        mempool = createOrFree(frames);
        long operations = eal.library.calls.address("rte_mempool_ops_table")
                + MempoolDescriptor.OPS_FIRST
                + (long) Memory.getInt(mempool + MempoolDescriptor.OPS_INDEX) * MempoolDescriptor.OPS_LENGTH;
        enqueue = MemorySegment.ofAddress(Memory.getLong(operations + MempoolDescriptor.OPS_ENQUEUE));
        dequeue = MemorySegment.ofAddress(Memory.getLong(operations + MempoolDescriptor.OPS_DEQUEUE));
        count = MemorySegment.ofAddress(Memory.getLong(operations + MempoolDescriptor.OPS_COUNT));
        empty();
        for (int i = 0; i < frames; i++) {
            initialise(i);
        }
    }

    /** The pool of {@code memory}, made on first use; give it back with {@link #release}. */
    static MbufPool acquire(Eal eal, PacketMemory memory) throws NativeException {
        synchronized (OPEN) {
            MbufPool open = OPEN.get(memory);
            if (open != null) {
                open.users++;
                return open;
            }
            MbufPool made = new MbufPool(eal, memory);
            OPEN.put(memory, made);
            return made;
        }
    }

    /** The last user's release takes every frame back, also from the caches of threads; none of them may run a queue by then. */
    void release() {
        synchronized (OPEN) {
            if (--users > 0) {
                return;
            }
            OPEN.remove(memory);
            takeBack();
            for (int lcore = 0; lcore < MempoolDescriptor.MAX_LCORES; lcore++) {
                drainCache(cache(lcore));
            }
            stock.close();
            eal.library.calls.callInt("rte_mempool_free", mempool);
            block.close();
            batch.close();
        }
    }

    /** Bytes of a frame of {@code memory} that a device may fill. */
    static int room(PacketMemory memory) {
        return memory.frameSize() - BUFFER_OFFSET - MbufDescriptor.HEADROOM;
    }

    /** The {@code struct rte_mempool *}. */
    long mempool() {
        return mempool;
    }

    /** The cache of a thread in this pool. */
    long cache(int lcore) {
        return Memory.getLong(mempool + MempoolDescriptor.LOCAL_CACHE) + (long) lcore * MempoolDescriptor.CACHE_LENGTH;
    }

    /** The mbuf of the frame that holds {@code address}. */
    long mbuf(long address) {
        return firstMbuf + (address - memory.base() >>> frameShift) * STRIDE;
    }

    /** The data offset in its mbuf of what begins at {@code address}. */
    long offset(long address) {
        return (address - memory.base() & memory.frameSize() - 1) - BUFFER_OFFSET;
    }

    /** The base of a mbuf's frame. */
    static long frame(long mbuf) {
        return Memory.getLong(mbuf + MbufDescriptor.BUF_ADDR) - BUFFER_OFFSET;
    }

    /** Whether {@code mbuf} is one of this pool. */
    boolean isOurs(long mbuf) {
        return Long.compareUnsigned(mbuf - firstMbuf, mbufBytes) < 0;
    }

    /** Lends up to {@code count} free frames to DPDK; returns how many. */
    synchronized int lend(int count) {
        int lent = 0;
        while (lent < count) {
            int part = 0;
            int wanted = Math.min(BATCH, count - lent);
            while (part < wanted) {
                long frame = stock.allocate();
                if (frame == 0) {
                    break;
                }
                Memory.putLong(batch.address() + part * 8L, mbuf(frame));
                part++;
            }
            if (part > 0) {
                BurstCalls.mempool(enqueue, mempool, batch.address(), part);
            }
            lent += part;
            if (part < wanted) {
                break;
            }
        }
        stock.close(); // what is left of the stock is for everybody
        return lent;
    }

    /** Takes back all frames of the pool's ring: those that no device and no thread's cache holds. */
    synchronized void takeBack() {
        for (int part = BATCH; part > 0; part /= 2) {
            while (BurstCalls.mempool(dequeue, mempool, batch.address(), part) == 0) {
                for (int i = 0; i < part; i++) {
                    stock.freeFrame(frame(Memory.getLong(batch.address() + i * 8L)));
                }
            }
        }
        stock.close();
    }

    /** For a thread without a cache of its own: keeps the shared ring between {@code low} and {@code high}. */
    void balanceRing(int low, int high) {
        int free = BurstCalls.mempool(count, mempool, 0, 0);
        if (free < low) {
            lend(high - free);
        } else if (free > high) {
            takeBack();
        }
    }

    private void drainCache(long cache) {
        int count = Memory.getInt(cache + MempoolDescriptor.CACHE_COUNT);
        Memory.putInt(cache + MempoolDescriptor.CACHE_COUNT, 0);
        for (int i = 0; i < count; i++) {
            stock.freeFrame(frame(Memory.getLong(cache + MempoolDescriptor.CACHE_OBJECTS + i * 8L)));
        }
    }

    private int frames() {
        return (int) (memory.bytes() >>> frameShift);
    }

    private long createOrFree(int frames) throws NativeException {
        try {
            return create(frames);
        } catch (NativeException e) {
            block.close();
            batch.close();
            throw e;
        }
    }

    private long create(int frames) throws NativeException {
        String name;
        synchronized (OPEN) {
            name = "weft-" + names++;
        }
        NativeCalls calls = eal.library.calls;
        int flags = MempoolDescriptor.FLAG_NO_SPREAD | MempoolDescriptor.FLAG_NO_IOVA_CONTIGUOUS;
        long made = calls.callLong(
                "rte_mempool_create_empty",
                name,
                frames,
                MbufDescriptor.LENGTH,
                CACHE,
                MempoolDescriptor.PRIVATE_LENGTH,
                ANY_SOCKET,
                flags);
        if (made == 0) {
            throw eal.failed("rte_mempool_create_empty", "dpdk", "a pool of " + frames + " packet buffers");
        }
        eal.check(
                calls.callInt("rte_mempool_set_ops_byname", made, "ring_mp_mc", 0L),
                "rte_mempool_set_ops_byname",
                "dpdk",
                "memory pools of DPDK (on Debian: apt-get install librte-mempool-ring23)");
        calls.callInt("rte_pktmbuf_pool_init", made, 0L);
        Memory.putInt(MempoolDescriptor.privateData(made), bufferLength()); // data room; private size 0 above it
        int populated = calls.callInt("rte_mempool_populate_iova", made, block.address(), -1L, block.bytes(), 0L, 0L);
        eal.check(populated, "rte_mempool_populate_iova", "dpdk", "a pool of " + frames + " packet buffers");
        if (populated != frames) {
            throw eal.failed("rte_mempool_populate_iova", "dpdk", "only " + populated + " of " + frames + " buffers");
        }
        return made;
    }

    private int bufferLength() {
        return memory.frameSize() - BUFFER_OFFSET;
    }

    /** Takes all mbufs out of a new pool: every frame is the switch's at first. */
    private void empty() {
        for (int part = BATCH; part > 0; part /= 2) {
            while (BurstCalls.mempool(dequeue, mempool, batch.address(), part) == 0) {
                // out is all that is wanted
            }
        }
    }

    private void initialise(int index) {
        long mbuf = firstMbuf + (long) index * STRIDE;
        long buffer = memory.base() + ((long) index << frameShift) + BUFFER_OFFSET;
        Memory.zero(mbuf, MbufDescriptor.LENGTH);
        Memory.putLong(mbuf + MbufDescriptor.BUF_ADDR, buffer);
        Memory.putLong(mbuf + MbufDescriptor.BUF_IOVA, buffer);
        Memory.putLong(mbuf + MbufDescriptor.REARM, MbufDescriptor.REARM_ONE | MbufDescriptor.HEADROOM);
        Memory.putInt(mbuf + MbufDescriptor.BUF_LEN - 2, bufferLength() << 16);
        Memory.putLong(mbuf + MbufDescriptor.POOL, mempool);
    }
}
